import { sortedBy } from '../byte-order.ts';
import { minAgeOf } from '../history/min-age.ts';
import type { JsonObject } from '../json/json-object.ts';
import { copyJson, sameJson } from '../json/json-value.ts';
import type {
  ImageStream,
  NamedTagEventList,
  TagEvent,
  TagEventCondition,
  TagReference,
} from '../objects/image-stream.ts';
import { followedTag } from '../stream/followers.ts';
import { pinOf } from '../stream/pin.ts';
import { addTagEvent, latestEvent, observedIn, specTags, statusTags } from '../stream/tag-history.ts';
import type { Contradictions, Side } from './contradiction.ts';
import { mergeEvents, newestSide } from './merge-events.ts';
import { mergeObjects } from './merge-fields.ts';
import { mergeMetadata } from './merge-metadata.ts';
import { mergeSpecTag, withoutGeneration } from './merge-spec-tag.ts';

/** One tag of a stream: where it points, and what it has pointed at. */
interface Tag {
  spec: TagReference | undefined;
  list: NamedTagEventList | undefined;
}

/**
 * Merges two versions of a stream tag by tag (`mergeEvents`, `mergeSpecTag`). Generations stay in order: events never have
 * lower ones than those below them, and what was pending on the side that counts is pending. The stream's is the highest
 * one, and one more where its spec is neither side's.
 */
export function mergeStreams(
  base: ImageStream | undefined,
  ours: ImageStream,
  theirs: ImageStream,
  found: Contradictions,
): ImageStream {
  const [o, a, b] = [tagsOf(base), tagsOf(ours), tagsOf(theirs)];
  const merged = new Map<string, Tag>();
  for (const name of [...new Set([...a.keys(), ...b.keys()])].sort()) {
    const at = `${ours.metadata.name}:${name}`;
    merged.set(name, mergeTag(o.get(name), a.get(name) ?? NONE, b.get(name) ?? NONE, at, found));
  }
  const [bases, our, their] = [base, ours, theirs].map((stream) => (stream ?? {}) as unknown as JsonObject);
  const rest = mergeObjects(bases ?? {}, our ?? {}, their ?? {}, '', found, false, {
    metadata: (x, y, z) => mergeMetadata(x, y, z, found),
    spec: (x, y, z) => mergeObjects(json(x), json(y), json(z), 'spec', found, false, { tags: () => specsOf(merged) }),
    status: (x, y, z) =>
      mergeObjects(json(x), json(y), json(z), 'status', found, false, { tags: () => listsOf(merged) }),
  });
  const stream = copyJson(rest) as unknown as ImageStream;
  settleGeneration(stream, ours, theirs);
  followTogether(stream, [ours, theirs]);
  return stream;
}

const NONE: Tag = { spec: undefined, list: undefined };
const json = (value: unknown): JsonObject => (value ?? {}) as JsonObject;

function tagsOf(stream: ImageStream | undefined): Map<string, Tag> {
  if (!stream) return new Map();
  const [specs, lists] = [specTags(stream), statusTags(stream)];
  const names = [...new Set([...specs.keys(), ...lists.keys()])];
  return new Map(names.map((name) => [name, { spec: specs.get(name), list: lists.get(name) }]));
}

function specsOf(tags: ReadonlyMap<string, Tag>): TagReference[] | undefined {
  const specs = [...tags.values()].flatMap(({ spec }) => spec ?? []);
  return specs.length > 0 ? sortedBy(specs, ({ name }) => name) : undefined;
}

function listsOf(tags: ReadonlyMap<string, Tag>): NamedTagEventList[] | undefined {
  const lists = [...tags.values()].flatMap(({ list }) => list ?? []);
  return lists.length > 0 ? sortedBy(lists, ({ tag }) => tag) : undefined;
}

function mergeTag(base: Tag | undefined, ours: Tag, theirs: Tag, at: string, found: Contradictions): Tag {
  if (sameJson(ours, theirs) || (base && sameJson(theirs, base))) return ours;
  if (base && sameJson(ours, base)) return theirs;
  if (base && (isGone(ours) || isGone(theirs))) {
    const [left, gone] = isGone(ours) ? [theirs, ours] : [ours, theirs];
    if (!isMoved(base, left)) return gone;
    return found.choose(`the tag ${at} was removed on one side and changed on the other`, ours, theirs);
  }
  const sides = { base: eventsOf(base), ours: eventsOf(ours), theirs: eventsOf(theirs) };
  const specs = { base: base?.spec, ours: ours.spec, theirs: theirs.spec };
  const { spec, last } = mergeSpecTag(specs, newestSide(sides), at, found);
  const items = withGenerations(mergeEvents(sides, last, combined));
  const pinned = spec && pinOf(spec) ? items.findIndex(({ image }) => spec.from?.name.endsWith(`@${image}`)) : 0;
  if (pinned > 0) items.unshift(...items.splice(pinned, 1));
  const list = mergedList(base, ours, theirs, withGenerations(items), last ?? newestSide(sides));
  return { spec: spec && settled(spec, list, pendingOf(ours, theirs, last)), list };
}

/** Both in one object, whichever side is called ours. */
function inOneOrder<T extends object>(ours: T, theirs: T): T {
  return JSON.stringify(ours) <= JSON.stringify(theirs) ? { ...ours, ...theirs } : { ...theirs, ...ours };
}

const isGone = ({ spec, list }: Tag) => !spec && !list;

function isMoved(base: Tag, tag: Tag): boolean {
  const keys = (side: Tag) => eventsOf(side).map(({ created, image }) => `${created} ${image}`);
  return !sameJson(withoutGeneration(base.spec), withoutGeneration(tag.spec)) || !sameJson(keys(base), keys(tag));
}

const eventsOf = (tag: Tag | undefined): TagEvent[] => tag?.list?.items ?? [];

/** One event on both sides: an edit in place by either is kept; the generation is the higher one. */
function combined(base: TagEvent | undefined, ours: TagEvent, theirs: TagEvent): TagEvent {
  const references = [ours.dockerImageReference, theirs.dockerImageReference].sort();
  const news = references.find((reference) => reference !== base?.dockerImageReference);
  return {
    ...inOneOrder(ours, theirs),
    dockerImageReference: news ?? ours.dockerImageReference,
    generation: Math.max(ours.generation, theirs.generation),
  };
}

/** From the oldest on, none is lower than the one before. */
function withGenerations(items: readonly TagEvent[]): TagEvent[] {
  let least = 0;
  return items
    .toReversed()
    .map((event) => {
      least = Math.max(least, event.generation);
      return { ...event, generation: least };
    })
    .reverse();
}

function mergedList(
  base: Tag | undefined,
  ours: Tag,
  theirs: Tag,
  items: TagEvent[],
  newest: Side | undefined,
): NamedTagEventList | undefined {
  const lists = [base?.list, ours.list, theirs.list].flatMap((list) => list ?? []);
  const tag = lists[0]?.tag;
  if (tag === undefined) return undefined;
  const conditions = mergedConditions(base?.list?.conditions, ours.list?.conditions, theirs.list?.conditions, newest);
  const { conditions: _, ...unknown } = {
    ...base?.list,
    ...inOneOrder({ ...ours.list }, { ...theirs.list }),
  };
  if (items.length === 0 && !conditions) return undefined;
  return { ...unknown, tag, items: items.length > 0 ? items : null, ...(conditions ? { conditions } : {}) };
}

/** An image that came ends the failures before it; of two failures the later one is known. */
function mergedConditions(
  base: TagEventCondition[] | undefined,
  ours: TagEventCondition[] | undefined,
  theirs: TagEventCondition[] | undefined,
  newest: Side | undefined,
): TagEventCondition[] | undefined {
  if (sameJson(ours, theirs) || sameJson(theirs, base)) return ours;
  if (sameJson(ours, base)) return theirs;
  if (newest) return newest === 'ours' ? ours : theirs;
  const order = (conditions: TagEventCondition[] | undefined) =>
    conditions ? `${conditions[0]?.lastTransitionTime} ${JSON.stringify(conditions)}` : '';
  return order(ours) >= order(theirs) ? ours : theirs;
}

/** Whether an import is due. Where either side's source is as good, one that was answered is answered. */
function pendingOf(ours: Tag, theirs: Tag, last: Side | undefined): boolean {
  const isPending = ({ spec, list }: Tag) => (spec?.generation ?? Number.POSITIVE_INFINITY) > observedIn(list);
  if (last) return isPending(last === 'ours' ? ours : theirs);
  return isPending(ours) && isPending(theirs);
}

function settled(spec: TagReference, list: NamedTagEventList | undefined, pending: boolean): TagReference {
  const observed = observedIn(list);
  if (spec.generation === null || observed === 0) return spec;
  if (pending) return { ...spec, generation: Math.max(spec.generation, observed + 1) };
  return { ...spec, generation: Math.min(spec.generation, observed) };
}

function settleGeneration(stream: ImageStream, ours: ImageStream, theirs: ImageStream): void {
  const highest = [ours, theirs].map(({ metadata }) => metadata.generation ?? 0);
  const isNew = [ours, theirs].every((side) => !sameJson(wanted(side), wanted(stream)));
  const inside = (stream.spec.tags ?? []).map(({ generation }) => generation ?? 0);
  for (const { items } of stream.status.tags ?? []) inside.push(items?.[0]?.generation ?? 0);
  stream.metadata.generation = Math.max(Math.max(...highest) + (isNew ? 1 : 0), ...inside);
}

const wanted = ({ spec }: ImageStream) => ({ ...spec, tags: (spec.tags ?? []).map(withoutGeneration) });

/** An alias that had what its tag has, on either side, has what its tag has now. */
function followTogether(stream: ImageStream, sides: readonly ImageStream[]): void {
  const generation = stream.metadata.generation ?? 0;
  const aliases = (stream.spec.tags ?? []).flatMap((tag) => {
    const target = pinOf(tag) || minAgeOf(tag.annotations) !== undefined ? undefined : followedTag(tag, stream);
    const isInStep = (side: ImageStream) => {
      const [has, wants] = [latestEvent(side, tag.name), latestEvent(side, target ?? '')];
      return has !== undefined && has.image === wants?.image;
    };
    return target !== undefined && sides.some(isInStep) ? [{ name: tag.name, target }] : [];
  });
  for (let again = aliases.length, moved = true; moved && again > 0; again--) {
    moved = false;
    for (const { name, target } of aliases) {
      const [has, wants] = [latestEvent(stream, name), latestEvent(stream, target)];
      if (!wants || has?.image === wants.image) continue;
      moved = addTagEvent(stream, name, { ...wants, generation }) || moved;
    }
  }
}
