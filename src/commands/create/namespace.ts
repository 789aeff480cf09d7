import { NAMESPACE } from '../../core/kinds/kind-names.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { Command, CommandSpec } from '../command.ts';
import { CREATE_FLAGS } from '../flags/write-flags.ts';
import { type CreateNamedRequest, createStruct, parseCreateNamed } from '../objects/created-object.ts';
import type { ObjectMessages } from '../objects/object-messages.ts';

const spec: CommandSpec = {
  usage: 'NAME',
  description: `Creates a namespace. A namespace is there without that as soon as something is written to it; "new-project" makes one with a
name for people, and works in it from then on.`,
  flags: CREATE_FLAGS,
  examples: [
    { what: 'Create a namespace', run: 'imagestream create namespace mars-base' },
    { what: 'Print one for a file', run: 'imagestream create namespace mars-base --dry-run=client -o yaml' },
  ],
};

export const command: Command<CreateNamedRequest, ObjectMessages> = {
  spec,
  parse: parseCreateNamed,
  async run(request, ports) {
    const metadata = { name: request.name, creationTimestamp: null };
    const namespace: KubeObject = { kind: 'Namespace', apiVersion: 'v1', metadata, spec: {}, status: {} };
    return createStruct(ports, NAMESPACE, namespace, request);
  },
};
