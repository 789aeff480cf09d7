import { RegistryError } from '../../errors.ts';
import { classifyAddress, literalAddress } from './address-policy.ts';

/** Token servers of well-known registries: for them the list of public suffixes need not be loaded. */
const KNOWN: Readonly<Record<string, string>> = {
  'registry-1.docker.io': 'auth.docker.io',
  'registry.gitlab.com': 'gitlab.com',
};

/**
 * Whether two hosts are one party, so that a login for the one may be sent to the other (registry client S2): the same host,
 * two names of this machine, or names that one owner holds.
 */
export async function isSameParty({ hostname: one }: URL, { hostname: other }: URL): Promise<boolean> {
  if (one === other || KNOWN[one] === other) return true;
  if (isLoopbackName(one) || isLoopbackName(other)) return isLoopbackName(one) && isLoopbackName(other);
  if (literalAddress(one) !== undefined || literalAddress(other) !== undefined) return false;
  const { registrableName } = await import('./registrable-name.ts');
  const owner = registrableName(one);
  return owner !== undefined && owner === registrableName(other);
}

/**
 * Refuses a realm that nothing may be sent to (S3): a scheme other than http and https, a user name in the URL, or
 * clear text named by a registry that was itself reached over https. Fails with REGISTRY_REFUSED.
 */
export function checkRealmUrl(registry: URL, realm: URL): void {
  const refused = (why: string) =>
    new RegistryError('REGISTRY_REFUSED', `${registry.host} names the token server ${realm.host}: ${why}`);
  if (realm.protocol !== 'https:' && realm.protocol !== 'http:')
    throw refused(`${realm.protocol} is not a web address`);
  if (realm.username !== '' || realm.password !== '') throw refused('its address holds a login');
  if (realm.protocol === 'http:' && registry.protocol === 'https:') throw refused('it is plain HTTP');
}

/** The error for a login that stays here: it says how to let it go. */
export function refusedRealm(registry: string, realm: URL): RegistryError {
  const pair = `${registry}=${realm.host}`;
  return new RegistryError(
    'REGISTRY_REFUSED',
    `${registry} wants its login to be sent to the token server ${realm.host}, which is another party`,
    {
      hint:
        realm.protocol === 'https:'
          ? `if ${realm.host} may have it, add --token-server ${pair}, or set IMAGESTREAM_TOKEN_SERVERS=${pair}`
          : `let ${realm.host} be reached by HTTPS: no login is sent to another party without it`,
    },
  );
}

function isLoopbackName(hostname: string): boolean {
  const address = literalAddress(hostname);
  return address === undefined
    ? hostname === 'localhost' || hostname.endsWith('.localhost')
    : classifyAddress(address) === 'loopback';
}
