import { IMAGE } from '../core/kind-names.ts';
import type { Image } from '../core/objects/image-stream.ts';
import type { ImageImportStatus } from '../core/objects/image-stream-import.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import { isStatusError } from '../core/status.ts';
import { type ApiContext, timestamp } from './context.ts';

/** The Image object of a digest. */
export function storedImage({ store }: ApiContext, digest: string): Promise<(KubeObject & Image) | undefined> {
  return store.get<KubeObject & Image>({ group: IMAGE.group, resource: IMAGE.plural, name: digest });
}

/** Stores what lookups found, children before their index; nothing is overwritten. */
export async function storeFound(context: ApiContext, outcomes: readonly ImageImportStatus[]): Promise<void> {
  for (const outcome of outcomes) {
    for (const image of [...(outcome.manifests ?? []), ...(outcome.image ? [outcome.image] : [])]) {
      // The answer says when this import was, whenever the stored Image was made.
      image.metadata.creationTimestamp = timestamp(context.now());
      await storeImage(context, image);
    }
  }
}

async function storeImage(context: ApiContext, image: Image): Promise<void> {
  const name = image.metadata.name;
  if (await storedImage(context, name)) return;
  try {
    const metadata = { ...image.metadata, uid: context.newUid() };
    const key = { group: IMAGE.group, resource: IMAGE.plural, name };
    await context.store.create(key, { ...image, metadata } as Image & KubeObject);
  } catch (error) {
    if (!isStatusError(error, 'AlreadyExists')) throw error;
  }
}
