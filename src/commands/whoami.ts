import { type Command, type CommandSpec, refuse } from './command.ts';

export interface WhoAmIRequest {
  show: 'user' | 'server';
}

const spec: CommandSpec = {
  usage: '',
  description: `Prints who works here, as the history of a tag records it: the user of a pipeline, else USER@HOST. Nobody logs in to a store:
there are no tokens and no contexts, and --show-server prints its directory.`,
  flags: [
    { name: 'show-server', type: 'bool', help: 'Print the directory of the store' },
    { name: 'show-context', short: 'c', type: 'bool', help: 'Fails: there are no contexts here' },
    { name: 'show-token', short: 't', type: 'bool', help: 'Fails: there are no tokens here' },
    { name: 'show-console', type: 'bool', help: 'Fails: there is no console here', hidden: true },
  ],
  examples: [
    { what: 'Print the name that "history" will show', run: 'imagestream whoami' },
    { what: 'Print which store is meant', run: 'imagestream whoami --show-server' },
  ],
};

/** `whoami`: the author of changes, or the store. */
export const command: Command<WhoAmIRequest, string> = {
  spec,

  parse({ flags, program }) {
    if (flags.bool('show-token')) {
      const hint = `Logins are for registries: "${program} registry check HOST" says which one counts for a host`;
      refuse('no token is currently in use for this session', { hint });
    }
    if (flags.bool('show-context')) {
      refuse('no context has been set', { hint: `"${program} project" shows the namespace that counts` });
    }
    if (flags.bool('show-console')) refuse('unable to determine console location: a store has no console');
    return { show: flags.bool('show-server') ? 'server' : 'user' };
  },

  async run({ show }, { author, project }) {
    if (show === 'server') return project.store;
    const { by } = await author();
    if (!by) refuse('the system does not say who works here', { hint: 'Set USER' });
    return by;
  },
};
