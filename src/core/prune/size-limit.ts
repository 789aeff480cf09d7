import type { ResourceKind } from '../kinds/kinds.ts';
import type { Image } from '../objects/image-stream.ts';
import type { KubeObject } from '../objects/meta.ts';

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

const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** The number of bytes that a Kubernetes quantity means (`500Mi`, `2G`, `1e9`), or undefined when it is none. */
export function parseQuantity(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const [, number, suffix = ''] = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([A-Za-z]*)$/.exec(value) ?? [];
  if (number === undefined || !Object.hasOwn(FACTORS, suffix)) return undefined;
  return Number(number) * (FACTORS[suffix] as number);
}

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
      const bytes = parseQuantity(item.max?.storage);
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
