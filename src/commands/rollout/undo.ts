import { stringifyExactJson } from '../../core/json/exact-json.ts';
import { kindName } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { Revision } from '../../core/rollout/history.ts';
import { historyKind } from '../../core/rollout/history.ts';
import { type Rollback, rollBackConfig, rollBackDeployment, rollBackSet } from '../../core/rollout/rollback.ts';
import { reactToAnnotation } from '../../core/triggers/reaction-annotation.ts';
import { watchedTags } from '../../core/triggers/watched-tags.ts';
import { type Command, type CommandSpec, type Ports, refuse } from '../command.ts';
import { DRY_RUN_FLAG } from '../flags/dry-run.ts';
import { PRINT_FLAGS } from '../flags/output-format.ts';
import { parseWriteFlags } from '../flags/write-flags.ts';
import { modifyObject } from '../objects/modify-object.ts';
import type { ObjectMessage, ObjectMessages, ObjectMessagesRequest } from '../objects/object-messages.ts';
import type { ObjectSelection, SelectedTarget } from '../objects/object-selection.ts';
import { readReferencedStreams } from '../objects/referenced-streams.ts';
import { forEachTarget, parseRolloutTargets, ROLLOUT_FLAGS, readRevisions } from '../objects/rollout-targets.ts';

export interface RolloutUndoRequest extends ObjectMessagesRequest {
  selection: ObjectSelection;
  /** 0 for the one before the newest. */
  revision: number;
}

const spec: CommandSpec = {
  needsStore: true,
  usage: '(TYPE NAME | TYPE/NAME) [--to-revision=N]',
  description: `Puts the pod template of an earlier revision back, as a new revision. The image triggers of a deployment config are not
automatic any more then; those of a deployment stay, and take the newest image again.`,
  flags: [
    {
      name: 'to-revision',
      group: 'what',
      type: 'int',
      value: 'N',
      default: '0',
      help: 'The revision; the one before the newest if 0',
    },
    ...ROLLOUT_FLAGS,
    DRY_RUN_FLAG,
    ...PRINT_FLAGS,
  ],
  examples: [
    { what: 'Go back to the rollout before', run: 'imagestream rollout undo dc/marsview' },
    { what: 'Go back to revision 3', run: 'imagestream rollout undo deploy/marsview --to-revision=3' },
  ],
};

export const command: Command<RolloutUndoRequest, ObjectMessages> = {
  spec,

  parse(input) {
    return {
      selection: parseRolloutTargets(input),
      revision: input.flags.int('to-revision'),
      ...parseWriteFlags(input.flags),
    };
  },

  async run({ selection, revision, dryRun }, ports) {
    const messages: ObjectMessage[] = [];
    const warnings: string[] = [];
    const errors = await forEachTarget(selection, ports, async (target, object) => {
      const revisions = await readRevisions(ports, object);
      let operation = '';
      const change = (live: KubeObject) => {
        const back = rolledBack(target, live, revisions, revision);
        operation = back.operation;
        return back.object;
      };
      const { after, before, changed } = await modifyObject(ports, target, change, dryRun.mode);
      messages.push({ object: after, operation });
      if (changed) warnings.push(...(await undone(target, before, after, ports)));
    });
    return { messages, warnings, errors };
  },
};

/** Fails with ARGUMENT or a Status in the words of kubectl and `oc`. */
function rolledBack({ kind }: SelectedTarget, object: KubeObject, all: readonly Revision[], to: number): Rollback {
  if (!historyKind(object)) refuse(`no rollbacker has been implemented for "${kindName(kind)}"`);
  if (to < 0) refuse(`unable to find specified revision ${to} in history`);
  if (kind.kind === 'DeploymentConfig') return rollBackConfig(object, all, to);
  return kind.kind === 'Deployment' ? rollBackDeployment(object, all, to) : rollBackSet(object, all, to);
}

/** What triggers have to do with a rollback, in sentences: nobody expects either. */
async function undone(target: SelectedTarget, before: KubeObject, after: KubeObject, ports: Ports): Promise<string[]> {
  const name = `${target.kind.singular}/${target.name}`;
  const tags = watchedTags(after).map((tag) => tag.name);
  if (tags.length === 0) return [];
  if (target.kind.kind === 'DeploymentConfig') {
    const still = stringifyExactJson(before.spec).includes('"automatic":true');
    if (!still) return [];
    return [
      `the image triggers of ${name} are not automatic any more; switch them on again with: imagestream set triggers ${name} --auto`,
    ];
  }
  const { object } = reactToAnnotation(after, await readReferencedStreams(ports, after));
  if (object === after) return [];
  return [
    `${name} has an image trigger and gets the image of ${tags.join(', ')} again; roll the tag back instead, or stop the trigger with: imagestream set triggers ${name} --manual`,
  ];
}
