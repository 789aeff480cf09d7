import { sortedBy } from '../../core/byte-order.ts';
import { IMAGE_STREAM } from '../../core/kinds/kind-names.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { Ports } from '../command.ts';

/**
 * Every stream of the namespace by name, for what is done with all of them or not at all: fails with STORE_BROKEN where one
 * cannot be read, as what was left out would be missed too late.
 */
export async function allStreams(ports: Ports): Promise<ImageStream[]> {
  const { items } = await ports.api.list<ImageStream>(IMAGE_STREAM, ports.namespace, { whole: true });
  return sortedBy(items, ({ metadata }) => metadata.name);
}
