import { IMAGE_STREAM } from '../../core/kinds/kind-names.ts';
import type { ImageStream } from '../../core/objects/image-stream.ts';
import type { Login } from '../../core/ports/logins.ts';
import { referenceIn } from '../../core/references/reference.ts';
import { encodeText } from '../../core/secrets/base64.ts';
import { type Command, type CommandSpec, type FlagValues, type Ports, refuse } from '../command.ts';
import { acceptedFlag } from '../flags/write-flags.ts';

export interface RegistryLoginRequest {
  login: Login;
  /** Empty for the integrated registry that image streams name. */
  registry: string;
  /** Undefined for the usual file; `-` for standard output. */
  file: string | undefined;
}

export interface RegistryLoginResult {
  registry: string;
  /** Where the login was written; absent where it is printed. */
  path?: string;
  /** The file's content, for standard output. */
  content?: unknown;
  notes: readonly string[];
}

const spec: CommandSpec = {
  usage: '',
  description: `Writes a login into a credential file, as "oc registry login" does: the one that REGISTRY_AUTH_FILE names, else podman's.
Without --registry the integrated registry is meant, whose name the image streams of the namespace tell. "login" keeps
passwords in a better place.`,
  flags: [
    { name: 'registry', type: 'string', value: 'HOST', help: 'The registry' },
    { name: 'auth-basic', type: 'string', value: 'USER:PASSWORD', help: 'The user name and password' },
    { name: 'registry-config', short: 'a', type: 'string', value: 'FILE', help: 'The file; - for standard output' },
    { name: 'to', type: 'string', value: 'FILE', help: 'The same as --registry-config' },
    { name: 'service-account', short: 'z', type: 'string', help: 'Not supported', hidden: true },
    acceptedFlag('skip-check', 'bool'),
    acceptedFlag('insecure', 'bool'),
  ],
  examples: [
    {
      what: 'Write a login for a registry into a file',
      run: 'imagestream registry login --registry=quay.io/marsteam --auth-basic=robot:secret --to=auth.json',
    },
  ],
};

export const command: Command<RegistryLoginRequest, RegistryLoginResult> = {
  spec,

  parse({ flags }) {
    const account = flags.string('service-account');
    if (account && flags.string('auth-basic')) {
      refuse('You may only specify a single authentication input as -z or --auth-basic');
    }
    if (account) {
      refuse(`the service account ${account} had no valid secrets associated with it`, {
        hint: 'Service accounts have no tokens here; give a login with --auth-basic=USER:PASSWORD',
      });
    }
    return {
      login: loginOf(flags),
      registry: flags.string('registry'),
      file: flags.string('to') || flags.string('registry-config') || undefined,
    };
  },

  async run({ login, registry, file }, ports) {
    const found = registry ? { host: registry, notes: [] } : await integratedRegistry(ports);
    const { host, notes } = found;
    if (file === '-') {
      const auth = encodeText(`${login.username}:${login.password}`);
      return { registry: host, content: { auths: { [host]: { auth } } }, notes };
    }
    return { registry: host, path: await ports.logins.saveToFile(file, host, login), notes };
  },
};

function loginOf(flags: FlagValues): Login {
  const basic = flags.string('auth-basic');
  const colon = basic.indexOf(':');
  if (basic && colon < 0) refuse('--auth-basic must be in the form user:password');
  if (basic) return { username: basic.slice(0, colon), password: basic.slice(colon + 1) };
  const token = flags.string('token');
  if (!token) {
    refuse('no token is currently in use for this session', {
      hint: 'Give a login with --auth-basic=USER:PASSWORD',
    });
  }
  return { username: 'user', password: token };
}

/** The registry that the first stream of the namespace names, or of the namespace `openshift`. */
async function integratedRegistry(ports: Ports): Promise<{ host: string; notes: string[] }> {
  for (const namespace of [ports.namespace, 'openshift']) {
    const [stream] = (await ports.api.list<ImageStream>(IMAGE_STREAM, namespace)).items;
    if (!stream) continue;
    const shown = stream.status?.publicDockerImageRepository;
    const host = referenceIn(shown || stream.status?.dockerImageRepository || '')?.registry;
    const what = shown ? 'registry public' : 'internal registry';
    if (host) return { host, notes: [`info: Using ${what} hostname ${host}`] };
    break;
  }
  refuse('The public hostname of the integrated registry could not be determined. Please specify one with --registry.');
}
