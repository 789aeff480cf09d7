import type { CredentialSource } from '../../core/ports/credential-source.ts';
import type { RegistryProbe } from '../../core/ports/registry-probe.ts';
import type { LoginTrial, LoginTrialRequest } from '../../core/registries/login-trial.ts';
import { pullSources } from '../../core/registries/pull-sources.ts';
import { registryFix } from '../../core/registries/registry-fix.ts';
import { AppError, type RegistryError } from '../../errors.ts';
import type { RegistryRuleBook } from './registry-rules.ts';

export interface LoginTrialPorts {
  rules: RegistryRuleBook;
  probe: RegistryProbe;
  signal?: AbortSignal | undefined;
}

/**
 * Tries a login at the start page of its registry, and at the token server that this names. Nothing is saved here.
 * Fails with ARGUMENT for a login that is refused, and for a registry that cannot be asked, with what to do about it.
 */
export async function tryLogin(
  { rules, probe, signal }: LoginTrialPorts,
  { registry, login, insecure }: LoginTrialRequest,
): Promise<LoginTrial> {
  const host = registry.split('/')[0] as string;
  const address = { registry: host, repository: '', insecure };
  const source = pullSources(await rules.rules(), address, undefined).at(-1);
  const at = source ? { ...source.address, repository: '' } : address;
  const credentials: CredentialSource = { find: async () => ({ ...login, origin: 'this command' }) };
  const facts = await probe.connection(at.registry);
  const { error, failure, login: wanted } = await probe.reach(at, { credentials, ...(signal ? { signal } : {}) });
  if (error === undefined) return { asked: wanted !== 'none' };
  if (isRefusal(error)) {
    throw new AppError('ARGUMENT', `${host} refuses the login: invalid username/password`, {
      hint: `nothing was saved; if ${host} refuses it at its start page only, give --skip-check`,
    });
  }
  const fix = registryFix(error, {
    ...{ registry: host, repository: '', credential: undefined, failure },
    showed: facts.clients.length > 0,
    trusted: facts.authorities.map(({ origin }) => origin),
  });
  throw new AppError('ARGUMENT', `the login cannot be tried, and was not saved: ${error.message}`, {
    hint: `${fix}; --skip-check saves it untried`,
    cause: error,
  });
}

function isRefusal({ code }: RegistryError): boolean {
  return code === 'REGISTRY_UNAUTHORIZED' || code === 'REGISTRY_WRONG_PASSWORD' || code === 'REGISTRY_DENIED';
}
