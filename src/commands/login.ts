import { AppError } from '../errors.ts';
import { type Command, type CommandSpec, type Ports, usageError } from './command.ts';
import { readPassword } from './password-input.ts';

export interface LoginRequest {
  registry: string;
  username: string;
  /** Undefined where it is asked for, or comes from standard input. */
  password: string | undefined;
  passwordFromStdin: boolean;
}

export interface LoginResult {
  registry: string;
  /** Where it lies: `in the keychain`, `with docker-credential-pass`, `into PATH`. */
  where: string;
  warnings: readonly string[];
}

const spec: CommandSpec = {
  path: ['login'],
  usage: 'REGISTRY',
  summary: "Save the user's own login for a registry",
  description: `Saves a login for a registry, or for a repository below one (quay.io/marsteam), which imports of every namespace use
from then on. It goes to the keychain; where there is none to the credential helper of docker's and podman's files, or
into a file that podman, skopeo and docker read too. The login is not tried.`,
  flags: [
    { name: 'username', short: 'u', type: 'string', value: 'USER', help: 'The user name' },
    { name: 'password', short: 'p', type: 'string', value: 'PASSWORD', help: 'The password; others may see it' },
    { name: 'password-stdin', type: 'bool', help: 'Read the password from standard input' },
  ],
  examples: [
    { what: 'Log in to a registry', run: 'imagestream login registry.marsrover.space -u rover' },
    {
      what: 'Log in with a password from a file',
      run: 'imagestream login quay.io -u robot --password-stdin < password.txt',
    },
  ],
};

export const login: Command<LoginRequest, LoginResult> = {
  spec,

  parse({ args, flags, program }) {
    const registry = registryOf(args, spec, program);
    const passwordFromStdin = flags.bool('password-stdin');
    const username = flags.string('username');
    if (passwordFromStdin && flags.changed('password')) {
      throw new AppError('ARGUMENT', '--password and --password-stdin are mutually exclusive');
    }
    if (passwordFromStdin && username === '') {
      throw new AppError('ARGUMENT', 'must provide --username with --password-stdin');
    }
    const password = flags.changed('password') ? flags.string('password') : undefined;
    return { registry, username, password, passwordFromStdin };
  },

  async run({ registry, username: given, password: typed, passwordFromStdin }, ports) {
    const username = given || (await ask(ports, 'Username: ', '-u USER'));
    const password =
      typed ??
      (passwordFromStdin
        ? await readPassword(ports.files)
        : await ask(ports, 'Password: ', '--password-stdin', { hidden: true }));
    const where = await ports.logins.save(registry, { username, password });
    const warnings =
      typed === undefined ? [] : ['--password can be seen by other users of this machine: use --password-stdin'];
    return { registry, where, warnings };
  },
};

/** The only argument. Fails with USAGE, and with ARGUMENT for what cannot be a host. */
export function registryOf(args: readonly string[], { path }: CommandSpec, program: string): string {
  const [registry = ''] = args;
  if (args.length !== 1) {
    throw usageError({ ...spec, path }, program, `exactly one REGISTRY is required, got ${args.length}`);
  }
  if (!/^(?:https?:\/\/)?[A-Za-z0-9[][A-Za-z0-9.:[\]-]*(?:\/[A-Za-z0-9._/-]*)?$/.test(registry)) {
    throw new AppError('ARGUMENT', `${JSON.stringify(registry)} is not the name of a registry`, {
      hint: 'Name a host, with its port if it has one: registry.example.com:5000',
    });
  }
  return registry;
}

async function ask(ports: Ports, question: string, flag: string, options = {}): Promise<string> {
  const answer = await ports.files.ask(question, options);
  if (answer) return answer;
  const what = question.toLowerCase().replace(': ', '');
  throw new AppError('ARGUMENT', `there is no ${what}`, { hint: `Give one with ${flag}` });
}
