import type { RepositoryAddress } from '../../core/ports/registry.ts';
import { RegistryError } from '../../errors.ts';

const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/;
const NAME = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;

/** Docker Hub's name in references, and the host that speaks the registry protocol. */
const HUB = 'docker.io';
const HUB_HOST = 'registry-1.docker.io';

/**
 * The URL of a registry's host, with the path `/`. Docker Hub is contacted as `registry-1.docker.io`.
 * Fails with REGISTRY_REFUSED for a text that is no host.
 */
export function registryUrl(registry: string, scheme: 'https' | 'http'): URL {
  const host = registry === HUB || registry === `index.${HUB}` ? HUB_HOST : registry;
  const text = `${scheme}://${host}`;
  if (!HOST.test(host) || !URL.canParse(text)) {
    throw new RegistryError('REGISTRY_REFUSED', `${JSON.stringify(registry)} is not the name of a host`);
  }
  return new URL(text);
}

/**
 * The path of a resource: `/v2/<repository>/<rest>`. Repository names are checked by their grammar, and the built URL is
 * compared with what was meant, since URLs fold `..` (registry client S13). Fails with REGISTRY_REFUSED.
 */
export function resourceUrl(base: URL, { registry, repository }: RepositoryAddress, rest: string): URL {
  if (!NAME.test(repository) || repository.length > 255) {
    throw new RegistryError('REGISTRY_REFUSED', `${JSON.stringify(repository)} is not the name of a repository`);
  }
  const path = `/v2/${repository}/${rest}`;
  const url = new URL(path, base);
  if (url.origin !== base.origin || url.pathname !== path || url.search !== '' || url.hash !== '') {
    throw new RegistryError('REGISTRY_REFUSED', `${registry}/${repository} makes no safe address`);
  }
  return url;
}

/** Docker Hub counts pulls by manifest GETs; a HEAD is free. */
export function isMeteredByName(registry: string): boolean {
  return registry === HUB;
}
