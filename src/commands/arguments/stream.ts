import { IMAGE_STREAM } from '../../core/kinds/kind-names.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { Ports } from '../command.ts';

/** Takes the namespace off `[NAMESPACE/]REST`. */
export function splitNamespace(text: string, ports: Ports): { namespace: string; rest: string } {
  const slash = text.indexOf('/');
  return { namespace: slash < 0 ? ports.namespace : text.slice(0, slash), rest: text.slice(slash + 1) };
}

/** Reads a stream. Fails with Status NotFound. */
export function readStream(ports: Ports, namespace: string, name: string): Promise<ImageStream> {
  return ports.api.get<ImageStream>(IMAGE_STREAM, namespace, name);
}

/** Reads the stream `[NAMESPACE/]STREAM`. Fails with Status NotFound. */
export function findStream(text: string, ports: Ports): Promise<ImageStream> {
  const { namespace, rest } = splitNamespace(text, ports);
  return readStream(ports, namespace, rest);
}
