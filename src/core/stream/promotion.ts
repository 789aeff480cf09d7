import type { ImageStream } from '../objects/image-stream.ts';
import { pinnedImage } from './pin.ts';
import { latestEvent, putSpecTag, specTag } from './tag-history.ts';

/**
 * What giving one tag's image to another tag of a stream does. `new`: the other one has had none; `same`: it has that image
 * already; `pinned`: it is held at another one, and stays there; `missing`: there is no image to give.
 */
export type PromotionState = 'moves' | 'new' | 'same' | 'pinned' | 'missing';

export interface Promotion {
  state: PromotionState;
  /** The digest to be given; absent for `missing`. */
  fromImage?: string;
  /** The digest that the other tag has before; absent for a tag without one. */
  toImage?: string;
}

/** Whether the other tag is given an image that it does not have. */
export const isMoving = ({ state }: Pick<Promotion, 'state'>): boolean => state === 'moves' || state === 'new';

/** What giving the image of the tag `from` to the tag `to` would do. A tag that only points at a name has no image. */
export function promotionOf(stream: ImageStream, from: string, to: string): Promotion {
  const fromImage = latestEvent(stream, from)?.image;
  const toImage = latestEvent(stream, to)?.image;
  const images = { ...(fromImage ? { fromImage } : {}), ...(toImage ? { toImage } : {}) };
  if (!fromImage) return { state: 'missing', ...images };
  if (fromImage === toImage) return { state: 'same', ...images };
  if (pinnedImage(specTag(stream, to)) !== undefined) return { state: 'pinned', ...images };
  return { state: toImage ? 'moves' : 'new', ...images };
}

/**
 * Points a tag at an image of the stream, as `oc tag STREAM@DIGEST STREAM:TAG` does, but for the reference policy, which the
 * tag keeps: where images are pulled from is not what a promotion is about. Changes `stream`.
 */
export function promoteImage(stream: ImageStream, image: string, to: string): void {
  putSpecTag(stream, {
    name: to,
    annotations: null,
    from: { kind: 'ImageStreamImage', name: `${stream.metadata.name}@${image}` },
    generation: null,
    importPolicy: { importMode: 'Legacy' },
    referencePolicy: specTag(stream, to)?.referencePolicy ?? { type: 'Source' },
  });
}
