import { resourceName } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { isPaused } from '../../core/rollout/deployment-config.ts';
import { withPaused } from '../../core/triggers/annotation.ts';
import { AppError } from '../../errors.ts';
import type { Command, CommandSpec } from '../command.ts';
import { DRY_RUN_FLAG } from '../flags/dry-run.ts';
import { PRINT_FLAGS } from '../flags/output-format.ts';
import { parseWriteFlags } from '../flags/write-flags.ts';
import { modifyObject } from './modify-object.ts';
import type { ObjectMessage, ObjectMessages, ObjectMessagesRequest } from './object-messages.ts';
import type { ObjectSelection, SelectedTarget } from './object-selection.ts';
import { forEachTarget, parseRolloutTargets, ROLLOUT_FLAGS } from './rollout-targets.ts';

export interface RolloutPauseRequest extends ObjectMessagesRequest {
  selection: ObjectSelection;
}

/** The kinds that have `spec.paused`. */
const PAUSABLE = ['Deployment', 'DeploymentConfig'];

interface Wording {
  verb: 'pause' | 'resume';
  description: string;
  /** What the example line does. */
  example: string;
  /** What is said where there is nothing to do. */
  already: string;
  noun: string;
  operation: string;
}

/** `rollout pause` and `rollout resume`: they differ in their words and in what they set. */
export function pauseCommand(words: Wording, paused: boolean): Command<RolloutPauseRequest, ObjectMessages> {
  const spec: CommandSpec = {
    needsStore: true,
    usage: '(TYPE NAME | TYPE/NAME)',
    description: words.description,
    flags: [...ROLLOUT_FLAGS, DRY_RUN_FLAG, ...PRINT_FLAGS],
    examples: [{ what: words.example, run: `imagestream rollout ${words.verb} dc/marsview` }],
  };
  return {
    spec,

    parse(input) {
      return {
        selection: parseRolloutTargets(input),
        ...parseWriteFlags(input.flags),
      };
    },

    async run({ selection, dryRun }, ports) {
      const messages: ObjectMessage[] = [];
      const errors = await forEachTarget(selection, ports, async (target) => {
        const change = (object: KubeObject) => switched(object, target, words, paused);
        const { after } = await modifyObject(ports, target, change, dryRun.mode);
        messages.push({ object: after, operation: words.operation });
      });
      return { messages, warnings: [], errors };
    },
  };
}

/** Fails with ARGUMENT, worded as kubectl words it. */
function switched(object: KubeObject, { kind, name }: SelectedTarget, words: Wording, paused: boolean): KubeObject {
  const refuse = (why: string) => new AppError('ARGUMENT', `${resourceName(kind)} "${name}" ${why}`);
  if (!PAUSABLE.includes(kind.kind)) throw refuse(`${words.noun} is not supported`);
  if (isPaused(object) === paused) throw refuse(words.already);
  return withPaused(object, paused);
}
