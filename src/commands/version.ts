import type { ProgramFacts } from '../core/ports/program-facts.ts';
import { type Command, type CommandSpec, refuse } from './command.ts';

export interface VersionRequest {
  output: 'text' | 'json' | 'yaml';
}

export interface VersionResult {
  program: ProgramFacts;
}

const spec: CommandSpec = {
  usage: '',
  description: `Prints the version of this program. With -o also what it was built of, the Node that runs it, and the platform: what
belongs into the report of a fault. The fields are those of "oc version", with nodeVersion for Go's; there is no server.`,
  flags: [
    { name: 'output', short: 'o', type: 'string', value: 'json|yaml', help: 'Print everything that is known' },
    { name: 'client', type: 'bool', help: "Without effect: there is no other version than this program's" },
    { name: 'short', type: 'bool', help: 'Without effect: it is short', hidden: true },
  ],
  examples: [
    { what: 'Print the version', run: 'imagestream version' },
    { what: 'Print what belongs into the report of a fault', run: 'imagestream version -o yaml' },
  ],
  standsAlone: true,
};

export const command: Command<VersionRequest, VersionResult> = {
  spec,

  parse({ args, flags }) {
    if (args.length > 0) refuse(`unexpected arguments: [${args.join(' ')}]`);
    const output = flags.string('output');
    if (output !== '' && output !== 'json' && output !== 'yaml') refuse("--output must be 'yaml' or 'json'");
    return { output: output || 'text' };
  },

  run: async (_request, { program }) => ({ program }),
};
