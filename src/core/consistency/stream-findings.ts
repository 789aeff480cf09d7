import { copyJson, sameJson } from '../json/json-value.ts';
import type { ImageStream, TagReference } from '../objects/image-stream.ts';
import type { ImageStreamHistory } from '../objects/image-stream-history.ts';
import { PINNED_ANNOTATION, pinnedImage } from '../stream/pin.ts';
import { latestEvent, putSpecTag } from '../stream/tag-history.ts';
import { movedPin, ownerOf, sourceImage } from './false-claims.ts';
import type { Finding } from './finding.ts';
/** What `git check` finds in a stream beside what is false: numbers that no writer would give out. */
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
