import { AppError } from '../errors.ts';
import { digestProblem, isDigest } from './digest.ts';
import { matchReference, type ReferenceParts } from './reference-grammar.ts';

/**
 * A container image reference as OpenShift reads it (image-stream model, section 1): five strings, no defaults.
 * An empty string is a part that was not written.
 */
export interface Reference {
  /** `host[:port]`. A text that is only a host is kept here whole, with whatever follows it. */
  readonly registry: string;
  readonly namespace: string;
  /** May hold slashes. Empty in a reference that is only a host. */
  readonly name: string;
  readonly tag: string;
  /** A digest. */
  readonly id: string;
}

const MAX_NAME_LENGTH = 255;

/** Parses a pull spec. Fails with ARGUMENT in the words of the image API (image-stream model 1.2). */
export function parseReference(text: string): Reference {
  const parts = matchReference(text);
  const problem = problemOf(text, parts);
  if (parts === undefined || problem !== undefined) throw new AppError('ARGUMENT', problem ?? '');
  return split(text, parts);
}

/** Why a text is not a pull spec, or undefined when it is one. */
export function referenceProblem(text: string): string | undefined {
  return problemOf(text, matchReference(text));
}

function problemOf(text: string, parts: ReferenceParts | undefined): string | undefined {
  if (parts === undefined) {
    if (text === '') return 'repository name must have at least one component';
    return matchReference(lowered(text)) ? 'repository name must be lowercase' : 'invalid reference format';
  }
  if (parts.name.length > MAX_NAME_LENGTH) {
    return `repository name must not be more than ${MAX_NAME_LENGTH} characters`;
  }
  return parts.digest === '' ? undefined : digestProblem(parts.digest);
}

/** Lower case as Go has it: one character for one. Only the dotted capital I differs, and it becomes a plain `i`. */
function lowered(text: string): string {
  return text.replaceAll('\u0130', 'i').toLowerCase();
}

/** The rules of image-stream model 1.3. */
function split(text: string, { name, tag, digest: id }: ReferenceParts): Reference {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  if (slash < 0) {
    if (!name.includes('.') && !name.startsWith('localhost')) return { registry: '', namespace: '', name, tag, id };
    return { registry: text, namespace: '', name: '', tag: '', id };
  }
  const isRegistry = first.includes('.') || first.includes(':') || first === 'localhost';
  const registry = isRegistry ? first : '';
  const path = isRegistry ? name.slice(slash + 1) : name;
  const end = path.indexOf('/');
  return { registry, namespace: path.slice(0, Math.max(end, 0)), name: path.slice(end + 1), tag, id };
}

/** `name@digest`, else `name:tag`, else `name`; empty without a name. An id that is no digest prints like a tag. */
export function nameString(ref: Reference): string {
  if (ref.name === '') return '';
  if (ref.id !== '') return `${ref.name}${isDigest(ref.id) ? '@' : ':'}${ref.id}`;
  return ref.tag === '' ? ref.name : `${ref.name}:${ref.tag}`;
}

/** `[registry/][namespace/]name[@digest|:tag]` without any default; empty without a name. A digest wins over a tag. */
export function exact(ref: Reference): string {
  const name = nameString(ref);
  if (name === '') return '';
  return `${ref.registry && `${ref.registry}/`}${ref.namespace && `${ref.namespace}/`}${name}`;
}

// What follows are other forms of a reference (image-stream model 1.5). Nothing of it happens on parsing.

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

/** Without the tag when it is `latest`. */
export function minimal(ref: Reference): Reference {
  return ref.tag === 'latest' ? { ...ref, tag: '' } : ref;
}

/** As the Docker daemon shows it: `docker.io` for all of Docker Hub, without `library` there, and without `latest`. */
export function daemonMinimal(ref: Reference): Reference {
  if (!isDockerHub(ref.registry)) return minimal(ref);
  const namespace = ref.namespace === 'library' ? '' : ref.namespace;
  return minimal({ ...ref, registry: DOCKER_HUB, namespace });
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

/** The exact form, and `library/` for a name directly below a written Docker Hub host. */
export function referenceString(ref: Reference): string {
  return exact(isDockerHub(ref.registry) && ref.namespace === '' ? { ...ref, namespace: 'library' } : ref);
}

/** `[namespace/]name`: the repository within its registry. */
export function repositoryName(ref: Reference): string {
  return ref.namespace === '' ? ref.name : `${ref.namespace}/${ref.name}`;
}

/** `https://host[:port]`, with the host that really serves Docker Hub. */
export function registryUrl(ref: Reference): string {
  return `https://${asV2(ref).registry}`;
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
