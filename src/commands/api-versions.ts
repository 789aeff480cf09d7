import { compareBytes } from '../core/byte-order.ts';
import { apiVersionOf, KINDS } from '../core/kinds/kinds.ts';
import type { Command, CommandSpec } from './command.ts';

const spec: CommandSpec = {
  usage: '',
  description: `Lists the API versions of the types that a store can hold, as they stand in the apiVersion of files.`,
  flags: [],
  examples: [
    { what: 'List the versions', run: 'imagestream api-versions' },
    { what: 'See whether there are image streams', run: 'imagestream api-versions | grep image.openshift.io' },
  ],
};

/** `api-versions`: each `group/version` once, in order. */
export const command: Command<Record<never, never>, readonly string[]> = {
  spec,

  parse({ args, usage }) {
    if (args.length > 0) throw usage(`unexpected arguments: [${args.join(' ')}]`);
    return {};
  },

  run: async () => [...new Set(KINDS.map(apiVersionOf))].sort(compareBytes),
};
