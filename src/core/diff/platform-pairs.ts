import type { Image, ImageManifest } from '../objects/image-stream.ts';
import { diffImages, type ImageDiff } from './image-diff.ts';

/** One platform of two images; `from` or `to` is absent where only the other one has it. */
export interface PlatformDiff {
  /** `os/architecture[/variant]`, or what is known of it. */
  platform: string;
  /** Digests. */
  from?: string;
  to?: string;
  /** Absent where a side is missing, where both are the same image, or where what is stored does not tell. */
  differences?: ImageDiff;
}

interface PlatformImage {
  platform: string;
  digest: string;
}

/**
 * Two images platform by platform. An image without an index has one platform; beside an index it stands for the one with
 * its architecture. Attestations are left out.
 *
 * @param find the stored Image of a digest
 */
export function diffPlatforms(from: Image, to: Image, find: (digest: string) => Image | undefined): PlatformDiff[] {
  const [a, b] = [platformsOf(from), platformsOf(to)];
  if (a.single && b.single) return [pairOf(b.single.platform, a.single, b.single, find)];
  const [before, after] = [a.list ?? beside(a.single, b.list), b.list ?? beside(b.single, a.list)];
  const names = [...new Set([...before, ...after].map(({ platform }) => platform))];
  const named = (list: readonly PlatformImage[], name: string) => list.find(({ platform }) => platform === name);
  return names.map((name) => pairOf(name, named(before, name), named(after, name), find));
}

function pairOf(
  platform: string,
  from: PlatformImage | undefined,
  to: PlatformImage | undefined,
  find: (digest: string) => Image | undefined,
): PlatformDiff {
  const pair = { platform, ...(from ? { from: from.digest } : {}), ...(to ? { to: to.digest } : {}) };
  if (!from || !to || from.digest === to.digest) return pair;
  const [a, b] = [find(from.digest), find(to.digest)];
  return a && b ? { ...pair, differences: diffImages(a, b) } : pair;
}

function platformsOf(
  image: Image,
): { single: PlatformImage; list?: undefined } | { single?: undefined; list: PlatformImage[] } {
  const manifests = image.dockerImageManifests;
  if (!manifests) {
    const platform = image.dockerImageMetadata?.Architecture || 'unknown';
    return { single: { platform, digest: image.metadata.name } };
  }
  const images = manifests.filter(({ os, architecture }) => os !== 'unknown' || architecture !== 'unknown');
  return { list: images.map((manifest) => ({ platform: nameOf(manifest), digest: manifest.digest })) };
}

function nameOf({ os, architecture, variant }: ImageManifest): string {
  return [os, architecture, variant].filter(Boolean).join('/');
}

/** A single image under the name that the index has for its architecture. */
function beside(single: PlatformImage | undefined, others: readonly PlatformImage[] = []): PlatformImage[] {
  if (!single) return [];
  const match = others.find(({ platform }) => platform.split('/')[1] === single.platform);
  return [{ ...single, platform: match?.platform ?? single.platform }];
}
