import { IMAGE_STREAM } from '../../core/kinds/kind-names.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { Command, CommandSpec } from '../command.ts';
import { CREATE_FLAGS, parseCreateFlags } from '../flags/write-flags.ts';
import { createStruct } from '../objects/created-object.ts';
import type { ObjectMessages, ObjectMessagesRequest } from '../objects/object-messages.ts';

export interface CreateImageStreamRequest extends ObjectMessagesRequest {
  name: string;
  lookupLocal: boolean;
  saveConfig: boolean;
}

const spec: CommandSpec = {
  usage: 'NAME',
  description: `Creates a stream without tags. "tag" and "import-image" give it some.`,
  flags: [
    {
      name: 'lookup-local',
      group: 'how',
      type: 'bool',
      help: "Let workloads name the stream's tags instead of images",
    },
    ...CREATE_FLAGS,
  ],
  examples: [{ what: 'Create a stream', run: 'imagestream create imagestream marsview' }],
};

export const command: Command<CreateImageStreamRequest, ObjectMessages> = {
  spec,

  parse({ args, flags, usage }) {
    const [name = ''] = args;
    if (args.length !== 1) throw usage(`exactly one NAME is required, got ${args.length}`);
    return {
      name,
      lookupLocal: flags.bool('lookup-local'),
      ...parseCreateFlags(flags),
    };
  },

  async run(request, ports) {
    const { name, lookupLocal } = request;
    const stream: KubeObject = {
      apiVersion: 'image.openshift.io/v1',
      kind: 'ImageStream',
      metadata: { name, creationTimestamp: null },
      spec: { lookupPolicy: { local: lookupLocal } },
      status: { dockerImageRepository: '' },
    };
    return createStruct(ports, IMAGE_STREAM, stream, request);
  },
};
