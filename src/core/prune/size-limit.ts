import type { ResourceKind } from '../kinds/kinds.ts';
import type { Image } from '../objects/image-stream.ts';
import type { KubeObject } from '../objects/meta.ts';
import { quantityNumber } from '../quantity.ts';

/** The kind that limits the size of a namespace's images. Nothing else in the product knows it. */
export const LIMIT_RANGE: ResourceKind = {
  group: '',
  version: 'v1',
  kind: 'LimitRange',
  plural: 'limitranges',
  singular: 'limitrange',
  shortNames: ['limits'],
  namespaced: true,
};

/**
 * The largest image that each namespace allows, in bytes: the smallest `max.storage` of the limits of type
 * `openshift.io/Image` in its LimitRanges. Namespaces without one are missing.
 */
export function imageSizeLimits(limitRanges: readonly KubeObject[]): Map<string, number> {
  const limits = new Map<string, number>();
  for (const { metadata, spec } of limitRanges) {
    const items = (spec as { limits?: unknown } | null | undefined)?.limits;
    if (!Array.isArray(items)) continue;
    for (const item of items as ({ type?: unknown; max?: { storage?: unknown } | null } | null)[]) {
      if (item?.type !== 'openshift.io/Image') continue;
      const bytes = quantityNumber(item.max?.storage);
      const namespace = metadata.namespace ?? '';
      if (bytes !== undefined)
        limits.set(namespace, Math.min(bytes, limits.get(namespace) ?? Number.POSITIVE_INFINITY));
    }
  }
  return limits;
}

/** Whether an image is larger than a limit in bytes. Without a limit, or a known size, nothing is too large. */
export function exceedsLimit(image: Image, limit: number | undefined): boolean {
  return limit !== undefined && (image.dockerImageMetadata?.Size ?? 0) > limit;
}
