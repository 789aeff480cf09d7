import {
  type KeyValueSources,
  parseLiteral,
  parseSources,
  readEnvFiles,
  readFileSources,
  sourceFlags,
} from '../../arguments/key-value-sources.ts';
import { secretData } from '../../arguments/secret-entries.ts';
import type { Command, CommandSpec } from '../../command.ts';
import { type CreateKeyedRequest, createSecret, keyedFlags, parseCreateKeyed } from '../../objects/create-keyed.ts';
import type { ObjectMessages } from '../../objects/object-messages.ts';

export interface CreateGenericSecretRequest extends CreateKeyedRequest {
  sources: KeyValueSources;
  type: string;
}

const spec: CommandSpec = {
  usage: 'NAME [--from-file=[KEY=]PATH] [--from-literal=KEY=VALUE] [--from-env-file=PATH] [--type=TYPE]',
  description: `Creates a secret from files, directories or values. Its values go to the keychain, to a credential helper or to a file
outside of the store; --credential-store says which.`,
  flags: [
    ...sourceFlags('secret'),
    { name: 'type', group: 'what', type: 'string', value: 'TYPE', help: 'The type of the secret; Opaque if not given' },
    ...keyedFlags('secret'),
  ],
  examples: [
    {
      what: 'Create a pull secret from a file that docker has written',
      run: 'imagestream create secret generic my-mars-secret --from-file=.dockerconfigjson=$HOME/.docker/config.json --type=kubernetes.io/dockerconfigjson',
    },
    {
      what: 'Create a secret with a value',
      run: 'imagestream create secret generic hook --from-literal=key=topsecret',
    },
  ],
};

export const command: Command<CreateGenericSecretRequest, ObjectMessages> = {
  spec,

  parse(input) {
    const { flags } = input;
    return { ...parseCreateKeyed(input), sources: parseSources(flags), type: flags.string('type') };
  },

  async run(request, ports) {
    const { sources, type } = request;
    const data = secretData([
      ...sources.literals.map(parseLiteral),
      ...(await readFileSources(sources.files, ports.files)),
      ...(await readEnvFiles(sources.envFiles, ports.files, 'secret')),
    ]);
    return createSecret({ data, type }, request, ports);
  },
};
