import { triggerAccess } from '../../core/triggers/object-triggers.ts';
import { AppError } from '../../errors.ts';
import type { Command, CommandSpec } from '../command.ts';
import { DRY_RUN_FLAG, type DryRun, parseDryRun } from '../flags/dry-run.ts';
import { PRINT_FLAGS, parseOutputFormat } from '../flags/output-format.ts';
import type { ObjectMessage, ObjectMessages, ObjectMessagesRequest } from '../objects/object-messages.ts';
import { type ObjectSelection, SELECTION_FLAGS } from '../objects/object-selection.ts';
import { oneByOne } from '../objects/one-by-one.ts';
import { isSingle, parseSetSelection, readSetTargets, type SetTarget, targetName } from '../objects/set-targets.ts';
import { changeTarget } from './triggers/targets.ts';
import { completed, parseChange, parseFromImage, type WantedChange } from './triggers/wanted-change.ts';

export interface SetTriggersRequest extends ObjectMessagesRequest {
  selection: ObjectSelection;
  local: boolean;
  /** Undefined to list. */
  change: WantedChange | undefined;
  dryRun: DryRun;
}

export type SetTriggersResult =
  | { type: 'list'; objects: readonly SetTarget[] }
  | ({ type: 'changed' } & ObjectMessages);

const spec: CommandSpec = {
  needsStore: true,
  usage: 'RESOURCE/NAME [--from-image=STREAM:TAG | --from-config | --from-github | ...] [--auto | --manual | --remove]',
  description: `Without a flag that changes something, the triggers of the objects are listed.

Deployments, stateful sets, daemon sets and cron jobs keep image triggers in an annotation; deployment configs and build
configs in their spec. An image trigger puts the image that a tag of a stream has now into the containers that it names.
The config trigger of a deployment is whether it is not paused.`,
  flags: [
    {
      name: 'from-image',
      group: 'what',
      type: 'string',
      value: 'STREAM:TAG',
      help: 'A trigger on the tag of a stream',
    },
    {
      name: 'containers',
      group: 'what',
      short: 'c',
      type: 'string',
      value: 'NAME[,NAME]',
      help: 'The containers that get the image of --from-image',
    },
    { name: 'from-config', group: 'what', type: 'bool', help: 'A trigger on changes of the configuration' },
    { name: 'from-github', group: 'what', type: 'bool', help: 'A GitHub webhook with a new secret' },
    { name: 'from-gitlab', group: 'what', type: 'bool', help: 'A GitLab webhook with a new secret' },
    { name: 'from-bitbucket', group: 'what', type: 'bool', help: 'A Bitbucket webhook with a new secret' },
    { name: 'from-webhook', group: 'what', type: 'bool', help: 'A generic webhook with a new secret' },
    {
      name: 'from-webhook-allow-env',
      group: 'what',
      type: 'bool',
      help: 'A generic webhook that may set environment variables',
    },
    { name: 'auto', group: 'how', type: 'bool', help: 'Make all triggers automatic, or the one that is named' },
    { name: 'manual', group: 'how', type: 'bool', help: 'Make all triggers manual, or the one that is named' },
    { name: 'remove', group: 'how', type: 'bool', help: 'Remove the triggers that are named' },
    { name: 'remove-all', group: 'how', type: 'bool', help: 'Remove all triggers' },
    ...SELECTION_FLAGS,
    {
      name: 'local',
      group: 'how',
      type: 'bool',
      help: 'Change the objects of -f and print them; read and write nothing else',
    },
    DRY_RUN_FLAG,
    ...PRINT_FLAGS,
  ],
  examples: [
    { what: 'List the triggers of a deployment', run: 'imagestream set triggers deploy/marsview' },
    {
      what: 'Roll out when a tag gets another image',
      run: 'imagestream set triggers deploy/marsview --from-image=marsview:latest -c marsview',
    },
    { what: 'Stop taking images over by themselves', run: 'imagestream set triggers dc/marsview --manual' },
    { what: 'Remove all triggers', run: 'imagestream set triggers bc/webapp --remove-all' },
  ],
};

/**
 * `set triggers`.
 * @param newSecret makes the secret of a webhook
 */
export function createSetTriggers(newSecret: () => string): Command<SetTriggersRequest, SetTriggersResult> {
  return {
    spec,

    parse({ args, flags, program }) {
      const reference = parseFromImage(flags.string('from-image'));
      const dryRun = parseDryRun(flags);
      const output = parseOutputFormat(flags, { tables: false });
      const change = parseChange(flags, reference);
      return {
        selection: parseSetSelection(args, flags, program),
        local: flags.bool('local'),
        change,
        dryRun,
        output,
      };
    },

    async run(request, ports) {
      const targets = await readSetTargets(request, ports);
      const { change: wanted } = request;
      if (!wanted) return { type: 'list', objects: targets };
      const change = completed(wanted, ports.namespace, newSecret);
      const messages: ObjectMessage[] = [];
      const errors: unknown[] = [];
      const supporting = targets.filter(({ object }) => triggerAccess(object));
      if (supporting.length === 0 && isSingle(request, targets)) throw noTriggers(targets[0]);
      await oneByOne(supporting, errors, async (target) => {
        const object = await changeTarget(target, change, request.dryRun.mode, ports);
        if (object) messages.push({ object, operation: 'triggers updated' });
      });
      const asStruct = request.local || request.dryRun.mode === 'client';
      return { type: 'changed', messages, warnings: [], errors, asStruct };
    },
  };
}

export const command = createSetTriggers(() => {
  const bytes = crypto.getRandomValues(new Uint8Array(15));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
});

function noTriggers(target: SetTarget | undefined): AppError {
  const name = target ? targetName(target) : '';
  return new AppError('ARGUMENT', `${name} does not support triggers`);
}
