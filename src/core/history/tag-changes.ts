import type { ImageStream, NamedTagEventList } from '../objects/image-stream.ts';
import type { ChangeNote, ImageStreamHistory, TagRecord } from '../objects/image-stream-history.ts';
import { orderTags } from '../references/tag-order.ts';
import { statusTags } from '../stream/tag-history.ts';
import { revisionsOf, sinceOf } from './revisions.ts';

/** Something that happened to a tag, as one of many. */
export interface TagChange extends ChangeNote {
  /** It got an image, was pinned or unpinned without getting one, or has found one that is not old enough yet. */
  type: 'image' | 'pin' | 'unpin' | 'waiting';
  /** When: RFC 3339 in UTC. */
  at: string;
  namespace: string;
  stream: string;
  tag: string;
  /** Of an image that it got. */
  revision?: number;
  /** Whether the tag has this image now. */
  current?: true;
  image: string;
  dockerImageReference?: string;
  /** The image before. */
  previous?: string;
  /** What brought it, in words. */
  cause?: string;
}

/**
 * What happened to the tags of a stream, tag by tag in the order of `describe`, each newest first. What was deleted has left
 * nothing behind.
 *
 * @param history what is recorded beside the stream
 * @param only a tag that alone counts
 */
export function changesOf(stream: ImageStream, history: ImageStreamHistory | undefined, only?: string): TagChange[] {
  const lists = statusTags(stream);
  const records = new Map((history?.tags ?? []).map((record) => [record.tag, record]));
  const tags = new Set([...lists.keys(), ...records.keys()]);
  const wanted = only === undefined ? orderTags([...tags]) : tags.has(only) ? [only] : [];
  return wanted.flatMap((tag) => changesOfTag(stream, tag, lists.get(tag), records.get(tag)));
}

function changesOfTag(
  { metadata }: ImageStream,
  tag: string,
  list: NamedTagEventList | undefined,
  record: TagRecord | undefined,
): TagChange[] {
  const place = { namespace: metadata.namespace ?? '', stream: metadata.name, tag };
  const waits = (record?.waiting ?? []).map(
    ({ image, dockerImageReference, seen }): TagChange => ({
      type: 'waiting',
      at: seen,
      ...place,
      image,
      dockerImageReference,
    }),
  );
  const revisions = revisionsOf(list?.items ?? [], record);
  const images = revisions.map((revision, index): TagChange => {
    const { image, dockerImageReference } = revision.event;
    const previous = revisions[index + 1]?.event.image;
    return {
      type: 'image',
      at: sinceOf(revision),
      ...place,
      revision: revision.number,
      ...(index === 0 ? { current: true } : {}),
      image,
      dockerImageReference,
      ...(previous ? { previous } : {}),
      ...noteOf({ ...revision.record }),
    };
  });
  const acts = (record?.pins ?? []).map(
    ({ action, at, image, ...note }): TagChange => ({ type: action, at, ...place, image, ...noteOf(note) }),
  );
  return [...waits, ...images, ...acts].toSorted((a, b) => timeOf(b) - timeOf(a));
}

/** What is said of a change, from a record that anybody may have written. */
function noteOf(note: ChangeNote & { cause?: string }): ChangeNote & { cause?: string } {
  const { by, job, reason, cause } = note;
  const said = Object.entries({ by, job, reason, cause }).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(said);
}

/** Milliseconds since the epoch; what is no time is the oldest. */
export const timeOf = ({ at }: Pick<TagChange, 'at'>): number => Date.parse(at) || 0;
