import type { Command, CommandSpec } from '../command.ts';
import { lastApplied } from '../objects/last-applied.ts';
import { readObject } from '../objects/modify-object.ts';
import { type ObjectSelection, parseSelection, SELECTION_FLAGS, selectTargets } from '../objects/object-selection.ts';

export interface ViewLastAppliedRequest {
  selection: ObjectSelection;
  output: 'yaml' | 'json';
}

/** The configurations that were applied last, one after the other. */
export type LastApplied = readonly unknown[];

const spec: CommandSpec = {
  needsStore: true,
  usage: '(TYPE [NAME | -l LABELS] | TYPE/NAME | -f FILE)',
  description: `Prints the configurations that "apply" has recorded in an annotation of objects. Of an object that was never applied,
nothing.`,
  flags: [
    ...SELECTION_FLAGS,
    {
      name: 'output',
      group: 'output',
      short: 'o',
      type: 'string',
      value: 'yaml|json',
      default: 'yaml',
      help: 'The format',
    },
  ],
  examples: [
    { what: 'What was applied to a stream last?', run: 'imagestream apply view-last-applied is/marsview' },
    {
      what: 'The same for the objects of a file, as JSON',
      run: 'imagestream apply view-last-applied -f stream.yaml -o json',
    },
  ],
};

export const command: Command<ViewLastAppliedRequest, LastApplied> = {
  spec,

  parse({ args, flags, program, usage }) {
    const output = flags.string('output');
    if (output !== 'yaml' && output !== 'json') {
      const message = `Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`;
      throw usage(message);
    }
    return { selection: parseSelection(args, flags, program), output };
  },

  async run({ selection }, ports) {
    const { targets, errors } = await selectTargets(selection, ports);
    if (errors.length > 0) throw errors[0];
    const found: unknown[] = [];
    for (const target of targets) found.push(lastApplied(await readObject(ports, target)));
    return found.filter((configuration) => configuration !== undefined);
  },
};
