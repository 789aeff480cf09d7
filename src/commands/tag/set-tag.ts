import { MIN_AGE_ANNOTATION, parseMinAge } from '../../core/history/min-age.ts';
import { IMAGE_STREAM_TAG } from '../../core/kinds/kind-names.ts';
import type { ImageStreamTag, ImportMode, TagReference } from '../../core/objects/image-stream.ts';
import type { ObjectReference } from '../../core/objects/meta.ts';
import { isTagName } from '../../core/references/names.ts';
import { exact, nameString } from '../../core/references/reference.ts';
import { type Ports, refuse } from '../command.ts';
import { type Destination, splitDestination } from './destination.ts';
import { mirrorSource } from './mirror-source.ts';
import type { TagRequest } from './request.ts';
import type { TagSourceArgument } from './source.ts';

/**
 * Points a tag at a source, and says so (oc CLI 5.3). Fails with ARGUMENT for a tag that cannot be named so, and as the API does.
 */
export async function setTag(
  request: TagRequest,
  source: TagSourceArgument,
  destination: Destination,
  ports: Ports,
): Promise<string> {
  const { namespace, name } = destination;
  const { tag: tagName } = splitDestination(name);
  if (tagName && !isTagName(tagName)) {
    refuse(
      `invalid tag "${tagName}" format, tags must start with an alphanumeric character followed by alphanumeric, '.' or '-' characters, and have a maximum of 128 characters`,
    );
  }
  const object: ImageStreamTag = {
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStreamTag',
    metadata: { name, namespace },
    tag: specTagFor(request, source, destination, tagName, ports.namespace),
    generation: 0,
    lookupPolicy: { local: false },
    image: { metadata: { name: '' }, dockerImageReference: '' },
  };
  if (request.mirror) await mirrorSource(request, source, destination, ports);
  await ports.api.update(IMAGE_STREAM_TAG, namespace, object);
  return message(
    request,
    source,
    namespace === ports.namespace ? name : `${namespace}/${name}`,
    namespace === ports.namespace,
  );
}

/** oc CLI 5.2. A DockerImage is sent with generation 0, so that it is imported again each time. */
function specTagFor(
  request: TagRequest,
  source: TagSourceArgument,
  destination: Destination,
  name: string,
  current: string,
): TagReference {
  const { minAge } = request;
  return {
    name,
    annotations: minAge && parseMinAge(minAge) > 0 ? { [MIN_AGE_ANNOTATION]: minAge } : null,
    from: fromOf(source, destination, current),
    generation: source.kind === 'DockerImage' ? 0 : null,
    importPolicy: {
      importMode: (request.importMode || 'Legacy') as ImportMode,
      ...(request.insecure ? { insecure: true } : {}),
      ...(request.scheduled ? { scheduled: true } : {}),
    },
    ...(request.reference ? { reference: true } : {}),
    referencePolicy: { type: request.referencePolicy === 'local' ? 'Local' : 'Source' },
  };
}

function fromOf(source: TagSourceArgument, destination: Destination, current: string): ObjectReference {
  const { kind, reference } = source;
  if (kind === 'DockerImage') return { kind, name: exact(reference) };
  const namespace = reference.namespace || (destination.namespace === current ? '' : current);
  return { kind, ...(namespace ? { namespace } : {}), name: nameString(reference) };
}

/** oc CLI 5.3. */
function message(request: TagRequest, source: TagSourceArgument, destination: string, sameNamespace: boolean): string {
  const text = exact(source.reference);
  if (request.alias) return `Tag ${destination} set up to track ${text}.`;
  if (request.scheduled) return `Tag ${destination} set to ${sameNamespace ? 'import ' : ''}${text} periodically.`;
  return `Tag ${destination} set to ${text}.`;
}
