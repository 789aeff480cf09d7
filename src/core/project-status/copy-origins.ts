import type { ImageStream } from '../objects/image-stream.ts';
import { keyOfObject } from './project-objects.ts';
import { type TagState, tagKey } from './tag-state.ts';

interface Origin {
  tag: string;
  newer: number;
  /** A copy itself, or held at what it has: less likely to be what somebody copied. */
  isCopy: boolean;
}

/** Where the image of a copy may have come from: the tag of its source that has had it, of several one that follows something, and that has it now. */
export function copyOrigins(streams: readonly ImageStream[]): (copy: TagState) => { of?: string; newer?: number } {
  const byKey = new Map(streams.map((stream) => [keyOfObject(stream), stream]));
  const known = new Map<string, Map<string, Origin[]>>();
  return ({ namespace, stream, tag, from }) => {
    if (from.type !== 'image') return {};
    const key = `${from.namespace}/${from.stream}`;
    const images = known.get(key) ?? tagsByImage(byKey.get(key));
    known.set(key, images);
    const isSelf = key === `${namespace}/${stream}`;
    const found = (images.get(from.image) ?? []).filter((origin) => !(isSelf && origin.tag === tag));
    const [best] = found.sort((a, b) => Number(a.isCopy) - Number(b.isCopy) || a.newer - b.newer);
    return best ? { of: tagKey(from.namespace, from.stream, best.tag), newer: best.newer } : {};
  };
}

function tagsByImage(stream: ImageStream | undefined): Map<string, Origin[]> {
  const images = new Map<string, Origin[]>();
  const copies = new Set(
    (stream?.spec.tags ?? []).filter(({ from }) => from?.kind === 'ImageStreamImage').map(({ name }) => name),
  );
  for (const { tag, items } of stream?.status.tags ?? []) {
    const isCopy = copies.has(tag);
    const seen = new Set<string>();
    (items ?? []).forEach(({ image }, newer) => {
      if (seen.has(image)) return;
      seen.add(image);
      const list = images.get(image);
      if (list) list.push({ tag, newer, isCopy });
      else images.set(image, [{ tag, newer, isCopy }]);
    });
  }
  return images;
}
