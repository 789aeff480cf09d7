import { expect, test } from '@jest/globals';
import type { Credential } from '../../../src/core/ports/credential-source.ts';
import { type FixContext, registryFix } from '../../../src/core/registries/registry-fix.ts';
import { RegistryError, type RegistryErrorCode } from '../../../src/errors.ts';

const login: Credential = { username: 'rover', password: 'curiosity', origin: 'auth.json, auths["reg:5000"]' };

test.each<[RegistryErrorCode, Partial<FixContext>, string]>([
  ['REGISTRY_TLS', { failure: 'unknown-authority' }, 'in a config map under the key reg..5000'],
  ['REGISTRY_TLS', { failure: 'unknown-authority', trusted: ['/x/ca.crt'] }, 'none of the authorities of /x/ca.crt'],
  ['REGISTRY_TLS', {}, 'a hint'],
  ['REGISTRY_HTTP_ONLY', {}, 'add reg:5000 to insecureRegistries of'],
  ['REGISTRY_UNAUTHORIZED', {}, 'imagestream login reg:5000'],
  ['REGISTRY_UNAUTHORIZED', { credential: login }, 'the login of auth.json, auths["reg:5000"] is refused'],
  ['REGISTRY_WRONG_PASSWORD', { credential: login }, 'is refused: renew it'],
  ['REGISTRY_DENIED', {}, 'log in: imagestream login reg:5000'],
  ['REGISTRY_DENIED', { credential: login }, 'may not read team/app: ask for access'],
  ['REGISTRY_NAME_UNKNOWN', {}, 'has no repository team/app'],
  ['REGISTRY_CONNECTION', { failure: 'closed' }, 'if it wants a client certificate'],
  ['REGISTRY_CONNECTION', { failure: 'closed', showed: true }, 'a hint'],
  ['REGISTRY_TIMEOUT', {}, 'a hint'],
])('%s with %j: %s', (code, over, expected) => {
  const context: FixContext = {
    ...{ registry: 'reg:5000', repository: 'team/app', credential: undefined },
    ...{ failure: undefined, showed: false, trusted: [] },
    ...over,
  };
  const fix = registryFix(new RegistryError(code, 'it failed', { hint: 'a hint' }), context);
  expect(fix).toContain(expected);
  expect(fix).not.toContain(login.password);
});
