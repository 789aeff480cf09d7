import { IMAGE_STREAM } from '../../core/kinds/kind-names.ts';
import { resourceName } from '../../core/kinds/kinds.ts';
import { keyOf } from '../../core/kinds/places.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import { modifiedMeanwhile } from '../../core/status.ts';
import { latestEvent, specTag } from '../../core/stream/tag-history.ts';
import { imageStreamFromUntrusted } from '../../core/validation/shape.ts';
import type { ApiContext } from '../context.ts';
import type { ImageStreamStorage } from './image-streams.ts';
import type { WriteOptions } from './storage.ts';

/**
 * The status update of a stream: the pruner's and the integrated registry's write path (image-stream model 3.1, 3.3). The spec is
 * reset to the stored one and no rule reacts to it: no tag is copied, followed or imported.
 * Fails with Status NotFound, or Conflict where the stream's resourceVersion, when given, is not the stored one.
 */
export async function updateImageStreamStatus(
  context: ApiContext,
  streams: ImageStreamStorage,
  namespace: string,
  sent: ImageStream,
  options: WriteOptions = {},
): Promise<ImageStream> {
  const { name, resourceVersion } = sent.metadata;
  const previous = await streams.get(namespace, name);
  if (resourceVersion && resourceVersion !== previous.metadata.resourceVersion) {
    throw modifiedMeanwhile(resourceName(IMAGE_STREAM), name);
  }
  const { status } = structuredClone(imageStreamFromUntrusted(sent));
  const next: ImageStream = { ...previous, status };
  fillGenerations(previous, next);
  if (options.dryRun) return next;
  // What depends on settings is not stored.
  const { publicDockerImageRepository: _public, ...stored } = status;
  const written = await context.store.update<ImageStream>(keyOf(IMAGE_STREAM, namespace, name), {
    ...next,
    status: { ...stored, dockerImageRepository: '' },
  });
  return { ...next, metadata: written.metadata };
}

/** A newest event that came without a generation gets the stream's, or its spec tag's when the event is new. */
function fillGenerations(previous: ImageStream, next: ImageStream): void {
  for (const list of next.status.tags ?? []) {
    const newest = list.items?.[0];
    if (newest?.generation !== 0) continue;
    const before = latestEvent(previous, list.tag);
    const isNew = before?.image !== newest.image || before.dockerImageReference !== newest.dockerImageReference;
    const fromTag = isNew ? specTag(next, list.tag)?.generation : undefined;
    newest.generation = fromTag ?? next.metadata.generation ?? 0;
  }
}
