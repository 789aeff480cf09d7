import { IMAGE_STREAM } from '../../core/kinds/kind-names.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { ifFound } from '../../core/status.ts';
import { type FindStream, streamNameOf } from '../../core/triggers/reaction.ts';
import { referencedTags } from '../../core/triggers/watched-tags.ts';
import type { Ports } from '../command.ts';

/** Reads the streams that an object's triggers name, so that rules can ask for them. */
export async function readReferencedStreams(ports: Ports, object: KubeObject): Promise<FindStream> {
  const streams = new Map<string, ImageStream>();
  for (const reference of referencedTags(object)) {
    const name = streamNameOf(reference);
    const key = `${reference.namespace}/${name}`;
    if (!name || streams.has(key)) continue;
    const stream = await ifFound(ports.api.get<ImageStream>(IMAGE_STREAM, reference.namespace, name));
    if (stream) streams.set(key, stream);
  }
  return (namespace, name) => streams.get(`${namespace}/${name}`);
}
