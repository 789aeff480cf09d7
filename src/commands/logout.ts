import { type Command, type CommandSpec, refuse } from './command.ts';
import { registryOf } from './login.ts';

export interface LogoutRequest {
  registry: string;
}

export interface LogoutResult {
  registry: string;
  /** The places that had a login. */
  places: readonly string[];
}

const spec: CommandSpec = {
  usage: 'REGISTRY',
  description: `Removes the logins for a registry from the keychain, from the credential helper and from the files of podman and docker.
Secrets of namespaces stay.`,
  flags: [],
  examples: [{ what: 'Log out of a registry', run: 'imagestream logout registry.marsrover.space' }],
};

export const command: Command<LogoutRequest, LogoutResult> = {
  spec,
  parse: (input) => ({ registry: registryOf(input) }),
  async run({ registry }, ports) {
    const places = await ports.logins.remove(registry);
    if (places.length === 0) refuse(`not logged in to ${registry}`);
    return { registry, places };
  },
};
