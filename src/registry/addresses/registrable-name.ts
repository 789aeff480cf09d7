import { getDomain } from 'tldts';

/**
 * Names of clouds and clusters under which unrelated customers get names, and that the public suffix list does not hold:
 * nobody there is trusted for a neighbour.
 */
const SHARED_SUFFIXES = [
  'amazonaws.com',
  'azure.com',
  'azurecr.io',
  'github.dev',
  'jfrog.io',
  'nip.io',
  'pkg.dev',
  'sslip.io',
  'svc.cluster.local',
  'windows.net',
];

/**
 * The part of a host name that one owner holds, by the public suffix list with its private section. Undefined for names of
 * one label, public suffixes, and names of `SHARED_SUFFIXES`.
 */
export function registrableName(hostname: string): string | undefined {
  const host = hostname.replace(/\.$/, '');
  if (SHARED_SUFFIXES.some((suffix) => host === suffix || host.endsWith(`.${suffix}`))) return undefined;
  return getDomain(host, { allowPrivateDomains: true, extractHostname: false, validateHostname: false }) ?? undefined;
}
