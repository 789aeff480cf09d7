import { matchGlob } from '../logins/host-glob.ts';
import type { Reference } from '../references/reference.ts';
import { registryHostPort } from '../references/reference-forms.ts';

/** An entry of `allowedRegistriesForImport` of the cluster's image configuration. */
export interface AllowedRegistry {
  /** `host` or `host:port`, each a glob of `*` and `?`. */
  domainName: string;
  /** Without a port, 80 is meant in place of 443. */
  insecure?: boolean;
}

/** Which registries may be imported from and pointed at (image-stream model 4.7). Both give the reason of a refusal. */
export interface RegistryPolicy {
  refusesImport(reference: Reference, insecure: boolean): string | undefined;
  refusesTag(reference: Reference, insecure: boolean): string | undefined;
}

interface Rule {
  host: string;
  port: string;
}

/**
 * The policy of a configuration. No entries allow everything.
 *
 * @param internalRegistry `host[:port]` of the integrated registry, which is always allowed
 */
export function createRegistryPolicy(
  allowed: readonly AllowedRegistry[],
  internalRegistry: string | undefined,
): RegistryPolicy {
  if (allowed.length === 0) return { refusesImport: () => undefined, refusesTag: () => undefined };
  const internal = internalRegistry ? [{ domainName: internalRegistry }] : [];
  const rules = [...internal, ...allowed].map(ruleOf);
  const why = (name: string) => `registry ${JSON.stringify(name)} not allowed by whitelist: ${list(rules)}`;
  return {
    refusesImport(reference, insecure) {
      const { host, port } = writtenHostPort(reference, insecure);
      if (hostsOf(host).some((name) => rules.some((rule) => matches(rule, name, [port])))) return undefined;
      const registry = `${host}:${port}`;
      return `importing images from registry ${JSON.stringify(registry)} is forbidden: ${why(registry)}`;
    },
    refusesTag(reference, insecure) {
      const { host, port } = writtenHostPort(reference, false);
      const ports = insecure && !reference.registry.includes(':') ? ['80', '443', '*'] : [port];
      if (hostsOf(host).some((name) => rules.some((rule) => matches(rule, name, ports)))) return undefined;
      return why(reference.registry || `${host}:${port}`);
    },
  };
}

/** A policy under which a name without a registry may be what it means in any of the search registries. */
export function searching(policy: RegistryPolicy, search: readonly string[]): RegistryPolicy {
  if (search.length === 0) return policy;
  const judge = (reference: Reference, refusal: (meant: Reference) => string | undefined) => {
    if (reference.registry !== '') return refusal(reference);
    const refusals = search.map((registry) => refusal({ ...reference, registry }));
    return refusals.includes(undefined) ? undefined : refusals[0];
  };
  return {
    refusesImport: (reference, insecure) => judge(reference, (meant) => policy.refusesImport(meant, insecure)),
    refusesTag: (reference, insecure) => judge(reference, (meant) => policy.refusesTag(meant, insecure)),
  };
}

function ruleOf({ domainName, insecure }: AllowedRegistry): Rule {
  const colon = domainName.indexOf(':');
  if (colon < 0) return { host: domainName, port: insecure ? '80' : '443' };
  return { host: domainName.slice(0, colon), port: domainName.slice(colon + 1) };
}

/** The host as written, where the API would name the one that serves Docker Hub. */
function writtenHostPort(reference: Reference, insecure: boolean): { host: string; port: string } {
  const { host, port } = registryHostPort(reference, insecure);
  return { host: host === 'registry-1.docker.io' ? 'docker.io' : host, port };
}

/** Docker Hub goes by two names. */
function hostsOf(host: string): string[] {
  return host === 'docker.io' ? ['docker.io', 'registry-1.docker.io'] : [host];
}

function matches(rule: Rule, host: string, ports: readonly string[]): boolean {
  if (!glob(rule.host, host)) return false;
  return ports.some((port) => port === rule.port || glob(rule.port, port));
}

/** Only `*` and `?` are special here. */
const glob = (pattern: string, text: string) => matchGlob(pattern.replace(/[\\[\]]/g, '\\$&'), text);

function list(rules: readonly Rule[]): string {
  const names = rules.map(({ host, port }) => JSON.stringify(`${host}:${port}`));
  if (names.length <= 5) return names.join(', ');
  return `${names.slice(0, 4).join(', ')}, and ${names.length - 4} more ...`;
}
