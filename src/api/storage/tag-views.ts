import type { ResourceKind } from '../../core/kinds/kinds.ts';
import { resourceName } from '../../core/kinds/kinds.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { parseImageStreamTagName } from '../../core/references/names.ts';
import { badRequest, notFound } from '../../core/status.ts';
import { removeTag } from '../../core/stream/life-cycle.ts';
import type { ImageStreamStorage } from './image-streams.ts';
import type { WriteOptions } from './storage.ts';

/** What the kinds share that show one tag of a stream under the name `stream:tag`. */

/** Reads such a name. Fails with BadRequest. */
export function tagOfName(kind: ResourceKind, name: string): { stream: string; tag: string } {
  try {
    return parseImageStreamTagName(name);
  } catch {
    throw badRequest(`${kind.kind}s must be retrieved with <name>:<tag>`);
  }
}

/** Takes the tag out of its stream. Fails with BadRequest and NotFound. @returns how it was shown before */
export async function deleteTag<T extends KubeObject>(
  streams: ImageStreamStorage,
  kind: ResourceKind,
  at: { namespace: string; name: string },
  viewOf: (stream: ImageStream, tag: string) => T | undefined,
  options: WriteOptions,
): Promise<T | undefined> {
  const { stream: streamName, tag } = tagOfName(kind, at.name);
  let deleted: T | undefined;
  const change = (stream: ImageStream | undefined) => {
    if (!stream) throw notFound('imagestreams.image.openshift.io', streamName, at.namespace);
    deleted = viewOf(stream, tag);
    if (!removeTag(stream, tag)) throw notFound(resourceName(kind), at.name, at.namespace);
    return stream;
  };
  await streams.modify(at.namespace, streamName, change, options);
  return deleted;
}
