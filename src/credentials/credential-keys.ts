import { HUB_HOSTS, HUB_SERVER, type JsonObject } from '../core/docker-config.ts';

/** A repository as credential files and helpers name it. */
export interface CredentialKeys {
  /** Keys with a path, the longest first: the repository itself, then the namespaces around it. */
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
    paths: prefixes.flatMap((prefix) => names.map((name) => `${name}/${prefix}`)),
    hosts: hub ? [HUB_HOSTS[0], HUB_SERVER, ...HUB_HOSTS.slice(1)] : [registry],
    server: hub ? HUB_SERVER : registry,
  };
}

/**
 * The keys of a file that are URLs of the registry. Docker writes the server's URL, whose path is that of its API and
 * not a repository, so scheme and path are dropped (CR2).
 */
export function urlKeys(auths: JsonObject, registry: string): string[] {
  return Object.keys(auths).filter((key) => {
    const host = /^https?:\/\/([^/]+)/i.exec(key)?.[1];
    return host !== undefined && (host === registry || (isHub(registry) && isHub(host)));
  });
}

function isHub(host: string): boolean {
  return HUB_HOSTS.some((name) => name === host);
}
