import { type JsonObject, objectIn } from '../json/json-object.ts';
import { sameJson } from '../json/json-value.ts';
import type { TagReference } from '../objects/image-stream.ts';
import { PINNED_ANNOTATION, pinnedImage, pinOf } from '../stream/pin.ts';
import { type Contradictions, inEitherOrder, type Side } from './contradiction.ts';
import { mergeObjects } from './merge-fields.ts';

/** What became of a tag's spec: whose choice counts whatever the times say, and what is written. */
export interface MergedSpec {
  spec: TagReference | undefined;
  /** Undefined where the times of the events decide. */
  last: Side | undefined;
}

export interface SpecSides {
  base: TagReference | undefined;
  ours: TagReference | undefined;
  theirs: TagReference | undefined;
}

/**
 * Merges where a tag points. A pin holds against what the other side did without knowing of it, and that side's source is
 * what the tag follows when it is let go; two pins of one tag contradict one another. A tag that one side pointed elsewhere
 * points there, whatever the other one has imported meanwhile; of two new sources that of the newer event counts.
 *
 * @param newest the side whose event is the newest
 * @param tag for sentences: `STREAM:TAG`
 */
export function mergeSpecTag(
  { base, ours, theirs }: SpecSides,
  newest: Side | undefined,
  tag: string,
  found: Contradictions,
): MergedSpec {
  if (!ours || !theirs) return oneIsMissing({ base, ours, theirs }, tag, found);
  const [was, a, b] = [base, ours, theirs].map((spec) => pinnedImage(spec));
  if (a !== undefined && b !== undefined) {
    if (a === b) return { spec: laterPin(ours, theirs), last: undefined };
    if (was === a) return { spec: theirs, last: 'theirs' };
    if (was === b) return { spec: ours, last: 'ours' };
    const [x, y] = inEitherOrder(pinText(ours), pinText(theirs));
    const last = found.choose<Side>(`the tag ${tag} is pinned twice: ${x}; and ${y}`, 'ours', 'theirs');
    return { spec: last === 'ours' ? ours : theirs, last };
  }
  if (a !== undefined || b !== undefined) {
    const [holder, held, other] =
      a === undefined ? (['theirs', theirs, ours] as const) : (['ours', ours, theirs] as const);
    const free: Side = holder === 'ours' ? 'theirs' : 'ours';
    const image = a ?? b;
    if (was === image) return { spec: other, last: free };
    if (was !== undefined) {
      const what = `the tag ${tag} was let go on one side, and ${pinText(held)} on the other`;
      const last = found.choose<Side>(what, 'ours', 'theirs');
      return { spec: last === 'ours' ? ours : theirs, last };
    }
    return { spec: sourceOf(base) === sourceOf(other) ? held : following(held, other), last: holder };
  }
  return bySource({ base, ours, theirs }, newest, tag, found);
}

function bySource(
  { base, ours, theirs }: { base: TagReference | undefined; ours: TagReference; theirs: TagReference },
  newest: Side | undefined,
  tag: string,
  found: Contradictions,
): MergedSpec {
  const [was, a, b] = [sourceOf(base), sourceOf(ours), sourceOf(theirs)];
  let source: Side | undefined;
  let last: Side | undefined;
  if (a !== b) {
    if (was === a) source = last = 'theirs';
    else if (was === b) source = last = 'ours';
    else {
      const [x, y] = inEitherOrder(ours.from?.name ?? 'nothing', theirs.from?.name ?? 'nothing');
      const what = `the tag ${tag} points at ${x} on one side and at ${y} on the other`;
      source = last = newest ?? found.choose<Side>(what, 'ours', 'theirs');
    }
  }
  const chosen = source === 'theirs' ? theirs : ours;
  const take = (field: keyof TagReference) => () => chosen[field];
  const merged = mergeObjects(asJson(base), asJson(ours), asJson(theirs), `tag ${tag}`, found, false, {
    ...(source ? { from: take('from'), reference: take('reference'), importPolicy: take('importPolicy') } : {}),
    generation: () => Math.max(ours.generation ?? 0, theirs.generation ?? 0) || null,
  });
  return { spec: merged as unknown as TagReference, last };
}

function oneIsMissing({ base, ours, theirs }: SpecSides, tag: string, found: Contradictions): MergedSpec {
  const left = ours ?? theirs;
  const side: Side | undefined = ours ? 'ours' : theirs ? 'theirs' : undefined;
  if (!left || !side) return { spec: undefined, last: undefined };
  const removed: Side = side === 'ours' ? 'theirs' : 'ours';
  if (!base) return { spec: left, last: side };
  if (sameJson(withoutGeneration(base), withoutGeneration(left))) return { spec: undefined, last: removed };
  const what = `the source of the tag ${tag} was removed on one side and changed on the other`;
  const last = found.choose<Side>(what, 'ours', 'theirs');
  return { spec: last === side ? left : undefined, last };
}

/** A pinned tag that follows, when it is let go, what the other side has pointed it at. */
function following(held: TagReference, other: TagReference): TagReference {
  const pin = objectIn(held.annotations?.[PINNED_ANNOTATION] ?? '');
  if (!pin) return held;
  const followed = { ...(other.from ? { from: other.from } : {}), importPolicy: other.importPolicy ?? {} };
  const annotations = { ...held.annotations, [PINNED_ANNOTATION]: JSON.stringify({ ...pin, followed }) };
  return { ...held, annotations };
}

function laterPin(ours: TagReference, theirs: TagReference): TagReference {
  const order = (spec: TagReference) => `${pinOf(spec)?.at} ${JSON.stringify(spec.annotations?.[PINNED_ANNOTATION])}`;
  const later = order(ours) >= order(theirs) ? ours : theirs;
  return { ...later, generation: Math.max(ours.generation ?? 0, theirs.generation ?? 0) || null };
}

function pinText(spec: TagReference): string {
  const pin = pinOf(spec);
  const who = [pin?.by ? `by ${pin.by}` : '', pin?.at ? `at ${pin.at}` : ''].filter(Boolean).join(' ');
  return `pinned to ${pinnedImage(spec)}${who ? ` ${who}` : ''}${pin?.reason ? ` (${pin.reason})` : ''}`;
}

/** Where a tag points, as far as a change of it is another instruction. */
function sourceOf(spec: TagReference | undefined): string {
  if (!spec) return '';
  const { kind = '', name = '', namespace = '' } = spec.from ?? {};
  return JSON.stringify([kind, name, namespace, spec.reference ?? false, spec.importPolicy?.importMode ?? 'Legacy']);
}

export function withoutGeneration(spec: TagReference | undefined): JsonObject | undefined {
  if (!spec) return undefined;
  const { generation: _, ...rest } = spec;
  return rest;
}

const asJson = (spec: TagReference | undefined): JsonObject => spec ?? {};
