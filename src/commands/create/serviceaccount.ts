import { SERVICE_ACCOUNT } from '../../core/kinds/kind-names.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { Command, CommandSpec } from '../command.ts';
import { CREATE_FLAGS } from '../flags/write-flags.ts';
import { type CreateNamedRequest, createNamed, metadataOf, parseCreateNamed } from '../objects/created-object.ts';
import type { ObjectMessages } from '../objects/object-messages.ts';

const spec: CommandSpec = {
  usage: 'NAME',
  description: `Creates a service account, to which "secrets link" links secrets. The accounts default, builder and deployer are in every
namespace.`,
  flags: CREATE_FLAGS,
  examples: [{ what: 'Create a service account', run: 'imagestream create serviceaccount robot' }],
};

export const command: Command<CreateNamedRequest, ObjectMessages> = {
  spec,
  parse: parseCreateNamed,
  async run(request, ports) {
    const account: KubeObject = { kind: 'ServiceAccount', apiVersion: 'v1', metadata: metadataOf(request) };
    return createNamed(ports, SERVICE_ACCOUNT, account, request, 'failed to create serviceaccount:');
  },
};
