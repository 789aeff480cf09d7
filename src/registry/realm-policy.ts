import { RegistryError } from '../errors.ts';
import { classifyAddress, literalAddress } from './address-policy.ts';

export interface RealmQuestion {
  /** The URL that the registry was asked under. */
  registry: URL;
  realm: URL;
  /** Hosts that the user allowed. */
  allowedHosts: readonly string[];
}

/**
 * Whether a login may be sent to the token server that a registry named (registry client S2): the registry's own host,
 * a host under the same registrable name, or a host that the user allowed. Docker Hub's documented pair is of one name.
 */
export function mayReceiveLogin({ registry, realm, allowedHosts }: RealmQuestion): boolean {
  const [from, to] = [registry.hostname, realm.hostname];
  if (from === to || allowedHosts.includes(to) || allowedHosts.includes(realm.host)) return true;
  if (isLoopbackName(from) && isLoopbackName(to)) return true;
  const parent = registrableName(from);
  return parent !== undefined && parent === registrableName(to);
}

/**
 * Refuses a realm that nothing may be sent to (S3): a scheme other than http and https, a user name in the URL, or
 * clear text named by a registry that was itself reached over https. Fails with REGISTRY_REFUSED.
 */
export function checkRealmUrl(registry: URL, realm: URL): void {
  const refused = (why: string, hint?: string) =>
    new RegistryError('REGISTRY_REFUSED', `${registry.host} names the token server ${realm.host}: ${why}`, {
      ...(hint === undefined ? {} : { hint }),
    });
  if (realm.protocol !== 'https:' && realm.protocol !== 'http:')
    throw refused(`${realm.protocol} is not a web address`);
  if (realm.username !== '' || realm.password !== '') throw refused('its address holds a login');
  if (realm.protocol === 'http:' && registry.protocol === 'https:') throw refused('it is plain HTTP');
}

/** The error for a login that stays here. */
export function refusedRealm(registry: string, realm: URL): RegistryError {
  return new RegistryError(
    'REGISTRY_REFUSED',
    `${registry} wants its login to be sent to the token server ${realm.host}, which is another party`,
    { hint: `if ${realm.host} belongs to ${registry}, allow it as a token server` },
  );
}

export function isLoopbackName(hostname: string): boolean {
  const address = literalAddress(hostname);
  return address === undefined
    ? hostname === 'localhost' || hostname.endsWith('.localhost')
    : classifyAddress(address) === 'loopback';
}

/** Second-level names under which country registries hand out names. */
const SHARED_SECOND_LEVEL = /^(?:ac|co|com|ed|edu|gob|gov|go|gouv|gv|id|ltd|me|mil|ne|net|nom|or|org|plc|sch)$/;

/** Names under which unrelated customers get names: nobody there is trusted for a neighbour. */
const SHARED_SUFFIXES = [
  'amazonaws.com',
  'appspot.com',
  'azurecr.io',
  'azure.com',
  'azurewebsites.net',
  'cloudfront.net',
  'digitaloceanspaces.com',
  'fly.dev',
  'github.dev',
  'github.io',
  'gitlab.io',
  'googleapis.com',
  'herokuapp.com',
  'jfrog.io',
  'netlify.app',
  'ngrok.io',
  'ngrok-free.app',
  'nip.io',
  'onrender.com',
  'pages.dev',
  'pkg.dev',
  'run.app',
  'sslip.io',
  'svc.cluster.local',
  'trycloudflare.com',
  'vercel.app',
  'windows.net',
  'workers.dev',
];

/**
 * The part of a host name that one owner holds: the last two labels, or three under such as `co.uk`.
 * Undefined for addresses, names of one label and shared names. An approximation of the public suffix list that errs on refusing.
 */
export function registrableName(hostname: string): string | undefined {
  if (literalAddress(hostname) !== undefined) return undefined;
  const host = hostname.replace(/\.$/, '');
  const labels = host.split('.');
  if (SHARED_SUFFIXES.some((suffix) => host === suffix || host.endsWith(`.${suffix}`))) return undefined;
  const country = labels.length > 2 && labels.at(-1)?.length === 2 && SHARED_SECOND_LEVEL.test(labels.at(-2) as string);
  const count = country ? 3 : 2;
  return labels.length < count ? undefined : labels.slice(-count).join('.');
}
