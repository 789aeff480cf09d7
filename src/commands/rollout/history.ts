import { kindName } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { historyKind, type Revision } from '../../core/rollout/history.ts';
import { type Command, type CommandSpec, refuse } from '../command.ts';
import { type OutputFormat, PRINT_FLAGS, parseOutputFormat } from '../flags/output-format.ts';
import type { ObjectSelection } from '../objects/object-selection.ts';
import { forEachTarget, parseRolloutTargets, ROLLOUT_FLAGS, readRevisions } from '../objects/rollout-targets.ts';

export interface RolloutHistoryRequest {
  selection: ObjectSelection;
  /** 0 for all. */
  revision: number;
  output: OutputFormat;
}

export interface RolloutHistoryResult {
  histories: readonly { object: KubeObject; revisions: readonly Revision[] }[];
  errors: readonly unknown[];
}

const spec: CommandSpec = {
  needsStore: true,
  usage: '(TYPE NAME | TYPE/NAME) [--revision=N]',
  description: `Lists the revisions of a deployment, or of a deployment config with what caused each. With --revision the pod template of
that one is shown; with -o the objects that record them.`,
  flags: [
    {
      name: 'revision',
      group: 'what',
      type: 'int',
      value: 'N',
      default: '0',
      help: 'Show the template of this revision',
    },
    ...ROLLOUT_FLAGS,
    ...PRINT_FLAGS,
  ],
  examples: [
    { what: 'List the rollouts of a deployment config', run: 'imagestream rollout history dc/marsview' },
    { what: 'Show what revision 2 ran', run: 'imagestream rollout history deploy/marsview --revision=2' },
  ],
};

export const command: Command<RolloutHistoryRequest, RolloutHistoryResult> = {
  spec,

  parse(input) {
    const selection = parseRolloutTargets(input);
    const revision = input.flags.int('revision');
    if (revision < 0) refuse(`revision must be a positive integer: ${revision}`);
    return { selection, revision, output: parseOutputFormat(input.flags, { tables: false }) };
  },

  async run({ selection, revision }, ports) {
    const histories: { object: KubeObject; revisions: readonly Revision[] }[] = [];
    const errors = await forEachTarget(selection, ports, async ({ kind }, object) => {
      if (!historyKind(object)) refuse(`no history viewer has been implemented for "${kindName(kind)}"`);
      const all = await readRevisions(ports, object);
      const revisions = revision === 0 ? all : all.filter(({ number }) => number === revision);
      if (revision > 0 && all.length > 0 && revisions.length === 0) refuse('unable to find the specified revision');
      histories.push({ object, revisions });
    });
    return { histories, errors };
  },
};
