import type { JsonObject } from '../core/json/json-object.ts';
import { HUB_HOSTS, HUB_SERVER } from '../core/logins/docker-config.ts';

/** A repository as credential files and helpers name it. */
export interface CredentialKeys {
  /** Keys with a path, with and without a slash at the end, the longest first: the repository itself, then the namespaces around it. */
  paths: string[];
  /** Keys that mean the whole host; more than one for Docker Hub only. */
  hosts: string[];
  /** What a credential helper is asked for. */
  server: string;
}

/**
 * The keys that may hold the login for a repository. A key with a path is one of these or none: it never matches
 * another repository (registry-client 8.4 CR2, CR3).
 *
 * @param registry host with port; every name of Docker Hub is one identity
 */
export function credentialKeys(registry: string, repository: string): CredentialKeys {
  const hub = isHub(registry);
  const names: readonly string[] = hub ? HUB_HOSTS : [registry];
  const segments = repository.split('/').filter((segment) => segment !== '');
  const prefixes = segments.map((_, index) => segments.slice(0, segments.length - index).join('/'));
  return {
    paths: prefixes.flatMap((prefix) => names.flatMap((name) => [`${name}/${prefix}`, `${name}/${prefix}/`])),
    hosts: hub ? [HUB_HOSTS[0], HUB_SERVER, ...HUB_HOSTS.slice(1)] : [registry],
    server: hub ? HUB_SERVER : registry,
  };
}

/**
 * The keys of a file that mean a registry as a whole without being its plain name: Docker reduces what people write to the
 * host (CR2). A URL's path is that of its API and not a repository, so scheme and path are dropped; without a scheme a path
 * may be a repository of podman's, and is dropped only where it is no more than the version of the API.
 */
export function hostForms(keys: JsonObject, registry: string): string[] {
  return Object.keys(keys).filter((key) => {
    if (key === registry) return false;
    const host = reducedHost(key);
    return host !== undefined && (host === registry || (isHub(registry) && isHub(host)));
  });
}

/** The host that a key means as a whole; undefined for one of a repository. */
export function reducedHost(key: string): string | undefined {
  return (/^https?:\/\/([^/]+)/i.exec(key) ?? /^([^/]+)(?:\/+(?:v[12]\/*)?)?$/.exec(key))?.[1];
}

function isHub(host: string): boolean {
  return HUB_HOSTS.some((name) => name === host);
}
