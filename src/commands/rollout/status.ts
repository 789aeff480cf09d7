import { type RolloutStatus, rolloutStatus } from '../../core/rollout/rollout-status.ts';
import { AppError } from '../../errors.ts';
import { type Command, type CommandSpec, refuse } from '../command.ts';
import { acceptedFlag } from '../flags/write-flags.ts';
import type { ObjectSelection } from '../objects/object-selection.ts';
import { forEachTarget, parseRolloutTargets, ROLLOUT_FLAGS, readRevisions } from '../objects/rollout-targets.ts';

export interface RolloutStatusRequest {
  selection: ObjectSelection;
  revision: number;
  /** Whether a rollout that does not get further is a failure. */
  watch: boolean;
}

export interface RolloutStatusResult {
  lines: readonly string[];
  errors: readonly unknown[];
}

const spec: CommandSpec = {
  needsStore: true,
  usage: '(TYPE NAME | TYPE/NAME)',
  description: `A rollout is done when its revision is recorded: there are no pods here to wait for. One that waits for an image, or is
paused, does not get further by itself; that is an error unless --watch=false is given.`,
  flags: [
    {
      name: 'watch',
      group: 'how',
      short: 'w',
      type: 'bool',
      default: 'true',
      help: 'Fail where the rollout is not done',
    },
    {
      name: 'revision',
      group: 'what',
      type: 'int',
      value: 'N',
      default: '0',
      help: 'Fail where another revision is the newest',
    },
    ...ROLLOUT_FLAGS,
    acceptedFlag('timeout'),
  ],
  examples: [{ what: 'Check the rollout of a deployment config', run: 'imagestream rollout status dc/marsview' }],
};

export const command: Command<RolloutStatusRequest, RolloutStatusResult> = {
  spec,

  parse(input) {
    const selection = parseRolloutTargets(input);
    const revision = input.flags.int('revision');
    if (revision < 0) refuse(`revision must be a positive integer: ${revision}`);
    return { selection, revision, watch: input.flags.bool('watch') };
  },

  async run({ selection, revision, watch }, ports) {
    const lines: string[] = [];
    const errors = await forEachTarget(selection, ports, async (target, object) => {
      const status = rolloutStatus(object, await readRevisions(ports, object), revision);
      if (status.text) lines.push(status.text);
      if (status.blocked !== undefined && (watch || !status.text)) throw notDone(target, status);
    });
    return { lines, errors };
  },
};

function notDone({ kind, name }: { kind: { plural: string }; name: string }, { text, blocked }: RolloutStatus) {
  if (!text) return new AppError('ARGUMENT', blocked ?? '');
  return new AppError('ARGUMENT', `the rollout of ${kind.plural}/${name} is not done: ${blocked}`, {
    hint: `See what it waits for with: imagestream describe ${kind.plural}/${name}`,
  });
}
