import { IMAGE_STREAM, IMAGE_STREAM_IMAGE } from '../../core/kinds/kind-names.ts';
import type { ImageStream, ImageStreamImage, ImportMode } from '../../core/objects/image-stream.ts';
import type { ImageStreamImport } from '../../core/objects/image-stream-import.ts';
import { exact, nameString } from '../../core/references/reference.ts';
import { StatusError } from '../../core/status.ts';
import { specTag } from '../../core/stream/tag-history.ts';
import type { Ports } from '../command.ts';
import { type Destination, splitDestination } from './destination.ts';
import type { TagRequest } from './request.ts';
import type { TagSourceArgument } from './source.ts';

/** Copies what the tag will have to the stream's place in the integrated registry. */
export async function mirrorSource(
  request: TagRequest,
  source: TagSourceArgument,
  { namespace, name }: Destination,
  ports: Ports,
): Promise<void> {
  const external = source.kind === 'DockerImage';
  const from = external
    ? { pullSpec: exact(source.reference), insecure: request.insecure }
    : await originOf(source, ports);
  const { stream, tag: to } = splitDestination(name);
  const lookup: ImageStreamImport = {
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStreamImport',
    metadata: { name: stream, namespace },
    spec: {
      import: false,
      images: [
        {
          from: { kind: 'DockerImage', name: from.pullSpec },
          to: { name: to },
          importPolicy: {
            ...(from.insecure ? { insecure: true } : {}),
            // An image of a stream is copied as it is.
            importMode: external ? ((request.importMode || 'Legacy') as ImportMode) : 'PreserveOriginal',
          },
          referencePolicy: { type: 'Source' },
        },
      ],
    },
    status: {},
  };
  const { copyToIntegratedRegistry } = await import('../image/mirror/integrated-registry.ts');
  const { status } = await ports.api.importImages(namespace, lookup, {
    beforeWrite: (found) => copyToIntegratedRegistry(found, ports),
  });
  const outcome = status.images?.[0]?.status;
  if (outcome?.status === 'Failure') throw new StatusError(outcome);
}

/** Where an image of a stream came from, and whether a tag that has it may be imported insecurely. */
async function originOf(
  { reference }: TagSourceArgument,
  ports: Ports,
): Promise<{ pullSpec: string; insecure: boolean }> {
  const namespace = reference.namespace || ports.namespace;
  const { image } = await ports.api.get<ImageStreamImage>(IMAGE_STREAM_IMAGE, namespace, nameString(reference));
  const stream = await ports.api.get<ImageStream>(IMAGE_STREAM, namespace, reference.name);
  const insecure = (stream.status.tags ?? []).some(
    ({ tag, items }) =>
      specTag(stream, tag)?.importPolicy.insecure === true &&
      items?.some((event) => event.image === image.metadata.name),
  );
  return { pullSpec: image.dockerImageReference, insecure };
}
