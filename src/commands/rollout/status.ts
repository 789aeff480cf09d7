import type { KubeObject } from '../../core/objects/meta.ts';
import { latestVersion } from '../../core/rollout/deployment-config.ts';
import type { Revision } from '../../core/rollout/history.ts';
import { type RolloutStatus, rolloutStatus, runsSomewhere } from '../../core/rollout/rollout-status.ts';
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
  /** How this program was called. */
  program: string;
}

/** How far the rollout of one workload is. */
export interface RolloutLine {
  /** The sentence of kubectl and `oc`. */
  text: string;
  /** The rollout is done as far as it can be here: it is written. Absent where pods of a cluster are known to be up. */
  written?: { kind: string; name: string; revision: number };
}

export interface RolloutStatusResult {
  lines: readonly RolloutLine[];
  errors: readonly unknown[];
}

const spec: CommandSpec = {
  needsStore: true,
  usage: '(TYPE NAME | TYPE/NAME)',
  description: `Says whether the newest revision of a workload is written. Nothing runs it here: that is for the cluster that the object
is applied to, or for what --exec tells of it (imagestream help events); the exit code says only that it is written. One that
waits for an image, or is paused, does not get further by itself; that is an error unless --watch=false is given.`,
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
  examples: [
    { what: 'Check the rollout of a deployment config', run: 'imagestream rollout status dc/marsview' },
    {
      what: 'Tell what it waits for, and do not fail',
      run: 'imagestream rollout status deploy/web --watch=false',
    },
  ],
};

export const command: Command<RolloutStatusRequest, RolloutStatusResult> = {
  spec,

  parse(input) {
    const selection = parseRolloutTargets(input);
    const revision = input.flags.int('revision');
    if (revision < 0) refuse(`revision must be a positive integer: ${revision}`);
    return { selection, revision, watch: input.flags.bool('watch'), program: input.program };
  },

  async run({ selection, revision, watch, program }, ports) {
    const lines: RolloutLine[] = [];
    const errors = await forEachTarget(selection, ports, async (target, object) => {
      const revisions = await readRevisions(ports, object);
      const status = rolloutStatus(object, revisions, revision, program);
      if (status.text) lines.push({ text: status.text, ...writtenOf(object, revisions, status) });
      if (status.blocked !== undefined && (watch || !status.text)) throw notDone(target, status);
    });
    return { lines, errors };
  },
};

function writtenOf(
  object: KubeObject,
  revisions: readonly Revision[],
  { blocked }: RolloutStatus,
): Pick<RolloutLine, 'written'> {
  if (blocked !== undefined || runsSomewhere(object)) return {};
  const { kind, metadata } = object;
  return { written: { kind, name: metadata.name, revision: revisions.at(-1)?.number ?? latestVersion(object) } };
}

function notDone({ kind, name }: { kind: { plural: string }; name: string }, { text, blocked }: RolloutStatus) {
  if (!text) return new AppError('ARGUMENT', blocked ?? '');
  return new AppError('ARGUMENT', `the rollout of ${kind.plural}/${name} is not done: ${blocked}`, {
    hint: `See what it waits for with: imagestream describe ${kind.plural}/${name}`,
  });
}
