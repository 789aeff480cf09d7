import type { ImageStream } from '../../core/objects/image-stream.ts';
import { orderTags } from '../../core/references/tag-order.ts';
import { allStreams } from '../arguments/all-streams.ts';
import { findStream } from '../arguments/stream.ts';
import { type Ports, refuse } from '../command.ts';
import type { NamedReference } from './request.ts';

/**
 * Every tag of the named streams, or of all streams of the namespace, in the order of their names. Fails with ARGUMENT where
 * there is none at all, and with STORE_BROKEN where a stream cannot be read: what was left out would be missed too late.
 */
export async function everyTag(
  names: readonly NamedReference[],
  ports: Ports,
): Promise<{ stream: ImageStream; tag: string }[]> {
  const streams: ImageStream[] = [];
  for (const { reference } of names) streams.push(await findStream(reference, ports));
  if (names.length === 0) streams.push(...(await allStreams(ports)));
  const tags = streams.flatMap((stream) => tagsOf(stream).map((tag) => ({ stream, tag })));
  if (tags.length > 0) return tags;
  refuse(`there is nothing to resolve: no stream of the namespace "${ports.namespace}" has a tag`, {
    hint: 'Name another store or namespace, or import an image first',
  });
}

/** The tags that a stream has or is to have, in the order of `describe`. */
function tagsOf({ spec, status }: ImageStream): string[] {
  const names = [...(spec.tags ?? []).map(({ name }) => name), ...(status.tags ?? []).map(({ tag }) => tag)];
  return orderTags([...new Set(names)]);
}
