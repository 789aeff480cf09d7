import type { Image, ImageStream, NamedTagEventList } from '../objects/image-stream.ts';
import { timeOf } from './age.ts';
import { exceedsLimit } from './size-limit.ts';
import type { UsedReferences } from './used-references.ts';

/** What is to be kept whether it is used or not. */
export interface PruneOptions {
  /** Milliseconds since the epoch: what was made later is kept. Not looked at with `sizeLimits`. */
  keepAfter: number;
  /** How many of each tag's newest images are kept. Not looked at with `sizeLimits`. */
  keepTagRevisions: number;
  /** Bytes by namespace: only images that are larger are pruned. Absent: size does not count. */
  sizeLimits?: ReadonlyMap<string, number> | undefined;
  /** False: only images that were pushed to an integrated registry are deleted. */
  allImages: boolean;
}

/** All Image objects by name. */
export type Images = ReadonlyMap<string, Image>;

export interface PrunedStream {
  /** The stream with the history that is left. The same object when nothing is dropped. */
  stream: ImageStream;
  /** How many items of its history were dropped. */
  dropped: number;
}

/**
 * What pruning leaves of a stream's history (image-stream model 8, stage 1). A stream that is younger than the threshold
 * is left alone. When anything is dropped, tags without items leave the status with their conditions; the spec stays.
 * Changes none of its arguments.
 */
export function pruneHistory(
  stream: ImageStream,
  images: Images,
  used: UsedReferences,
  options: PruneOptions,
): PrunedStream {
  if (!options.sizeLimits && timeOf(stream.metadata.creationTimestamp) > options.keepAfter)
    return { stream, dropped: 0 };
  let dropped = 0;
  const tags: NamedTagEventList[] = [];
  for (const list of stream.status.tags ?? []) {
    const items = (list.items ?? []).filter((_, revision) => isKept(stream, list, revision, images, used, options));
    dropped += (list.items?.length ?? 0) - items.length;
    if (items.length > 0) tags.push({ ...list, items });
  }
  if (dropped === 0) return { stream, dropped };
  const { tags: _all, ...status } = stream.status;
  return { stream: { ...stream, status: { ...status, ...(tags.length > 0 ? { tags } : {}) } }, dropped };
}

/** The first rule that matches decides. */
function isKept(
  stream: ImageStream,
  { tag, items }: NamedTagEventList,
  revision: number,
  images: Images,
  used: UsedReferences,
  options: PruneOptions,
): boolean {
  const { name, namespace = '' } = stream.metadata;
  const item = items?.[revision];
  if (!item) return false;
  if (!options.sizeLimits && timeOf(item.created) > options.keepAfter) return true;
  if (revision === 0 && used.hasTag(namespace, name, tag)) return true;
  const image = images.get(item.image);
  if (!image) return false;
  if (options.sizeLimits) {
    if (!exceedsLimit(image, options.sizeLimits.get(namespace))) return true;
  } else if (revision < options.keepTagRevisions) return true;
  return used.hasImage(namespace, name, item.image);
}

/**
 * The names of the Image objects that nothing needs any more, sorted (image-stream model 8, stage 2).
 *
 * @param streams every stream of every namespace, with the history that is left
 * @param waiting images that tags are to get later
 */
export function unusedImages(
  streams: readonly ImageStream[],
  images: Images,
  options: PruneOptions,
  waiting: readonly string[] = [],
): string[] {
  const kept = new Set<string>(waiting);
  for (const stream of streams) {
    for (const { items } of stream.status.tags ?? []) for (const item of items ?? []) kept.add(item.image);
  }
  for (const [name, image] of images) if (isKeptUnused(image, options)) kept.add(name);
  // A Set goes on to what is added while it is walked: children of children are found too.
  for (const name of kept) for (const child of images.get(name)?.dockerImageManifests ?? []) kept.add(child.digest);
  return [...images.keys()].filter((name) => !kept.has(name)).sort();
}

function isKeptUnused({ metadata }: Image, options: PruneOptions): boolean {
  if (!options.allImages && metadata.annotations?.['openshift.io/image.managed'] !== 'true') return true;
  return !options.sizeLimits && timeOf(metadata.creationTimestamp) > options.keepAfter;
}
