import { once } from '../../core/concurrency/when-asked.ts';
import type { TokenServerRule } from '../../core/registries/token-server-rules.ts';
import { registryUrl } from '../addresses/endpoint.ts';

/** Whether the user lets a host of another party (`host[:port]`, as a URL has it) have the login for a registry. */
export type TokenServers = (registry: string, server: string) => Promise<boolean>;

/**
 * Looks up what the user allowed; nothing is read before a registry names a token server of another party. A rule that
 * names no registry holds for one: the first that is asked and names that server.
 */
export function createTokenServers(read: () => Promise<readonly TokenServerRule[]>): TokenServers {
  const bound = new Map<TokenServerRule, string>();
  const rules = once(read);
  return async (registry, server) => {
    const host = hostOf(registry);
    const about = (await rules()).filter((rule) => rule.server === server);
    if (about.some((rule) => rule.registry !== undefined && hostOf(rule.registry) === host)) return true;
    for (const rule of about) {
      if (rule.registry !== undefined) continue;
      const holder = bound.get(rule) ?? host;
      bound.set(rule, holder);
      if (holder === host) return true;
    }
    return false;
  };
}

const hostOf = (registry: string) => registryUrl(registry, 'https').host;
