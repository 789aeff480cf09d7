import type { ImageStream } from '../../core/objects/image-stream.ts';
import { digestOrImageMatch, parseImageStreamImageName } from '../../core/references/names.ts';
import { badRequest, conflict, notFound } from '../../core/status.ts';
import { imageStreamImageOf } from '../../core/stream/derived.ts';
import { findImage } from '../../core/stream/tag-source.ts';
import type { ApiContext } from '../context.ts';
import type { ImageStreamStorage } from './image-streams.ts';
import type { ResourceStorage } from './storage.ts';
import { readableImage, storedImage } from './stored-images.ts';

const SINGULAR = 'imagestreamimage.image.openshift.io';

/** ImageStreamImages: read-only views of the images in a stream's history, and of the children of its indexes. */
export function createImageStreamImages(context: ApiContext, streams: ImageStreamStorage): ResourceStorage {
  return {
    async get(namespace, name) {
      const at = nameForReading(name);
      const stream = await streams.find(namespace, at.stream);
      if (!stream) throw notFound('imagestreamimages.image.openshift.io', at.stream, namespace);
      const { digest, recorded } = await digestOf(stream, at.id);
      const image = await storedImage(context, digest);
      if (!image) throw notFound('images.image.openshift.io', digest);
      return imageStreamImageOf(stream, at.id, image, recorded);
    },
  };

  /** The image that is meant, and that of the history which it is or belongs to. */
  async function digestOf(stream: ImageStream, id: string): Promise<{ digest: string; recorded: string }> {
    const result = findImage(stream, id);
    if (result.found) return { digest: result.found.image, recorded: result.found.image };
    if (result.ambiguous.length > 1) {
      throw conflict(SINGULAR, id, `multiple images match the prefix "${id}": ${result.ambiguous.join(', ')}`);
    }
    const child = await childDigest(stream, id);
    if (!child) throw notFound(SINGULAR, id);
    return child;
  }

  async function childDigest(stream: ImageStream, id: string) {
    for (const history of stream.status.tags ?? []) {
      for (const item of history.items ?? []) {
        const index = item.image ? await readableImage(context, item.image) : undefined;
        const child = index?.dockerImageManifests?.find((manifest) => digestOrImageMatch(manifest.digest, id));
        if (child) return { digest: child.digest, recorded: item.image };
      }
    }
    return undefined;
  }
}

function nameForReading(name: string): { stream: string; id: string } {
  try {
    return parseImageStreamImageName(name);
  } catch {
    throw badRequest('ImageStreamImages must be retrieved with <name>@<id>');
  }
}
