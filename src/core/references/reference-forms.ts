import { isDigest } from '../images/digest.ts';
import type { Reference } from './reference.ts';

// Other forms of a reference (image-stream model 1.5): what Docker would make of it, a shorter one for people, and the
// address of its registry. Nothing of this happens on parsing.

const DOCKER_HUB = 'docker.io';
const DOCKER_HUB_V1 = 'index.docker.io';
const DOCKER_HUB_V2 = 'registry-1.docker.io';

/** Whether a registry is one of Docker Hub's three host names. */
export function isDockerHub(registry: string): boolean {
  return registry === DOCKER_HUB || registry === DOCKER_HUB_V1 || registry === DOCKER_HUB_V2;
}

/** What Docker would pull: registry `docker.io`, on Docker Hub the namespace `library`, and the tag `latest`. */
export function dockerClientDefaults(ref: Reference): Reference {
  const registry = ref.registry || DOCKER_HUB;
  const namespace = ref.namespace || (isDockerHub(registry) ? 'library' : '');
  return { ...ref, registry, namespace, tag: ref.tag || 'latest' };
}

/** Names the host that really serves Docker Hub's images. An empty registry stays empty. */
export function asV2(ref: Reference): Reference {
  if (ref.registry !== DOCKER_HUB && ref.registry !== DOCKER_HUB_V1) return ref;
  return { ...ref, registry: DOCKER_HUB_V2 };
}

/** Without tag and digest. */
export function asRepository(ref: Reference): Reference {
  return { ...ref, tag: '', id: '' };
}

/** Only one of tag and id: the digest wins; an id that is no digest is the tag where none is written. */
export function mostSpecific(ref: Reference): Reference {
  if (ref.id === '') return ref;
  if (isDigest(ref.id)) return { ...ref, tag: '' };
  return ref.tag === '' ? { ...ref, tag: ref.id, id: '' } : ref;
}

/** `[namespace/]name`: the repository within its registry. */
export function repositoryName(ref: Reference): string {
  return ref.namespace === '' ? ref.name : `${ref.namespace}/${ref.name}`;
}

/**
 * Host and port that access rules compare: the written port, else 80 when insecure and 443 when not. An empty registry
 * is `docker.io`, while a written `docker.io` is `registry-1.docker.io`: the image API makes that difference.
 */
export function registryHostPort(ref: Reference, insecure: boolean): { host: string; port: string } {
  const { registry } = dockerClientDefaults(asV2(ref));
  const colon = registry.indexOf(':');
  if (colon >= 0) return { host: registry.slice(0, colon), port: registry.slice(colon + 1) };
  return { host: registry, port: insecure ? '80' : '443' };
}

/** Whether two references mean the same to Docker. `index.docker.io` and `docker.io` are not unified. */
export function equalReferences(a: Reference, b: Reference): boolean {
  const [left, right] = [dockerClientDefaults(a), dockerClientDefaults(b)];
  return (
    left.registry === right.registry &&
    left.namespace === right.namespace &&
    left.name === right.name &&
    left.tag === right.tag &&
    left.id === right.id
  );
}
