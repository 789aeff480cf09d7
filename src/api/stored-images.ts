import { IMAGE } from '../core/kind-names.ts';
import type { Image } from '../core/objects/image-stream.ts';
import type { ImageImportStatus } from '../core/objects/image-stream-import.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import type { KeyedObject } from '../core/ports/object-store.ts';
import { type ApiContext, timestamp } from './context.ts';

/** The Image object of a digest. */
export function storedImage({ store }: ApiContext, digest: string): Promise<(KubeObject & Image) | undefined> {
  return store.get<KubeObject & Image>(keyOf(digest));
}

/** Stores what lookups found, children before their index; nothing is overwritten. */
export async function storeFound(context: ApiContext, outcomes: readonly ImageImportStatus[]): Promise<void> {
  const found = new Map<string, KeyedObject>();
  for (const { manifests = [], image } of outcomes) {
    for (const one of [...manifests, ...(image ? [image] : [])]) {
      // The answer says when this import was, whenever the stored Image was made.
      one.metadata.creationTimestamp = timestamp(context.now());
      const { name } = one.metadata;
      if (!found.has(name)) found.set(name, { key: keyOf(name), object: withUid(context, one) });
    }
  }
  await context.store.createMissing([...found.values()]);
}

const keyOf = (name: string) => ({ group: IMAGE.group, resource: IMAGE.plural, name });

function withUid({ newUid }: ApiContext, image: Image): KubeObject {
  return { ...image, metadata: { ...image.metadata, uid: newUid() } } as KubeObject;
}
