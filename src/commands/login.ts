import { withoutLogin } from '../core/references/without-login.ts';
import { readPassword } from './arguments/password-input.ts';
import { type Arguments, type Command, type CommandSpec, type Ports, refuse } from './command.ts';

export interface LoginRequest {
  registry: string;
  username: string;
  /** Undefined where it is asked for, or comes from standard input. */
  password: string | undefined;
  passwordFromStdin: boolean;
  skipCheck: boolean;
  insecure: boolean;
}

export interface LoginResult {
  registry: string;
  /** Where it lies: `in the keychain`, `with docker-credential-pass`, `into PATH`. */
  where: string;
  warnings: readonly string[];
}

const spec: CommandSpec = {
  usage: 'REGISTRY',
  description: `Saves a login for a registry, or for a repository below one (quay.io/marsteam), which imports of every namespace use
from then on. It goes to the keychain; where there is none to the credential helper of docker's and podman's files, or
into a file that podman, skopeo and docker read too.

The login is tried at the registry first; one that is refused is not saved, and an older one stays.`,
  flags: [
    { name: 'username', short: 'u', type: 'string', value: 'USER', help: 'The user name' },
    { name: 'password', short: 'p', type: 'string', value: 'PASSWORD', help: 'The password; others may see it' },
    { name: 'password-stdin', type: 'bool', help: 'Read the password from standard input' },
    { name: 'skip-check', type: 'bool', help: 'Save the login without trying it' },
    { name: 'insecure', type: 'bool', help: 'Try it over HTTPS without verification, or plain HTTP' },
  ],
  examples: [
    { what: 'Log in to a registry', run: 'imagestream login registry.marsrover.space -u rover' },
    {
      what: 'Log in with a password from a file',
      run: 'imagestream login quay.io -u robot --password-stdin < password.txt',
    },
  ],
};

export const command: Command<LoginRequest, LoginResult> = {
  spec,

  parse(input) {
    const { flags } = input;
    const registry = registryOf(input);
    const passwordFromStdin = flags.bool('password-stdin');
    const username = flags.string('username');
    if (passwordFromStdin && flags.changed('password')) {
      refuse('--password and --password-stdin are mutually exclusive');
    }
    if (passwordFromStdin && username === '') refuse('must provide --username with --password-stdin');
    const password = flags.changed('password') ? flags.string('password') : undefined;
    const [skipCheck, insecure] = [flags.bool('skip-check'), flags.bool('insecure')];
    return { registry, username, password, passwordFromStdin, skipCheck, insecure };
  },

  async run({ registry, username: given, password: typed, passwordFromStdin, skipCheck, insecure }, ports) {
    const username = given || (await ask(ports, 'Username: ', '-u USER'));
    const password =
      typed ??
      (passwordFromStdin
        ? await readPassword(ports.files)
        : await ask(ports, 'Password: ', '--password-stdin', { hidden: true }));
    const warnings =
      typed === undefined ? [] : ['--password can be seen by other users of this machine: use --password-stdin'];
    if (!skipCheck) {
      const host = loginHost(registry);
      const { asked } = await ports.tryLogin({ registry: host, login: { username, password }, insecure });
      if (!asked) warnings.push(`${host} asks nobody for a login: whether this one is right is not known`);
    }
    const where = await ports.logins.save(registry, { username, password });
    return { registry, where, warnings };
  },
};

/** The host, and the path below it, of a registry as people write it. */
const loginHost = (written: string) => written.replace(/^https?:\/\//i, '').replace(/\/+(?:v[12]\/*)?$/, '');

/** What `oc login` is given: the address of an API server. */
const looksLikeCluster = (text: string) => /^https?:\/\/(?:api[.-]|[^/]*:6443(?:\/|$))/i.test(text);

/** The only argument. Fails with USAGE, and with ARGUMENT for what cannot be a host. */
export function registryOf({ args, usage }: Arguments): string {
  const [registry = ''] = args;
  if (args.length !== 1) {
    throw usage(`exactly one REGISTRY is required, got ${args.length}`);
  }
  if (looksLikeCluster(withoutLogin(registry))) {
    refuse(`${withoutLogin(registry)} looks like a cluster: login is for registries here`, {
      hint: 'There is no cluster behind imagestream, and none to log in to. Name a registry: registry.example.com:5000',
    });
  }
  if (!/^(?:https?:\/\/)?[A-Za-z0-9[][A-Za-z0-9.:[\]-]*(?:\/[A-Za-z0-9._/-]*)?$/.test(registry)) {
    refuse(`${JSON.stringify(withoutLogin(registry))} is not the name of a registry`, {
      hint: 'Name a host, with its port if it has one: registry.example.com:5000',
    });
  }
  return registry;
}

async function ask(ports: Ports, question: string, flag: string, options = {}): Promise<string> {
  const answer = await ports.files.ask(question, options);
  if (answer) return answer;
  const what = question.toLowerCase().replace(': ', '');
  refuse(`there is no ${what}`, { hint: `Give one with ${flag}` });
}
