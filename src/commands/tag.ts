import { IMAGE_STREAM_TAG } from '../core/kinds/kind-names.ts';
import { type Command, type CommandSpec, type Ports, refuse } from './command.ts';
import { EVENT_FLAGS, parseEventFlags } from './flags/event-flags.ts';
import { MIN_AGE_FLAG, parseMinAgeFlag } from './flags/min-age.ts';
import { MIRROR_FLAG } from './flags/mirror.ts';
import { REASON_FLAG } from './flags/reason.ts';
import { INSECURE_FLAG, REFERENCE_POLICY_FLAG, SCHEDULED_FLAG } from './flags/tag-flags.ts';
import { checkRequest } from './tag/check-request.ts';
import { type Destination, parseDestination } from './tag/destination.ts';
import type { TagRequest } from './tag/request.ts';
import { setTag } from './tag/set-tag.ts';
import {
  parseTagSource,
  resolveTagSource,
  SOURCE_KIND_NAMES,
  sourceKind,
  type TagSourceArgument,
} from './tag/source.ts';

export interface TagResult {
  lines: readonly string[];
  /** What stopped the command after some destinations were written. */
  error?: unknown;
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
      group: 'what',
      type: 'string',
      value: 'KIND',
      help: 'What SOURCE is: docker, istag or isimage; guessed from its form',
    },
    { name: 'delete', group: 'how', short: 'd', type: 'bool', help: 'Remove the tags' },
    { name: 'alias', group: 'how', type: 'bool', help: 'Follow the source tag instead of copying what it has now' },
    { name: 'reference', group: 'future', type: 'bool', help: 'Only point at SOURCE; never look it up' },
    SCHEDULED_FLAG,
    INSECURE_FLAG,
    { ...REFERENCE_POLICY_FLAG, default: 'source' },
    {
      name: 'import-mode',
      group: 'future',
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
    checkRequest(request, source, destinations, namespace);
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

async function deleteTag(destination: Destination, ports: Ports): Promise<string> {
  const { namespace, name } = destination;
  if (!name.includes(':')) refuse(`"${name}" must be of the form <stream_name>:<tag>`);
  await ports.api.delete(IMAGE_STREAM_TAG, namespace, name);
  return `Deleted tag ${namespace}/${name}.`;
}
