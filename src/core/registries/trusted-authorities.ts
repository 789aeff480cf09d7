import type { KubeObject } from '../objects/meta.ts';
import { type Authority, spellingsOf } from '../ports/host-certificates.ts';
import { certificateProblem } from './pem.ts';

/** The namespace of the config map that `additionalTrustedCA` names. */
export const TRUSTED_CA_NAMESPACE = 'openshift-config';

/** What a config map of authorities says about one host. */
export interface TrustedAuthorities {
  authorities: Authority[];
  /** Sentences about values that are no certificates. */
  problems: string[];
}

/** The host that a key means: the last `..` stands for the colon before the port, which a key cannot hold. */
export function hostOfKey(key: string): string {
  return key.replace(/\.\.(\d+)$/, ':$1');
}

/**
 * The authorities of a config map for one host: image-stream model 4.9, but each for its own `host..port` only.
 * A value that is no certificate trusts nobody, and is told.
 */
export function trustedAuthorities(configMap: KubeObject, host: string): TrustedAuthorities {
  const found: TrustedAuthorities = { authorities: [], problems: [] };
  const data: unknown = configMap.data;
  if (typeof data !== 'object' || data === null) return found;
  const spellings = spellingsOf(host);
  const map = `${TRUSTED_CA_NAMESPACE}/${configMap.metadata.name}`;
  for (const [key, value] of Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!spellings.includes(hostOfKey(key))) continue;
    const problem = typeof value === 'string' ? certificateProblem(value) : 'it is not text';
    if (problem === undefined)
      found.authorities.push({ pem: value as string, origin: `config map ${map}, key ${key}` });
    else found.problems.push(`the key "${key}" of the config map ${map} is left out: ${problem}`);
  }
  return found;
}
