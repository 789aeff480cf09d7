import { isAppError } from '../../errors.ts';
import { isJsonObject } from '../json/json-object.ts';
import type { ImageStream, TagReference } from '../objects/image-stream.ts';
import type { ObjectReference } from '../objects/meta.ts';
import { type TagSource, tagSourceOf } from '../stream/tag-source.ts';
import { keyOfObject } from './project-objects.ts';
import { type TagState, tagKey } from './tag-state.ts';

/** What a spec tag says that it has its image from; undefined for a registry, and for what cannot be read. */
export function sourceOf({ metadata }: Pick<ImageStream, 'metadata'>, tag: TagReference): TagSource | undefined {
  try {
    return tagSourceOf(tag, { namespace: metadata.namespace ?? '', name: metadata.name });
  } catch (error) {
    if (isAppError(error, 'ARGUMENT')) return undefined;
    throw error;
  }
}

/** The tag that a source names. */
export const keyOfSource = ({ namespace, stream, part }: TagSource) => tagKey(namespace, stream, part);

/** What a tag takes its images from, or would if it were not pinned: a pull spec, or another tag. */
export function followed({
  namespace,
  stream,
  tag,
  from,
  pin,
}: TagState): { pullSpec: string } | { key: string } | undefined {
  if (!pin) {
    if (from.type === 'registry') return from.reference ? undefined : { pullSpec: from.pullSpec };
    return from.type === 'tag' ? { key: from.key } : undefined;
  }
  const source = pin.followed?.from;
  if (!isReference(source)) return undefined;
  if (source.kind === 'DockerImage') return { pullSpec: source.name };
  if (source.kind !== 'ImageStreamTag') return undefined;
  const { importPolicy } = pin.followed ?? { importPolicy: {} };
  const spec: TagReference = {
    name: tag,
    annotations: null,
    from: source,
    generation: null,
    importPolicy,
    referencePolicy: { type: '' },
  };
  const read = sourceOf({ metadata: { name: stream, namespace } }, spec);
  return read && { key: keyOfSource(read) };
}

/** What a pin says of its source is a stranger's text. */
function isReference(source: unknown): source is ObjectReference {
  return isJsonObject(source) && typeof source.kind === 'string' && typeof source.name === 'string';
}

/** The tag that a tag follows, or is to follow again when it is unpinned; by its `tagKey`. */
export function leaderOf(state: TagState): string | undefined {
  const source = followed(state);
  return source && 'key' in source ? source.key : undefined;
}

/** The streams of `namespace/name` that tags name and that are not among these, at most so many. */
export function foreignStreams(streams: readonly ImageStream[], limit: number): Set<string> {
  const own = new Set(streams.map(keyOfObject));
  const missing = new Set<string>();
  for (const stream of streams) {
    for (const spec of stream.spec.tags ?? []) {
      const source = spec.from?.kind === 'ImageStreamTag' ? sourceOf(stream, spec) : undefined;
      const key = source && `${source.namespace}/${source.stream}`;
      if (key !== undefined && !own.has(key) && missing.size < limit) missing.add(key);
    }
  }
  return missing;
}
