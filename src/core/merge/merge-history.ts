import { sortedBy } from '../byte-order.ts';
import { PINS_KEPT } from '../history/record-news.ts';
import type { JsonObject } from '../json/json-object.ts';
import { sameJson } from '../json/json-value.ts';
import type {
  ImageStreamHistory,
  PinRecord,
  RevisionRecord,
  TagRecord,
  WaitingImage,
} from '../objects/image-stream-history.ts';
import type { Contradictions, Side } from './contradiction.ts';
import { mergeEvents, newestSide, type Sides } from './merge-events.ts';
import { mergeObjects } from './merge-fields.ts';
import { mergeMetadata } from './merge-metadata.ts';

/** What brings an image without anybody having pointed the tag elsewhere. */
const AUTOMATIC = /^(import|scheduled import|follows .*)$/;

/**
 * Merges two versions of a stream's history, tag by tag and revision by revision, in the order that `mergeStreams` gives
 * their events. Numbers that were given out on one side stay; where both sides gave out the same one, the later image gets
 * the next. Everybody who did something is still named.
 */
export function mergeHistories(
  base: ImageStreamHistory | undefined,
  ours: ImageStreamHistory,
  theirs: ImageStreamHistory,
  found: Contradictions,
): ImageStreamHistory {
  const [o, a, b] = [recordsOf(base), recordsOf(ours), recordsOf(theirs)];
  const tags = [...new Set([...a.keys(), ...b.keys()])].flatMap(
    (tag) => mergeRecord(o.get(tag), a.get(tag), b.get(tag)) ?? [],
  );
  const [x, y, z] = [base ?? {}, ours, theirs] as unknown as [JsonObject, JsonObject, JsonObject];
  return mergeObjects(x, y, z, '', found, false, {
    metadata: (p, q, r) => mergeMetadata(p, q, r, found),
    tags: () => sortedBy(tags, ({ tag }) => tag),
  }) as unknown as ImageStreamHistory;
}

function recordsOf(history: ImageStreamHistory | undefined): Map<string, TagRecord> {
  return new Map((history?.tags ?? []).map((record) => [record.tag, record]));
}

function mergeRecord(
  base: TagRecord | undefined,
  ours: TagRecord | undefined,
  theirs: TagRecord | undefined,
): TagRecord | undefined {
  if (sameJson(ours, theirs) || (base && sameJson(theirs, base))) return ours;
  if (base && sameJson(ours, base)) return theirs;
  // A tag that was removed on one side and changed on the other is a contradiction in its stream: nothing is lost here.
  if (!ours || !theirs) return ours ?? theirs;
  const sides = { base: base?.items ?? [], ours: ours.items, theirs: theirs.items };
  const last = lastOf(base, ours, theirs, sides);
  const items = numbered(held(mergeEvents(sides, last, combined), heldImage(base, ours, theirs, last)));
  const newest = last ?? newestSide(sides);
  const [taken, other] =
    newest === 'theirs' ? [theirs, ours] : newest === 'ours' ? [ours, theirs] : inOrder(ours, theirs);
  const {
    pins: _pins,
    waiting: _waiting,
    pinned: _pinned,
    source: _source,
    ...unknown
  } = { ...base, ...other, ...taken };
  const pins = merged(base?.pins, ours.pins, theirs.pins, pinKey, ({ at }) => at).slice(0, PINS_KEPT);
  const waiting = stillWaiting(
    merged(base?.waiting, ours.waiting, theirs.waiting, waitingKey, ({ seen }) => seen),
    items,
  );
  const pinned = heldImage(base, ours, theirs, last);
  const source =
    ours.source === base?.source ? theirs.source : theirs.source === base?.source ? ours.source : taken.source;
  return {
    ...unknown,
    tag: ours.tag,
    revisions: Math.max(ours.revisions, theirs.revisions, items[0]?.revision ?? 0),
    items,
    ...(pinned === undefined ? {} : { pinned }),
    ...(source === undefined ? {} : { source }),
    ...(pins.length > 0 ? { pins } : {}),
    ...(waiting.length > 0 ? { waiting } : {}),
  };
}

/** The side whose choice counts whatever the times say, as the spec of the tag tells it to `mergeSpecTag`. */
function lastOf(
  base: TagRecord | undefined,
  ours: TagRecord,
  theirs: TagRecord,
  sides: Sides<RevisionRecord>,
): Side | undefined {
  const [was, a, b] = [base?.pinned, ours.pinned, theirs.pinned];
  if (a !== b) {
    if (was === a) return 'theirs';
    if (was === b) return 'ours';
    if (a === undefined || b === undefined) return a === undefined ? 'theirs' : 'ours';
    return newestSide(sides);
  }
  if (a !== undefined) return undefined;
  const known = new Set(sides.base.map(({ created, image }) => `${created} ${image}`));
  const isChoice = ({ created, image, cause }: RevisionRecord) =>
    !known.has(`${created} ${image}`) && cause !== undefined && !AUTOMATIC.test(cause);
  const [chose, choseToo] = [sides.ours.some(isChoice), sides.theirs.some(isChoice)];
  if (chose === choseToo) return chose ? newestSide(sides) : undefined;
  return chose ? 'ours' : 'theirs';
}

function heldImage(base: TagRecord | undefined, ours: TagRecord, theirs: TagRecord, last: Side | undefined) {
  if (ours.pinned === theirs.pinned) return ours.pinned;
  return (last ?? (ours.pinned === base?.pinned ? 'theirs' : 'ours')) === 'ours' ? ours.pinned : theirs.pinned;
}

/** What a tag is held at is what it has. */
function held(items: RevisionRecord[], image: string | undefined): RevisionRecord[] {
  const at = image === undefined ? 0 : items.findIndex((item) => item.image === image);
  return at <= 0 ? items : [items[at] as RevisionRecord, ...items.toSpliced(at, 1)];
}

function numbered(items: readonly RevisionRecord[]): RevisionRecord[] {
  let number = 0;
  return items
    .toReversed()
    .map((item) => {
      number = Math.max(item.revision, number + 1);
      return { ...item, revision: number };
    })
    .reverse();
}

/** One revision on both sides: who was first says who and why; nobody's word goes before anybody's silence. */
function combined(base: RevisionRecord | undefined, ours: RevisionRecord, theirs: RevisionRecord): RevisionRecord {
  if (base && sameJson(theirs, base)) return ours;
  if (base && sameJson(ours, base)) return theirs;
  const [first, second] = [ours, theirs].sort((a, b) => compare(orderOf(a), orderOf(b))) as [
    RevisionRecord,
    RevisionRecord,
  ];
  return { ...second, ...first, revision: Math.max(ours.revision, theirs.revision) };
}

const orderOf = (item: RevisionRecord) =>
  `${item.cause === undefined ? 1 : 0} ${item.seen ?? '9999'} ${item.by ?? ''} ${JSON.stringify(item)}`;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function inOrder(ours: TagRecord, theirs: TagRecord): [TagRecord, TagRecord] {
  return compare(JSON.stringify(ours), JSON.stringify(theirs)) <= 0 ? [ours, theirs] : [theirs, ours];
}

/** What either side has, without what either side has removed; newest first. */
function merged<T>(
  base: readonly T[] = [],
  ours: readonly T[] = [],
  theirs: readonly T[] = [],
  key: (item: T) => string,
  time: (item: T) => string,
): T[] {
  const [o, a, b] = [base, ours, theirs].map((items) => new Map(items.map((item) => [key(item), item]))) as [
    Map<string, T>,
    Map<string, T>,
    Map<string, T>,
  ];
  const items = [...new Set([...a.keys(), ...b.keys()])].flatMap((name) => {
    const [x, y] = [a.get(name), b.get(name)];
    if (x !== undefined && y !== undefined) return compare(time(x), time(y)) <= 0 ? x : y;
    return o.has(name) ? [] : ((x ?? y) as T);
  });
  return items.sort((x, y) => compare(time(y), time(x)) || compare(key(x), key(y)));
}

const pinKey = ({ action, at, image, by = '' }: PinRecord) => `${at} ${action} ${image} ${by}`;
const waitingKey = ({ image }: WaitingImage) => image;

/** What the tag has got meanwhile does not wait, nor does what came before it. */
function stillWaiting(waiting: WaitingImage[], items: readonly RevisionRecord[]): WaitingImage[] {
  const at = waiting.findIndex(({ image }) => image === items[0]?.image);
  return at < 0 ? waiting : waiting.slice(0, at);
}
