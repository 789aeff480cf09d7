import { goJson } from '../../../codec/go-json.ts';
import { HUB_SERVER } from '../../../core/logins/docker-config.ts';
import { encodeText } from '../../../core/secrets/base64.ts';
import { DOCKER_CONFIG_JSON } from '../../../core/secrets/validate-secret.ts';
import { readFileSources } from '../../arguments/key-value-sources.ts';
import { readPassword } from '../../arguments/password-input.ts';
import { secretData } from '../../arguments/secret-entries.ts';
import { type Command, type CommandSpec, type Ports, refuse } from '../../command.ts';
import { type CreateKeyedRequest, createSecret, keyedFlags, parseCreateKeyed } from '../../objects/create-keyed.ts';
import type { ObjectMessages } from '../../objects/object-messages.ts';

export interface CreateDockerRegistrySecretRequest extends CreateKeyedRequest {
  server: string;
  username: string;
  /** Undefined where it comes from standard input. */
  password: string | undefined;
  email: string;
  files: readonly string[];
}

const KEY = '.dockerconfigjson';

const spec: CommandSpec = {
  usage: 'NAME --docker-username=USER --docker-password=PASSWORD [--docker-server=HOST]',
  description: `Creates a secret with the login for a registry, which imports of the namespace use from then on. The password goes to
the keychain, to a credential helper or to a file outside of the store; --credential-store says which.`,
  flags: [
    { name: 'docker-server', group: 'what', type: 'string', value: 'HOST', default: HUB_SERVER, help: 'The registry' },
    { name: 'docker-username', group: 'what', type: 'string', value: 'USER', help: 'The user name' },
    { name: 'docker-password', group: 'what', type: 'string', value: 'PASSWORD', help: 'The password' },
    { name: 'docker-password-stdin', group: 'what', type: 'bool', help: 'Read the password from standard input' },
    { name: 'docker-email', group: 'what', type: 'string', value: 'EMAIL', help: 'The e-mail address' },
    {
      name: 'from-file',
      group: 'what',
      type: 'list',
      value: '[.dockerconfigjson=]PATH',
      help: 'A credential file of docker or podman, in place of the other flags',
    },
    ...keyedFlags('secret'),
  ],
  examples: [
    {
      what: 'Create the login for a private registry',
      run: 'imagestream create secret docker-registry my-mars-secret --docker-server=registry.marsrover.space --docker-username=rover --docker-password-stdin',
    },
    {
      what: 'Create it from the file that podman has written',
      run: 'imagestream create secret docker-registry my-mars-secret --from-file=$XDG_RUNTIME_DIR/containers/auth.json',
    },
  ],
};

export const command: Command<CreateDockerRegistrySecretRequest, ObjectMessages> = {
  spec,

  parse(input) {
    const { flags } = input;
    const keyed = parseCreateKeyed(input);
    const files = flags.list('from-file').flatMap((value) => value.split(','));
    const [server, username, password] = ['server', 'username', 'password'].map((name) =>
      flags.string(`docker-${name}`),
    ) as [string, string, string];
    const fromStdin = flags.bool('docker-password-stdin');
    if (fromStdin && password !== '') refuse('--docker-password and --docker-password-stdin are mutually exclusive');
    if (files.length === 0 && (username === '' || (password === '' && !fromStdin) || server === '')) {
      refuse(
        'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
      );
    }
    return {
      ...keyed,
      server,
      username,
      password: fromStdin ? undefined : password,
      email: flags.string('docker-email'),
      files: files.map((file) => (file.includes('=') ? file : `${KEY}=${file}`)),
    };
  },

  async run(request, ports) {
    const data = request.files.length > 0 ? await dataOfFiles(request, ports) : await dataOfLogin(request, ports);
    return createSecret({ data, type: DOCKER_CONFIG_JSON }, request, ports);
  },
};

async function dataOfFiles({ files }: CreateDockerRegistrySecretRequest, ports: Ports) {
  return secretData(await readFileSources(files, ports.files));
}

async function dataOfLogin(request: CreateDockerRegistrySecretRequest, ports: Ports) {
  const { server, username, email } = request;
  const password = request.password ?? (await readPassword(ports.files));
  const entry = {
    username,
    password,
    ...(email ? { email } : {}),
    auth: encodeText(`${username}:${password}`),
  };
  const content = goJson({ auths: { [server]: entry } }, { keys: Object.keys, indent: '' });
  return { [KEY]: encodeText(content) };
}
