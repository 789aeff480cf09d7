import { imageUid } from '../../core/images/image-uid.ts';
import { IMAGE } from '../../core/kinds/kind-names.ts';
import { keyOf } from '../../core/kinds/places.ts';
import type { Image } from '../../core/objects/image-stream.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { firstSeen, imageSince } from '../../core/stream/derived.ts';
import type { ApiContext } from '../context.ts';
import type { ImageStreamStorage } from './image-streams.ts';
import { createPlainObjects } from './plain-objects.ts';
import type { ListView, ResourceStorage } from './storage.ts';

/**
 * Image objects. They follow from their digest: no machine puts its time or a name of chance into them, so that all write
 * the same file. One that is asked for by name says when it was imported first, as the streams tell.
 */
export function createImages(context: ApiContext, streams: ImageStreamStorage): Required<ResourceStorage> & ListView {
  const plain = createPlainObjects(context, IMAGE);

  async function importedAt(digest: string): Promise<string | undefined> {
    const { items } = await streams.list(undefined);
    return items
      .flatMap((stream) => firstSeen(stream, digest) ?? [])
      .sort()
      .at(0);
  }

  return {
    ...plain,

    async get(namespace, name) {
      const image = (await plain.get(namespace, name)) as KubeObject & Image;
      return image.metadata.creationTimestamp ? image : imageSince(image, await importedAt(name));
    },

    async create(_namespace, image, { dryRun }) {
      const { resourceVersion: _version, creationTimestamp: _at, ...metadata } = image.metadata;
      const next = { ...image, metadata: { ...metadata, uid: imageUid(metadata.name) } };
      return dryRun ? next : context.store.create(keyOf(IMAGE, '', metadata.name), next);
    },
  };
}
