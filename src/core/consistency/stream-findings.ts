import { isJsonObject } from '../json/json-object.ts';
import { copyJson, sameJson } from '../json/json-value.ts';
import type { ImageStream, TagReference } from '../objects/image-stream.ts';
import type { ImageStreamHistory } from '../objects/image-stream-history.ts';
import { PINNED_ANNOTATION, pinnedImage } from '../stream/pin.ts';
import { latestEvent, putSpecTag, specTag } from '../stream/tag-history.ts';
import type { Finding } from './finding.ts';

/**
 * What is false in a stream by itself: looked at whenever a stream is read. A pin names its tag, and holds it at what the
 * tag has; a tag is there once. Costs next to nothing for streams without pins.
 */
export function falseClaims(stream: ImageStream): Finding[] {
  const findings: Finding[] = [];
  for (const [section, names] of [
    ['spec', (stream.spec.tags ?? []).map(({ name }) => name)],
    ['status', (stream.status.tags ?? []).map(({ tag }) => tag)],
  ] as const) {
    if (new Set(names).size === names.length) continue;
    const twice = new Set(names.filter((name, at) => names.indexOf(name) !== at));
    for (const tag of twice) {
      const lists = section === 'spec' ? stream.spec.tags : stream.status.tags;
      const same = (lists ?? []).filter((one) => ('tag' in one ? one.tag : one.name) === tag);
      const fixable = same.every((one) => sameJson(one, same[0]));
      findings.push({ what: `the tag ${tag} is there ${same.length} times`, section, tag, isFalse: true, fixable });
    }
  }
  for (const tag of stream.spec.tags ?? []) {
    if (tag.annotations?.[PINNED_ANNOTATION] === undefined) continue;
    const finding = falsePin(stream, tag);
    if (finding) findings.push(finding);
  }
  return findings;
}

function falsePin(stream: ImageStream, tag: TagReference): Finding | undefined {
  const at = { section: 'spec', tag: tag.name, isFalse: true } as const;
  const owner = ownerOf(tag);
  if (owner !== undefined && owner !== tag.name) {
    const fixable = movedPin(stream, owner, tag) !== undefined;
    return { ...at, what: `the tag ${tag.name} has the pin of the tag ${owner}`, fixable };
  }
  const [image, has] = [pinnedImage(tag), latestEvent(stream, tag.name)?.image];
  if (image === undefined || has === undefined || has === image) return undefined;
  return { ...at, what: `the tag ${tag.name} is pinned to ${image} and has ${has}`, fixable: false };
}

/** The tag that a pin says it is of; undefined for pins of older versions. */
function ownerOf({ annotations }: TagReference): string | undefined {
  try {
    const pin: unknown = JSON.parse(annotations?.[PINNED_ANNOTATION] ?? '');
    return isJsonObject(pin) && typeof pin.tag === 'string' ? pin.tag : undefined;
  } catch {
    return undefined;
  }
}

/** The rest of what `git check` finds in a stream by itself: numbers that no writer would give out. */
export function oddities(stream: ImageStream): Finding[] {
  const findings: Finding[] = [];
  const generation = stream.metadata.generation;
  const tooHigh = (given: number | null) => generation !== undefined && generation > 0 && (given ?? 0) > generation;
  for (const { name, generation: given } of stream.spec.tags ?? []) {
    if (!tooHigh(given)) continue;
    const what = `the tag ${name} is of generation ${given}, and the stream of ${generation}`;
    findings.push({ what, section: 'spec', tag: name, isFalse: false, fixable: true });
  }
  for (const { tag, items } of stream.status.tags ?? []) {
    const at = { section: 'status', tag, isFalse: false, fixable: true } as const;
    const numbers = (items ?? []).map((item) => item.generation);
    if (tooHigh(numbers[0] ?? 0)) {
      findings.push({
        ...at,
        what: `the tag ${tag} has an image of generation ${numbers[0]}, and the stream is of ${generation}`,
      });
    }
    const wrong = numbers.findIndex((number, index) => index > 0 && number > (numbers[index - 1] as number));
    if (wrong > 0) {
      const what = `the images of the tag ${tag} are not in the order of their generations (${numbers.slice(0, wrong + 1).join(', ')})`;
      findings.push({ ...at, what });
    }
  }
  for (const tag of stream.spec.tags ?? []) {
    const [image, newest] = [sourceImage(tag), latestEvent(stream, tag.name)];
    if (image === undefined || !newest?.image || (tag.generation ?? 0) > newest.generation) continue;
    if (newest.image === image || pinnedImage(tag) !== undefined) continue;
    const what = `the tag ${tag.name} points at ${tag.from?.name} and has ${newest.image}`;
    findings.push({ what, section: 'spec', tag: tag.name, isFalse: false, fixable: false });
  }
  return findings;
}

/** The whole digest that a tag points at; undefined for one that points at something else. */
function sourceImage({ from }: TagReference): string | undefined {
  if (from?.kind !== 'ImageStreamImage') return undefined;
  const id = from.name.slice(from.name.indexOf('@') + 1);
  return /^sha256:[0-9a-f]{64}$/.test(id) ? id : undefined;
}

/** A stream without what is found in it and has one right answer. */
export function mendedStream(given: ImageStream, history: ImageStreamHistory | undefined): ImageStream {
  const stream = copyJson(given);
  if (stream.spec.tags) stream.spec.tags = once(stream.spec.tags, ({ name }) => name);
  if (stream.status.tags) stream.status.tags = once(stream.status.tags, ({ tag }) => tag);
  for (const tag of [...(stream.spec.tags ?? [])]) {
    const owner = ownerOf(tag);
    const moved = owner !== undefined && owner !== tag.name ? movedPin(stream, owner, tag, history) : undefined;
    if (!moved) continue;
    putSpecTag(stream, withoutPin(tag));
    if (moved !== 'only-removed') putSpecTag(stream, moved);
  }
  let highest = stream.metadata.generation ?? 0;
  for (const { items } of stream.status.tags ?? []) {
    let least = 0;
    for (const item of items?.toReversed() ?? []) item.generation = least = Math.max(least, item.generation);
    highest = Math.max(highest, least);
  }
  for (const { generation } of stream.spec.tags ?? []) highest = Math.max(highest, generation ?? 0);
  if (stream.metadata.generation !== undefined) stream.metadata.generation = highest;
  return stream;
}

/**
 * What becomes of a pin that lies at another tag. Its own tag gets it back where that still has the pinned image and no
 * other pin; where its own tag is pinned all the same, the copy goes. Undefined where nobody can know.
 */
function movedPin(
  stream: ImageStream,
  owner: string,
  at: TagReference,
  history?: ImageStreamHistory,
): TagReference | 'only-removed' | undefined {
  const own = specTag(stream, owner);
  if (own && pinnedImage(own) !== undefined) return 'only-removed';
  const image = latestEvent(stream, owner)?.image;
  const recorded = history?.tags.find(({ tag }) => tag === owner)?.pinned;
  const points = own === undefined ? undefined : sourceImage(own);
  if (!own || image === undefined || (points ?? recorded) !== image) return undefined;
  const pin = at.annotations?.[PINNED_ANNOTATION] as string;
  return {
    ...own,
    annotations: { ...own.annotations, [PINNED_ANNOTATION]: pin },
    from: { kind: 'ImageStreamImage', name: `${stream.metadata.name}@${image}` },
  };
}

function withoutPin(tag: TagReference): TagReference {
  const { [PINNED_ANNOTATION]: _pin, ...others } = tag.annotations ?? {};
  return { ...tag, annotations: Object.keys(others).length > 0 ? others : null };
}

/** Without the second ones that are equal to the first. */
function once<T>(items: readonly T[], name: (item: T) => string): T[] {
  return items.filter((item, at) => {
    const first = items.findIndex((other) => name(other) === name(item));
    return first === at || !sameJson(items[first], item);
  });
}
