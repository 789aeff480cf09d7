import type { ImageStream } from '../../core/objects/image-stream.ts';
import { orderTags } from '../../core/references/tag-order.ts';

/** What else of a stream can be named where a tag without an image was, as a hint. */
export function tagsWithImage({ status }: ImageStream): string {
  const there = orderTags((status.tags ?? []).filter(({ items }) => items?.length).map(({ tag }) => tag));
  return there.length > 0 ? `tags with an image: ${there.join(', ')}` : 'the stream has no tag with an image';
}
