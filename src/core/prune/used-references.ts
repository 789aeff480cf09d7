import { isAppError } from '../../errors.ts';
import { ownValue } from '../json/json-object.ts';
import { KINDS, type ResourceKind } from '../kinds/kinds.ts';
import type { KubeObject } from '../objects/meta.ts';
import { POD_TEMPLATES } from '../objects/pod-template.ts';
import { parseImageStreamImageName, parseImageStreamTagName } from '../references/names.ts';
import { parseReference } from '../references/reference.ts';
import { timeOf } from './age.ts';

/** Kinds with a build strategy. */
const BUILDS = ['build.openshift.io/Build', 'build.openshift.io/BuildConfig'];

/** Every kind whose objects can use an image. */
export const REFERRING_KINDS: readonly ResourceKind[] = [...Object.keys(POD_TEMPLATES), ...BUILDS].map(
  (name) => KINDS.find(({ group, kind }) => `${group}/${kind}` === name) as ResourceKind,
);

/** What the objects of the store use of streams, whatever the registry that they name. */
export interface UsedReferences {
  /** Whether a tag is used by name. */
  hasTag(namespace: string, stream: string, tag: string): boolean;
  /** Whether an image is used by its digest, as part of this stream. */
  hasImage(namespace: string, stream: string, digest: string): boolean;
  /** One sentence for each reference that cannot be read, naming its object. */
  invalid: readonly string[];
}

interface Found {
  tags: Set<string>;
  images: Set<string>;
  invalid: string[];
}

/**
 * Collects the references of workloads and builds (image-stream model 8).
 * A pod that has ended counts while it is younger than the threshold.
 *
 * @param keepAfter milliseconds since the epoch: what was made later is young
 */
export function usedReferences(
  referrers: readonly { kind: ResourceKind; objects: readonly KubeObject[] }[],
  keepAfter: number,
): UsedReferences {
  const found: Found = { tags: new Set(), images: new Set(), invalid: [] };
  const byKind = new Map(referrers.map(({ kind, objects }) => [`${kind.group}/${kind.kind}`, objects]));
  for (const [kind, path] of Object.entries(POD_TEMPLATES)) {
    for (const object of byKind.get(kind) ?? []) {
      if (kind === '/Pod' && hasEnded(object) && timeOf(object.metadata.creationTimestamp) < keepAfter) continue;
      addPodSpec(found, object, valueAt(object, [...path, 'spec']));
    }
  }
  for (const kind of BUILDS) for (const object of byKind.get(kind) ?? []) addBuildStrategy(found, object);
  return {
    hasTag: (namespace, stream, tag) => found.tags.has(`${namespace}/${stream}:${tag}`),
    hasImage: (namespace, stream, digest) => found.images.has(`${namespace}/${stream}@${digest}`),
    invalid: found.invalid,
  };
}

/** A pod without a phase has only just been written: the API server would call it pending. */
function hasEnded(pod: KubeObject): boolean {
  const phase = valueAt(pod, ['status', 'phase']);
  return typeof phase === 'string' && !['', 'Pending', 'Running'].includes(phase);
}

function addPodSpec(found: Found, object: KubeObject, spec: unknown): void {
  for (const [list, label] of [
    ['initContainers', 'init container'],
    ['containers', 'container'],
  ] as const) {
    const containers = valueAt(spec, [list]);
    if (!Array.isArray(containers)) continue;
    for (const container of containers) {
      const image = valueAt(container, ['image']);
      if (typeof image !== 'string') continue;
      addImage(found, object, `${label} ${String(valueAt(container, ['name']) ?? '')}`, image);
    }
  }
}

function addBuildStrategy(found: Found, object: KubeObject): void {
  const strategy = valueAt(object, ['spec', 'strategy']);
  const from = ['sourceStrategy', 'dockerStrategy', 'customStrategy']
    .map((name) => valueAt(strategy, [name, 'from']))
    .find((value) => value !== undefined && value !== null);
  const [kind, name] = [valueAt(from, ['kind']), valueAt(from, ['name'])];
  if (typeof name !== 'string') return;
  const namespace = valueAt(from, ['namespace']) || object.metadata.namespace || '';
  if (kind === 'DockerImage') addImage(found, object, '', name);
  else if (kind === 'ImageStreamImage') {
    const read = readable(found, object, '', kind, name, parseImageStreamImageName);
    if (read) found.images.add(`${namespace}/${read.stream}@${read.id}`);
  } else if (kind === 'ImageStreamTag') {
    const read = readable(found, object, '', kind, name, parseImageStreamTagName);
    if (read) found.tags.add(`${namespace}/${read.stream}:${read.tag}`);
  }
}

/** Only `host/namespace/name` can mean a stream; the host is not looked at, so that rather too much is kept. */
function addImage(found: Found, object: KubeObject, place: string, text: string): void {
  if (text.trim() === '') return;
  const ref = readable(found, object, place, 'image', text, parseReference);
  if (!ref || ref.registry === '' || ref.namespace === '' || ref.name.includes('/')) return;
  const path = `${ref.namespace}/${ref.name}`;
  if (ref.id === '') found.tags.add(`${path}:${ref.tag || 'latest'}`);
  else found.images.add(`${path}@${ref.id}`);
}

function readable<T>(
  found: Found,
  object: KubeObject,
  place: string,
  target: string,
  text: string,
  parse: (text: string) => T,
): T | undefined {
  try {
    return parse(text);
  } catch (error) {
    if (!isAppError(error, 'ARGUMENT')) throw error;
    const { name, namespace } = object.metadata;
    const owner = `${object.kind.toLowerCase()}/${name}${namespace ? ` namespace=${namespace}` : ''}`;
    const where = place ? `${owner}: ${place}` : owner;
    found.invalid.push(`${where}: invalid ${target} reference ${JSON.stringify(text)}: ${error.message}`);
    return undefined;
  }
}

/** Stored objects are what users wrote: nothing about their shape is certain. */
function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(ownValue, value);
}
