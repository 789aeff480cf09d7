import { objectIn } from '../json/json-object.ts';
import { sameJson } from '../json/json-value.ts';
import type { ImageStream, TagReference } from '../objects/image-stream.ts';
import type { ImageStreamHistory } from '../objects/image-stream-history.ts';
import { PINNED_ANNOTATION, pinnedImage } from '../stream/pin.ts';
import { latestEvent, specTag } from '../stream/tag-history.ts';
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
export function ownerOf({ annotations }: TagReference): string | undefined {
  const tag = objectIn(annotations?.[PINNED_ANNOTATION] ?? '')?.tag;
  return typeof tag === 'string' ? tag : undefined;
}

/** The whole digest that a tag points at; undefined for one that points at something else. */
export function sourceImage({ from }: TagReference): string | undefined {
  if (from?.kind !== 'ImageStreamImage') return undefined;
  const id = from.name.slice(from.name.indexOf('@') + 1);
  return /^sha256:[0-9a-f]{64}$/.test(id) ? id : undefined;
}

/**
 * What becomes of a pin that lies at another tag. Its own tag gets it back where that still has the pinned image and no
 * other pin; where its own tag is pinned all the same, the copy goes. Undefined where nobody can know.
 */
export function movedPin(
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
