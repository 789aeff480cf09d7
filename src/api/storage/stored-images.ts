import { imageUid } from '../../core/images/image-uid.ts';
import { IMAGE } from '../../core/kinds/kind-names.ts';
import { keyOf } from '../../core/kinds/places.ts';
import type { Image } from '../../core/objects/image-stream.ts';
import type { ImageImportStatus } from '../../core/objects/image-stream-import.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { KeyedObject } from '../../core/ports/object-store.ts';
import { imageSince } from '../../core/stream/derived.ts';
import { type ApiContext, ifReadable, timestamp } from '../context.ts';

/** The Image object of a digest. */
export function storedImage({ store }: ApiContext, digest: string): Promise<(KubeObject & Image) | undefined> {
  return store.get<KubeObject & Image>(keyOf(IMAGE, '', digest));
}

/** The same for whoever can do without it: one that cannot be read is said to be so, and counts as missing. */
export function readableImage(context: ApiContext, digest: string): Promise<(KubeObject & Image) | undefined> {
  return ifReadable(context, storedImage(context, digest));
}

/**
 * Stores what lookups found, children before their index; nothing is overwritten. What is stored follows from the digest
 * alone, so that two machines write the same file; the answer says when this import was.
 *
 * @returns stores those again that somebody has removed since: for when a stream names them
 */
export async function storeFound(
  context: ApiContext,
  outcomes: readonly ImageImportStatus[],
): Promise<() => Promise<void>> {
  const found = new Map<string, KeyedObject>();
  const now = timestamp(context.now());
  for (const outcome of outcomes) {
    for (const one of [...(outcome.manifests ?? []), ...(outcome.image ? [outcome.image] : [])]) {
      const { name } = one.metadata;
      if (!found.has(name)) found.set(name, { key: keyOf(IMAGE, '', name), object: withUid(one) });
      Object.assign(one, imageSince({ ...one, metadata: { ...one.metadata, creationTimestamp: null } }, now));
    }
  }
  const objects = [...found.values()];
  await context.store.createMissing(objects);
  return () => context.store.createMissing(objects);
}

function withUid(image: Image): KubeObject {
  const { creationTimestamp: _at, ...metadata } = image.metadata;
  return { ...image, metadata: { ...metadata, uid: imageUid(metadata.name) } } as KubeObject;
}
