import { filled, isJsonObject, objectIn } from '../json/json-object.ts';
import type { ImageStream, TagImportPolicy, TagReference } from '../objects/image-stream.ts';
import type { ChangeNote } from '../objects/image-stream-history.ts';
import type { ObjectReference } from '../objects/meta.ts';
import { putSpecTag, specTag } from './tag-history.ts';

/**
 * Annotation of a spec tag that is held at one image of its own history: JSON with when, by whom and why, and with what
 * the tag is to follow again. The tag itself is as `oc tag STREAM@DIGEST STREAM:TAG` makes it, so that a cluster holds it
 * too.
 */
export const PINNED_ANNOTATION = 'imagestream.dev/pinned';

/** What the annotation says. */
export interface Pin extends ChangeNote {
  /** RFC 3339 in UTC; empty where it does not say. */
  at: string;
  /** The tag that the pin is of; absent in those of older versions. */
  tag?: string;
  /** The spec tag's own part as it was; null where there was no spec tag. */
  followed: FollowedSource | null;
}

export interface FollowedSource {
  from?: ObjectReference;
  importPolicy: TagImportPolicy;
}

/** The pin of a tag; undefined for a tag that is not pinned, or was pointed elsewhere since. */
export function pinOf(tag: TagReference | undefined): Pin | undefined {
  const text = tag?.annotations?.[PINNED_ANNOTATION];
  if (text === undefined || tag?.from?.kind !== 'ImageStreamImage') return undefined;
  const value = objectIn(text);
  if (!value || (value.followed !== null && !isJsonObject(value.followed))) return undefined;
  const followed = value.followed as Partial<FollowedSource> | null;
  return {
    at: textOf(value.at),
    ...filled({
      tag: textOf(value.tag),
      by: textOf(value.by),
      job: textOf(value.job),
      reason: textOf(value.reason),
    }),
    followed: followed && {
      ...(isJsonObject(followed.from) ? { from: followed.from } : {}),
      importPolicy: isJsonObject(followed.importPolicy) ? followed.importPolicy : {},
    },
  };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** The digest that a pinned tag is held at; undefined for one that is not pinned. */
export function pinnedImage(tag: TagReference | undefined): string | undefined {
  // Most tags have no annotations at all: nothing is parsed for them.
  if (tag?.annotations?.[PINNED_ANNOTATION] === undefined || !pinOf(tag)) return undefined;
  const name = tag.from?.name ?? '';
  return name.slice(name.indexOf('@') + 1);
}

/** The pinned tags of a stream, with their images. */
export function pinnedTags(stream: ImageStream): Map<string, string> {
  const pinned = new Map<string, string>();
  for (const tag of stream.spec.tags ?? []) {
    const image = pinnedImage(tag);
    if (image !== undefined) pinned.set(tag.name, image);
  }
  return pinned;
}

/** The sentence about a pinned tag that something passed over, with the way out. */
export function stillPinned({ metadata }: ImageStream, tag: string, image: string): string {
  const name = `${metadata.name}:${tag}`;
  return `the tag ${name} is pinned to ${image} and stays there; to let it move: imagestream unpin ${name}`;
}

/**
 * Points a tag at an image of the stream's history and holds it there. `scheduled` goes, as the API refuses it of such
 * tags (image-stream model 2.6). What a pinned tag followed stays what it is to follow again. Changes `stream`.
 */
export function pinTag(stream: ImageStream, name: string, image: string, at: string, note: ChangeNote): void {
  const known = specTag(stream, name);
  const before = pinOf(known);
  const own = known ? sourceOf(known) : null;
  const pin: Pin = { tag: name, at, ...note, followed: before ? before.followed : own };
  const { scheduled: _scheduled, ...importPolicy } = known?.importPolicy ?? { importMode: 'Legacy' };
  putSpecTag(stream, {
    ...(known ?? { generation: null, referencePolicy: { type: 'Source' } }),
    name,
    annotations: { ...known?.annotations, [PINNED_ANNOTATION]: JSON.stringify(pin) },
    from: { kind: 'ImageStreamImage', name: `${stream.metadata.name}@${image}` },
    importPolicy,
  });
}

function sourceOf({ from, importPolicy }: TagReference): FollowedSource {
  return { ...(from ? { from } : {}), importPolicy };
}

/** Lets a pinned tag follow again what it followed, or be without a spec tag again. Changes `stream`. @returns the pin */
export function unpinTag(stream: ImageStream, name: string): Pin | undefined {
  const known = specTag(stream, name);
  const pin = pinOf(known);
  if (!known || !pin) return undefined;
  if (!pin.followed) {
    stream.spec.tags = (stream.spec.tags ?? []).filter((tag) => tag !== known);
    if (stream.spec.tags.length === 0) delete stream.spec.tags;
    return pin;
  }
  const { from: _pinned, annotations, ...rest } = known;
  const { [PINNED_ANNOTATION]: _pin, ...others } = annotations ?? {};
  putSpecTag(stream, { ...rest, annotations: Object.keys(others).length > 0 ? others : null, ...pin.followed });
  return pin;
}
