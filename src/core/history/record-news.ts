import { sortedBy } from '../byte-order.ts';
import type { ImageStream } from '../objects/image-stream.ts';
import type {
  ChangeNote,
  ImageStreamHistory,
  PinRecord,
  RevisionRecord,
  TagRecord,
} from '../objects/image-stream-history.ts';
import { pinnedImage, pinOf } from '../stream/pin.ts';
import { specTag, statusTag } from '../stream/tag-history.ts';
import { minAgeOf } from './min-age.ts';
import type { StreamNews } from './news.ts';
import { type Revision, revisionsOf, sinceOf } from './revisions.ts';
import { recordOf } from './stored-history.ts';

/** How many pins without an image are kept of a tag. */
export const PINS_KEPT = 20;

/** The circumstances of a write. */
export interface Change {
  /** RFC 3339 in UTC. */
  now: string;
  /** What was done, in words; absent where nobody knows. */
  cause?: string | undefined;
  note: ChangeNote;
}

/**
 * The history after a write of its stream. Events that others have recorded keep what they say; an event that nobody
 * has said anything of gets who and why when it is one of the news. Records whose events were pruned go, their numbers
 * are not given out again.
 *
 * @param stream as it is now: perhaps somebody else wrote it since
 */
export function recordNews(
  history: ImageStreamHistory,
  stream: ImageStream,
  news: StreamNews,
  change: Change,
): ImageStreamHistory {
  const records = new Map(history.tags.map((record) => [record.tag, record]));
  for (const { tag, event, follows } of news.events) {
    const cause = follows === undefined ? change.cause : `follows ${follows}`;
    const record = recorded(stream, tag, recordOf(history, tag));
    const isNew = (item: RevisionRecord) => item.image === event.image && item.created === event.created;
    const at = record.items.findIndex(isNew);
    if (at < 0) continue;
    const next = withEvent(record, at, { ...change, cause });
    const spec = specTag(stream, tag);
    records.set(tag, minAgeOf(spec?.annotations) === undefined && !pinOf(spec) ? withoutWaiting(next) : next);
  }
  for (const { tag, source } of news.moved) {
    const record = records.get(tag) ?? recorded(stream, tag, undefined);
    records.set(tag, { source, ...record });
  }
  for (const { tag, action, image } of news.pins) {
    const record = recorded(stream, tag, records.get(tag));
    const pin: PinRecord = { action, at: change.now, image, ...change.note };
    records.set(tag, { ...record, pins: [pin, ...(record.pins ?? [])].slice(0, PINS_KEPT) });
  }
  for (const tag of [...news.events, ...news.pins].map((one) => one.tag)) {
    const record = records.get(tag);
    if (record) records.set(tag, withPin(record, pinnedImage(specTag(stream, tag))));
  }
  for (const tag of news.removed) if (!statusTag(stream, tag) && !specTag(stream, tag)) records.delete(tag);
  return { ...history, tags: sortedBy([...records.values()], ({ tag }) => tag) };
}

function withPin({ pinned: _before, ...record }: TagRecord, image: string | undefined): TagRecord {
  return image === undefined ? record : { ...record, pinned: image };
}

/** The record of a tag with a revision for each event that the tag has now. */
export function recorded(stream: ImageStream, tag: string, known: TagRecord | undefined): TagRecord {
  const revisions = revisionsOf(statusTag(stream, tag)?.items ?? [], known);
  return {
    ...known,
    tag,
    revisions: Math.max(known?.revisions ?? 0, revisions[0]?.number ?? 0),
    items: revisions.map(itemOf),
  };
}

function itemOf({ number, event, record }: Revision): RevisionRecord {
  const { image, dockerImageReference, created } = event;
  return { ...record, revision: number, image, dockerImageReference, created };
}

function withEvent(record: TagRecord, at: number, { now, cause, note }: Change): TagRecord {
  const known = record.items[at] as RevisionRecord;
  const { waiting = [], pins = [], ...rest } = record;
  const waited = waiting.findIndex(({ image }) => image === known.image);
  const item: RevisionRecord =
    known.cause === undefined
      ? { ...known, seen: known.seen ?? waiting[waited]?.seen ?? now, ...(cause ? { cause } : {}), ...note }
      : known;
  const others = waited < 0 ? waiting : waiting.slice(0, waited);
  const left = withoutAnswered(pins, item, record.items[at + 1]);
  return {
    ...rest,
    items: record.items.with(at, item),
    ...(left.length > 0 ? { pins: left } : {}),
    ...(others.length > 0 ? { waiting: others } : {}),
  };
}

/** Nothing waits for a tag that takes what comes. */
function withoutWaiting({ waiting: _waiting, source: _source, ...record }: TagRecord): TagRecord {
  return record;
}

/** An unpin that brought an image is told by the image's revision. */
function withoutAnswered(pins: PinRecord[], item: RevisionRecord, before: RevisionRecord | undefined): PinRecord[] {
  const [newest, ...older] = pins;
  if (!newest || newest.action !== item.cause) return pins;
  const since = before && Date.parse(sinceOf({ event: { ...before, generation: 0 }, record: before }));
  return since === undefined || Date.parse(newest.at) >= since ? older : pins;
}
