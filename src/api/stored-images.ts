import { IMAGE } from '../core/kind-names.ts';
import type { Image } from '../core/objects/image-stream.ts';
import type { ImageImportStatus } from '../core/objects/image-stream-import.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import { inParallel } from '../core/parallel.ts';
import { isStatusError } from '../core/status.ts';
import { type ApiContext, timestamp } from './context.ts';

/** Images that are written at a time: each waits for the disk. */
const WIDTH = 8;

/** The Image object of a digest. */
export function storedImage({ store }: ApiContext, digest: string): Promise<(KubeObject & Image) | undefined> {
  return store.get<KubeObject & Image>({ group: IMAGE.group, resource: IMAGE.plural, name: digest });
}

/** Stores what lookups found, children before their index; nothing is overwritten. */
export async function storeFound(context: ApiContext, outcomes: readonly ImageImportStatus[]): Promise<void> {
  const written = new Map<string, Promise<void>>();
  const store = (image: Image) => {
    const { name } = image.metadata;
    let done = written.get(name);
    if (done === undefined) {
      done = storeImage(context, image);
      written.set(name, done);
    }
    return done;
  };
  await inParallel(outcomes, WIDTH, async (outcome) => {
    for (const image of [...(outcome.manifests ?? []), ...(outcome.image ? [outcome.image] : [])]) {
      // The answer says when this import was, whenever the stored Image was made.
      image.metadata.creationTimestamp = timestamp(context.now());
      await store(image);
    }
  });
}

async function storeImage(context: ApiContext, image: Image): Promise<void> {
  const name = image.metadata.name;
  try {
    const metadata = { ...image.metadata, uid: context.newUid() };
    const key = { group: IMAGE.group, resource: IMAGE.plural, name };
    await context.store.create(key, { ...image, metadata } as Image & KubeObject);
  } catch (error) {
    if (!isStatusError(error, 'AlreadyExists')) throw error;
  }
}
