import { describe, expect, test } from '@jest/globals';
import type { ConnectionFacts } from '../../src/core/ports/registry-probe.ts';
import { json, registryError, type ScriptedAnswer } from '../support/scripted-registry.ts';
import { at, authoritiesFor, authority, client, identity, nobody, script } from './client-under-test.ts';

describe('what stands between', () => {
  const facts = (env: Record<string, string>, registry = 'r.example.com'): Promise<ConnectionFacts> =>
    client({ env }).probe().connection(registry);

  test.each<[string, Record<string, string>, string, Pick<ConnectionFacts, 'proxy' | 'proxyBecause'>]>([
    ['nothing', {}, 'r.example.com', { proxy: undefined, proxyBecause: 'HTTPS_PROXY is not set' }],
    [
      'an empty variable',
      { HTTPS_PROXY: ' ' },
      'r.example.com',
      { proxy: undefined, proxyBecause: 'HTTPS_PROXY is not set' },
    ],
    [
      'a proxy, without its login',
      { HTTPS_PROXY: 'http://user:pass@proxy:3128' },
      'r.example.com',
      { proxy: 'http://proxy:3128', proxyBecause: 'HTTPS_PROXY' },
    ],
    [
      'in lower case',
      { https_proxy: 'http://proxy:3128' },
      'r.example.com',
      { proxy: 'http://proxy:3128', proxyBecause: 'https_proxy' },
    ],
    [
      'left out',
      { HTTPS_PROXY: 'http://proxy:3128', no_proxy: '.example.com' },
      'r.example.com',
      { proxy: undefined, proxyBecause: 'no_proxy=.example.com leaves it out' },
    ],
    [
      'this machine',
      { HTTPS_PROXY: 'http://proxy:3128' },
      'localhost:5000',
      { proxy: undefined, proxyBecause: 'addresses of this machine are never proxied' },
    ],
    [
      'no URL',
      { HTTPS_PROXY: 'http://[' },
      'r.example.com',
      { proxy: undefined, proxyBecause: 'HTTPS_PROXY holds no URL' },
    ],
    [
      'a login that is none',
      { HTTPS_PROXY: 'http://user:%@proxy:3128' },
      'r.example.com',
      { proxy: undefined, proxyBecause: 'HTTPS_PROXY holds no URL' },
    ],
  ])('%s', async (_name, env, registry, expected) => {
    expect(await facts(env, registry)).toMatchObject(expected);
  });

  test('variables that name authorities, in one order', async () => {
    const { environment } = await facts({ SSL_CERT_DIR: '/d', SSL_CERT_FILE: '/f', NODE_EXTRA_CA_CERTS: '' });
    expect(environment).toEqual(['SSL_CERT_FILE=/f', 'SSL_CERT_DIR=/d']);
  });

  test('certificates by owner and end, each by its own', async () => {
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    const certificates = authoritiesFor(`${authority.cert}\n${broken}`);
    const { authorities, clients } = await client({ certificates }).probe().connection('r.example.com');
    expect(authorities).toEqual([
      {
        origin: 'the test',
        certificates: [
          expect.stringMatching(/^CN=Client Test Authority, valid until .+ GMT$/),
          'a certificate that cannot be read',
        ],
      },
    ]);
    expect(clients).toEqual([]);
  });

  test('no certificates in a text that holds none', async () => {
    const { authorities } = await client({ certificates: authoritiesFor('text') })
      .probe()
      .connection('r.example.com');
    expect(authorities).toEqual([{ origin: 'the test', certificates: [] }]);
  });
});

describe('what is reached', () => {
  async function reached(answer: ScriptedAnswer, repository = 'team/app', tls: typeof identity | 'plain' = identity) {
    const registry = await script(
      ({ url }) => (url.startsWith('/token') ? registryError(401, 'DENIED', 'no') : answer),
      tls,
    );
    const result = await client()
      .probe()
      .reach(at(registry, repository, tls === 'plain'), nobody);
    return { result, urls: registry.requests.map(({ url }) => url), host: registry.host };
  }
  const challenge = (header: string) => ({ status: 401, headers: { 'www-authenticate': header } });

  test('a repository is asked for one tag', async () => {
    const { result, urls } = await reached(json(200, { tags: [] }));
    expect(result).toEqual({ scheme: 'https', login: 'none' });
    expect(urls).toEqual(['/v2/team/app/tags/list?n=1']);
  });

  test('a whole registry is asked for its version', async () => {
    const { urls } = await reached(json(200, {}), '');
    expect(urls).toEqual(['/v2/']);
  });

  test('plain HTTP is told', async () => {
    expect((await reached(json(200, {}), '', 'plain')).result).toEqual({ scheme: 'http', login: 'none' });
  });

  test('a password, and what was said', async () => {
    const { result } = await reached(challenge('Basic realm="x"'));
    expect(result).toMatchObject({ scheme: 'https', login: 'password', error: { code: 'REGISTRY_UNAUTHORIZED' } });
    expect(result).not.toHaveProperty('realm');
    expect(result).not.toHaveProperty('failure');
  });

  test('a token of the same host, or of another', async () => {
    const { result, host } = await reached(challenge('Bearer realm="/token"'));
    expect(result).toMatchObject({ login: 'token', realm: host });
    const { result: broken } = await reached(challenge('Bearer realm="https://["'));
    expect(broken).toMatchObject({ login: 'token', realm: 'an address that cannot be read' });
  });

  test.each([300, 404])('%i is an error', async (status) => {
    expect((await reached({ status })).result.error).toMatchObject({ status });
  });

  test('an authority that nobody knows', async () => {
    const registry = await script(() => json(200, {}));
    const unknowing = client({ certificates: authoritiesFor(undefined) });
    expect(await unknowing.probe().reach(at(registry), nobody)).toMatchObject({ failure: 'unknown-authority' });
  });
});
