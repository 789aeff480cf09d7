import type { EventRequest } from '../core/events/sink-settings.ts';
import { MIN_AGE_ANNOTATION, parseMinAge } from '../core/history/min-age.ts';
import { IMAGE_STREAM, IMAGE_STREAM_IMAGE, IMAGE_STREAM_TAG } from '../core/kinds/kind-names.ts';
import type {
  ImageStream,
  ImageStreamImage,
  ImageStreamTag,
  ImportMode,
  TagReference,
} from '../core/objects/image-stream.ts';
import type { ImageStreamImport } from '../core/objects/image-stream-import.ts';
import type { ObjectReference } from '../core/objects/meta.ts';
import { isTagName } from '../core/references/names.ts';
import { exact, nameString } from '../core/references/reference.ts';
import { StatusError } from '../core/status.ts';
import { specTag } from '../core/stream/tag-history.ts';
import {
  parseTagSource,
  resolveTagSource,
  SOURCE_KIND_NAMES,
  sourceKind,
  type TagSourceArgument,
} from './arguments/tag-source.ts';
import { type Command, type CommandSpec, type Ports, refuse } from './command.ts';
import { EVENT_FLAGS, parseEventFlags } from './flags/event-flags.ts';
import { MIN_AGE_FLAG, parseMinAgeFlag } from './flags/min-age.ts';
import { MIRROR_FLAG } from './flags/mirror.ts';
import { REASON_FLAG } from './flags/reason.ts';

export interface TagRequest {
  source: string;
  kind: ReturnType<typeof sourceKind>;
  destinations: readonly string[];
  delete: boolean;
  alias: boolean;
  reference: boolean;
  scheduled: boolean;
  insecure: boolean;
  referencePolicy: string;
  importMode: string;
  importModeGiven: boolean;
  /** Whether the image is copied to the integrated registry before the tag points at it. */
  mirror?: boolean | undefined;
  sourceKindGiven: boolean;
  /** Whom to tell of what is changed. */
  events?: EventRequest | undefined;
  /** How long the tag waits before it takes a new image. */
  minAge?: string | undefined;
}

export interface TagResult {
  lines: readonly string[];
  /** What stopped the command after some destinations were written. */
  error?: unknown;
}

interface Destination {
  namespace: string;
  name: string;
}

const spec: CommandSpec = {
  usage: '[--source=KIND] SOURCE DESTINATION [DESTINATION ...]',
  description: `Points one or more tags (STREAM:TAG) at SOURCE; streams that are missing are made.

SOURCE with a registry, or with --source=docker, is an image elsewhere: it is looked up at once and recorded. SOURCE of the
form STREAM:TAG means the image that this tag has now; with --alias the new tag follows the other one from then on, within
one stream. STREAM@DIGEST means an image of a stream's history. -d removes tags with their history.`,
  flags: [
    {
      name: 'source',
      type: 'string',
      value: 'KIND',
      help: 'What SOURCE is: docker, istag or isimage; guessed from its form',
    },
    { name: 'delete', short: 'd', type: 'bool', help: 'Remove the tags' },
    { name: 'alias', type: 'bool', help: 'Follow the source tag instead of copying what it has now' },
    { name: 'reference', type: 'bool', help: 'Only point at SOURCE; never look it up' },
    { name: 'scheduled', type: 'bool', help: 'Look the image up again from time to time ("imagestream watch")' },
    { name: 'insecure', type: 'bool', help: 'Allow HTTPS without verification, and plain HTTP' },
    {
      name: 'reference-policy',
      type: 'string',
      value: 'source|local',
      default: 'source',
      help: 'What the tag gives out: the image where it came from, or its place in the integrated registry',
    },
    {
      name: 'import-mode',
      type: 'string',
      value: 'Legacy|PreserveOriginal',
      help: "Of a multi-platform image, keep this machine's platform (the default) or the whole index",
    },
    MIRROR_FLAG,
    ...EVENT_FLAGS,
    MIN_AGE_FLAG,
    REASON_FLAG,
  ],
  examples: [
    { what: 'Promote an image from one tag to another', run: 'imagestream tag marsview:develop marsview:prod' },
    {
      what: 'Point a tag at an image in another registry and keep it fresh',
      run: 'imagestream tag registry.spacedev.com/engine/marsview:develop marsview:develop --scheduled',
    },
    { what: 'Let a tag follow another one', run: 'imagestream tag --alias marsview:latest marsview:stable' },
    {
      what: 'Let a tag follow another one a week behind',
      run: 'imagestream tag --alias marsview:latest marsview:stable --min-age=7d',
    },
    { what: 'Remove a tag', run: 'imagestream tag -d marsview:develop' },
  ],
};

export const command: Command<TagRequest, TagResult> = {
  spec,

  parse({ args, flags, usage }) {
    const removing = flags.bool('delete');
    if (args.length === 0) {
      throw usage('you must specify a source and at least one destination or one or more tags to delete');
    }
    const given = flags.string('source');
    const kind = sourceKind(given);
    if (!removing && given && !kind) {
      throw usage(`invalid source "${given}"; valid values are ${SOURCE_KIND_NAMES.join(', ')}`);
    }
    return {
      source: removing ? '' : (args[0] as string),
      kind,
      destinations: removing ? args : args.slice(1),
      delete: removing,
      alias: flags.bool('alias'),
      reference: flags.bool('reference'),
      scheduled: flags.bool('scheduled'),
      insecure: flags.bool('insecure'),
      referencePolicy: flags.string('reference-policy'),
      importMode: flags.string('import-mode'),
      mirror: flags.bool('mirror'),
      importModeGiven: flags.string('import-mode') !== '',
      sourceKindGiven: given !== '',
      events: parseEventFlags(flags),
      minAge: parseMinAgeFlag(flags),
    };
  },

  async run(request, ports) {
    const { namespace } = ports;
    let source: TagSourceArgument | undefined;
    if (!request.delete) {
      source = parseTagSource(request.source, request.kind, namespace);
      if (source.kind === 'ImageStreamTag' && !request.alias) source = await resolveTagSource(source, ports);
    }
    const destinations = request.destinations.map((text) => parseDestination(text, namespace));
    validate(request, source, destinations, namespace);
    const lines: string[] = [];
    try {
      for (const destination of destinations) {
        lines.push(source ? await setTag(request, source, destination, ports) : await deleteTag(destination, ports));
      }
    } catch (error) {
      return { lines, error };
    }
    return { lines };
  },
};

/** oc CLI 5.1, step 6. The part after the namespace is looked at when its turn comes. */
function parseDestination(text: string, namespace: string): Destination {
  const parts = text.split('/');
  if (parts.length === 1) return { namespace, name: text };
  const [first = '', second = ''] = parts;
  if (parts.length > 2) refuse(`invalid image stream "${text}"`);
  if (!first) refuse(`invalid namespace "" for image stream "${text}"`);
  if (!second) refuse(`invalid name "" for image stream "${text}"`);
  return { namespace: first, name: second };
}

/** oc CLI 5.1, step 7: the first rule that matches decides. */
function validate(
  request: TagRequest,
  source: TagSourceArgument | undefined,
  destinations: readonly Destination[],
  namespace: string,
): void {
  const importing = request.scheduled || request.insecure;
  if (request.mirror && (request.alias || request.reference || request.delete)) {
    refuse('--mirror copies an image: it does not go with --alias, --reference or --delete');
  }
  if (
    request.minAge &&
    (request.delete || request.reference || (source && !request.alias && source.kind !== 'DockerImage'))
  ) {
    refuse('--min-age is for tags that follow an image elsewhere, or with --alias another tag');
  }
  if (request.alias && request.delete) refuse('--alias and --delete may not be both specified');
  if (request.referencePolicy !== 'source' && request.referencePolicy !== 'local') {
    refuse("reference policy must be set to 'source' or 'local'");
  }
  if (request.delete) {
    if (request.sourceKindGiven) refuse('cannot specify a source kind when deleting');
    if (request.importModeGiven) refuse('cannot specify an import mode when deleting');
    if (importing) refuse('cannot set flags for importing images when deleting a tag');
  }
  if (destinations.length === 0) refuse('at least a destination is required');
  if (!source) return;
  if (source.kind !== 'DockerImage' && importing) refuse('only container images can have importing flags set');
  if (request.alias) {
    if (importing) refuse('cannot set a container image tag as an alias and also set import flags');
    for (const destination of destinations) {
      const { stream } = splitDestination(destination.name);
      if (destination.namespace !== namespace || stream !== source.reference.name) {
        refuse('cannot set alias across different Image Streams');
      }
    }
  }
  if (!['', 'Legacy', 'PreserveOriginal'].includes(request.importMode)) {
    refuse('valid ImportMode values are Legacy or PreserveOriginal');
  }
}

function splitDestination(name: string): { stream: string; tag: string } {
  const colon = name.indexOf(':');
  if (colon < 0) refuse(`"${name}" must be of the form <stream_name>:<tag>`);
  return { stream: name.slice(0, colon), tag: name.slice(colon + 1) };
}

async function deleteTag(destination: Destination, ports: Ports): Promise<string> {
  const { namespace, name } = destination;
  if (!name.includes(':')) refuse(`"${name}" must be of the form <stream_name>:<tag>`);
  await ports.api.delete(IMAGE_STREAM_TAG, namespace, name);
  return `Deleted tag ${namespace}/${name}.`;
}

async function setTag(
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

/** Copies what the tag will have to the stream's place in the integrated registry. */
async function mirrorSource(
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
  const { copyToIntegratedRegistry } = await import('./image/mirror/integrated-registry.ts');
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
