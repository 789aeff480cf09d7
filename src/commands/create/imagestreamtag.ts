import { IMAGE_STREAM_TAG } from '../../core/kinds/kind-names.ts';
import type { ImageStreamTag, TagReference } from '../../core/objects/image-stream.ts';
import type { ObjectReference } from '../../core/objects/meta.ts';
import { nameString, parseReference, referenceProblem } from '../../core/references/reference.ts';
import { type Command, type CommandSpec, type FlagValues, refuse } from '../command.ts';
import { INSECURE_FLAG, REFERENCE_POLICY_FLAG, SCHEDULED_FLAG } from '../flags/tag-flags.ts';
import { CREATE_FLAGS, parseCreateFlags } from '../flags/write-flags.ts';
import { createStruct } from '../objects/created-object.ts';
import type { ObjectMessages, ObjectMessagesRequest } from '../objects/object-messages.ts';

export interface CreateImageStreamTagRequest extends ObjectMessagesRequest {
  name: string;
  tag: TagReference;
  saveConfig: boolean;
  notes: readonly string[];
}

const spec: CommandSpec = {
  usage: 'STREAM:TAG',
  description: `Creates one tag. With --from-image it points at an image elsewhere, which is looked up at once; with --from at a tag
(STREAM:TAG, or :TAG of the same stream) or an image (STREAM@DIGEST) of a stream. A tag that exists is an error: "tag" changes it.`,
  flags: [
    {
      name: 'from-image',
      group: 'what',
      type: 'string',
      value: 'PULL-SPEC',
      help: 'The image elsewhere that the tag points at',
    },
    {
      name: 'from',
      group: 'what',
      type: 'string',
      value: 'SOURCE',
      help: 'The tag or image of a stream that the tag points at',
    },
    {
      name: 'annotation',
      group: 'future',
      type: 'list',
      value: 'NAME=VALUE',
      help: 'Annotate the tag; several are separated by commas',
    },
    { name: 'A', short: 'A', type: 'list', value: 'NAME=VALUE', help: 'Deprecated form of --annotation', hidden: true },
    SCHEDULED_FLAG,
    INSECURE_FLAG,
    { name: 'reference', group: 'future', type: 'bool', help: 'Only point at the image; never look it up' },
    REFERENCE_POLICY_FLAG,
    ...CREATE_FLAGS,
  ],
  examples: [
    {
      what: 'Create a tag that points at an image in a registry',
      run: 'imagestream create imagestreamtag mysql:latest --from-image=myregistry.local/mysql/mysql:5.0',
    },
  ],
};

export const command: Command<CreateImageStreamTagRequest, ObjectMessages> = {
  spec,

  parse({ args, flags, usage }) {
    const policy = referencePolicy(flags.string('reference-policy'));
    const [name = ''] = args;
    if (args.length !== 1) throw usage(`exactly one NAME is required, got ${args.length}`);
    const annotations = parseAnnotations([...flags.list('annotation'), ...flags.list('A')]);
    const from = parseFrom(flags);
    const notes = flags.changed('A') ? ['Flag shorthand -A has been deprecated, please use --annotation instead.'] : [];
    return {
      name,
      tag: {
        // The name is the server's to fill in.
        name: '',
        annotations,
        ...(from ? { from } : {}),
        ...(flags.bool('reference') ? { reference: true } : {}),
        generation: null,
        importPolicy: {
          ...(flags.bool('insecure') ? { insecure: true } : {}),
          ...(flags.bool('scheduled') ? { scheduled: true } : {}),
        },
        referencePolicy: { type: policy },
      },
      notes,
      ...parseCreateFlags(flags),
    };
  },

  async run(request, ports) {
    const { name, tag, notes } = request;
    const { annotations } = tag;
    const object: ImageStreamTag = {
      apiVersion: 'image.openshift.io/v1',
      kind: 'ImageStreamTag',
      metadata: { name, creationTimestamp: null, ...(annotations ? { annotations } : {}) },
      tag,
      generation: 0,
      lookupPolicy: { local: false },
      image: { metadata: { name: '', creationTimestamp: null }, dockerImageReference: '' },
    };
    return { ...(await createStruct(ports, IMAGE_STREAM_TAG, object, request)), notes };
  },
};

function referencePolicy(word: string): '' | 'Source' | 'Local' {
  switch (word.toLowerCase()) {
    case '':
      return '';
    case 'source':
      return 'Source';
    case 'local':
      return 'Local';
    default:
      refuse('valid values for --reference-policy are: source, local');
  }
}

/** `a=b,c=d`, several times; null for none. A value may hold `=`. */
function parseAnnotations(values: readonly string[]): Record<string, string> | null {
  const pairs = values
    .flatMap((value) => value.split(','))
    .map((pair): [string, string] => {
      const equals = pair.indexOf('=');
      if (equals < 1) refuse('annotations must be of the form name=value');
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    });
  return pairs.length === 0 ? null : Object.fromEntries(pairs);
}

/** Section 8 of oc CLI: `--from-image` is taken as it is; `--from` names a tag or an image of a stream, `:x` one of the same. */
function parseFrom(flags: FlagValues): ObjectReference | undefined {
  const [image, from] = [flags.string('from-image'), flags.string('from')];
  if (image && from) refuse('--from and --from-image may not be used together');
  if (image) return { kind: 'DockerImage', name: image };
  if (!from) return undefined;
  if (from.startsWith(':')) return { kind: 'ImageStreamTag', name: from.slice(1) };
  const problem = referenceProblem(from);
  if (problem !== undefined) {
    refuse(`Invalid --from, must be a valid image stream tag or image stream image: ${problem}`);
  }
  const reference = parseReference(from);
  if (reference.registry) refuse('Invalid --from, registry may not be specified');
  return {
    kind: reference.id ? 'ImageStreamImage' : 'ImageStreamTag',
    ...(reference.namespace ? { namespace: reference.namespace } : {}),
    name: nameString(reference),
  };
}
