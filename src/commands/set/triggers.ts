import { sameJson } from '../../core/json/json-value.ts';
import type { ResourceKind } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { nameString, parseReference, type Reference } from '../../core/references/reference.ts';
import { changeTriggers, type TriggerChange } from '../../core/triggers/change.ts';
import { triggerAccess } from '../../core/triggers/object-triggers.ts';
import { relativeNamespace, type WebhookType } from '../../core/triggers/triggers.ts';
import { AppError, isAppError, throwAll } from '../../errors.ts';
import { type Command, type CommandSpec, type FlagValues, type Ports, refuse } from '../command.ts';
import { DRY_RUN_FLAG, type DryRun, parseDryRun } from '../flags/dry-run.ts';
import { PRINT_FLAGS, parseOutputFormat } from '../flags/output-format.ts';
import { readManifestObjects } from '../objects/manifest-objects.ts';
import { modifyObject, readObject } from '../objects/modify-object.ts';
import type { ObjectMessage, ObjectMessages, ObjectMessagesRequest } from '../objects/object-messages.ts';
import {
  noResources,
  type ObjectSelection,
  parseSelection,
  SELECTION_FLAGS,
  selectTargets,
} from '../objects/object-selection.ts';
import { oneByOne } from '../objects/one-by-one.ts';

export interface SetTriggersRequest extends ObjectMessagesRequest {
  selection: ObjectSelection;
  local: boolean;
  /** Undefined to list. */
  change: WantedChange | undefined;
  dryRun: DryRun;
}

/** A change whose parts that hang on the current namespace, or on chance, are still open. */
type WantedChange =
  | Exclude<TriggerChange, { type: 'add-image' } | { type: 'add-webhook' }>
  | { type: 'add-image'; reference: Reference; containers: readonly string[]; automatic: boolean }
  | { type: 'add-webhook'; webhook: WebhookType; allowEnv: boolean };

export type SetTriggersResult =
  | { type: 'list'; objects: readonly TriggeredObject[] }
  | ({ type: 'changed' } & ObjectMessages);

export interface TriggeredObject {
  /** The plural, as the list and the errors have it. */
  resource: string;
  object: KubeObject;
}

interface Target extends TriggeredObject {
  kind: ResourceKind;
  namespace: string;
  /** Whether the object is in the store, and not only in a file. */
  stored: boolean;
}

const WEBHOOK_FLAGS: readonly (readonly [flag: string, webhook: WebhookType, allowEnv: boolean])[] = [
  ['from-github', 'github', false],
  ['from-webhook', 'generic', false],
  ['from-webhook-allow-env', 'generic', true],
  ['from-gitlab', 'gitlab', false],
  ['from-bitbucket', 'bitbucket', false],
];

const spec: CommandSpec = {
  needsStore: true,
  usage: 'RESOURCE/NAME [--from-image=STREAM:TAG | --from-config | --from-github | ...] [--auto | --manual | --remove]',
  description: `Without a flag that changes something, the triggers of the objects are listed.

Deployments, stateful sets, daemon sets and cron jobs keep image triggers in an annotation; deployment configs and build
configs in their spec. An image trigger puts the image that a tag of a stream has now into the containers that it names.
The config trigger of a deployment is whether it is not paused.`,
  flags: [
    { name: 'from-image', type: 'string', value: 'STREAM:TAG', help: 'A trigger on the tag of a stream' },
    {
      name: 'containers',
      short: 'c',
      type: 'string',
      value: 'NAME[,NAME]',
      help: 'The containers that get the image of --from-image',
    },
    { name: 'from-config', type: 'bool', help: 'A trigger on changes of the configuration' },
    { name: 'from-github', type: 'bool', help: 'A GitHub webhook with a new secret' },
    { name: 'from-gitlab', type: 'bool', help: 'A GitLab webhook with a new secret' },
    { name: 'from-bitbucket', type: 'bool', help: 'A Bitbucket webhook with a new secret' },
    { name: 'from-webhook', type: 'bool', help: 'A generic webhook with a new secret' },
    { name: 'from-webhook-allow-env', type: 'bool', help: 'A generic webhook that may set environment variables' },
    { name: 'auto', type: 'bool', help: 'Make all triggers automatic, or the one that is named' },
    { name: 'manual', type: 'bool', help: 'Make all triggers manual, or the one that is named' },
    { name: 'remove', type: 'bool', help: 'Remove the triggers that are named' },
    { name: 'remove-all', type: 'bool', help: 'Remove all triggers' },
    ...SELECTION_FLAGS,
    { name: 'local', type: 'bool', help: 'Change the objects of -f and print them; read and write nothing else' },
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
        selection: parseTargets(args, flags, program),
        local: flags.bool('local'),
        change,
        dryRun,
        output,
      };
    },

    async run(request, ports) {
      const targets = await readTargets(request, ports);
      const { change: wanted } = request;
      if (!wanted) return { type: 'list', objects: targets };
      const change = completed(wanted, ports.namespace, newSecret);
      const messages: ObjectMessage[] = [];
      const errors: unknown[] = [];
      const supporting = targets.filter(({ object }) => triggerAccess(object));
      if (supporting.length === 0 && isSingle(request, targets)) throw noTriggers(targets[0]);
      await oneByOne(supporting, errors, async (target) => {
        const object = await changeTarget(target, change, request, ports);
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

/** oc CLI 9.2. */
function parseFromImage(value: string): Reference | undefined {
  if (value === '') return undefined;
  let reference: Reference;
  try {
    reference = parseReference(value);
  } catch (error) {
    const why = (error as Error).message;
    refuse(`the value of --from-image does not appear to be a valid reference to an image: ${why}`);
  }
  if (reference.registry || reference.id) {
    refuse('the value of --from-image must point to an image stream tag on this server');
  }
  if (!reference.tag) refuse('the value of --from-image must include the tag you wish to pull from');
  return reference;
}

function parseChange(flags: FlagValues, reference: Reference | undefined): WantedChange | undefined {
  const [auto, manual, remove, removeAll] = ['auto', 'manual', 'remove', 'remove-all'].map((name) => flags.bool(name));
  const webhooks = WEBHOOK_FLAGS.filter(([name]) => flags.changed(name));
  const config = flags.bool('from-config');
  const count = webhooks.length + (config ? 1 : 0) + (reference ? 1 : 0);
  if (auto && manual) refuse('you must specify at most one of --auto or --manual');
  if (remove && removeAll) refuse('you must specify either --remove or --remove-all');
  if (removeAll && (count > 0 || auto || manual)) refuse('--remove-all may not be used with any other flag');
  if (remove && count === 0) refuse('--remove requires a flag defining a trigger type to be specified');
  if (count > 1) refuse('you may only set one trigger type at a time');

  if (removeAll) return { type: 'remove-all' };
  if (count === 0) return auto || manual ? { type: 'automatic', automatic: auto === true } : undefined;
  if (config) return { type: remove ? 'remove-config' : 'add-config' };
  if (reference) {
    if (remove) return { type: 'remove-image', from: nameString(reference) };
    const containers = flags.string('containers') === '' ? [] : flags.string('containers').split(',');
    return { type: 'add-image', reference, containers, automatic: !manual };
  }
  const [[name, webhook, allowEnv]] = webhooks as [(typeof WEBHOOK_FLAGS)[number]];
  if (!flags.bool(name)) return { type: 'nothing' };
  return remove ? { type: 'remove-webhooks', webhook } : { type: 'add-webhook', webhook, allowEnv };
}

/** With `--local` only files count, and arguments are passed over. */
function parseTargets(args: readonly string[], flags: FlagValues, program: string): ObjectSelection {
  const selection = parseSelection(flags.bool('local') ? [] : args, flags, program);
  if (flags.bool('local') && selection.files.files.length === 0) throw noResources();
  return selection;
}

function completed(change: WantedChange, namespace: string, newSecret: () => string): TriggerChange {
  if (change.type === 'add-image') {
    const { reference, containers, automatic } = change;
    const from = { from: nameString(reference), namespace: relativeNamespace(reference.namespace, namespace) };
    return { type: 'add-image', image: { ...from, containers, automatic } };
  }
  if (change.type === 'add-webhook') {
    const { webhook, allowEnv } = change;
    return { type: 'add-webhook', webhook, value: { secret: newSecret(), ...(allowEnv ? { allowEnv } : {}) } };
  }
  return change;
}

/** Reads all objects before any is changed. Fails with all that is missing. */
async function readTargets({ selection, local }: SetTriggersRequest, ports: Ports): Promise<Target[]> {
  if (local) {
    const { objects, errors } = await readManifestObjects(selection.files, ports, selection.labels);
    throwAll(errors);
    return objects.map(({ kind, ...rest }) => ({ ...rest, kind, resource: kind.plural, stored: false }));
  }
  const { targets, errors } = await selectTargets(selection, ports);
  const found: Target[] = [];
  await oneByOne(targets, errors, async (target) => {
    const object = await readObject(ports, target);
    found.push({ ...target, resource: target.kind.plural, object, stored: true });
  });
  throwAll(errors);
  return found;
}

/** One object was named, or is all that a file holds. */
function isSingle({ selection }: SetTriggersRequest, targets: readonly Target[]): boolean {
  const { selections } = selection.resources;
  if (selection.files.files.length > 0) return targets.length === 1;
  return selections.length === 1 && selections[0]?.names.length === 1;
}

function noTriggers(target: Target | undefined): AppError {
  const name = target ? `${target.resource}/${target.object.metadata.name}` : '';
  return new AppError('ARGUMENT', `${name} does not support triggers`);
}

/** @returns the object as it is then; undefined where nothing changes */
async function changeTarget(
  target: Target,
  change: TriggerChange,
  request: SetTriggersRequest,
  ports: Ports,
): Promise<KubeObject | undefined> {
  const apply = (object: KubeObject) => applyChange(object, change, target.resource);
  if (!target.stored) {
    const next = apply(target.object);
    return sameJson(next, target.object) ? undefined : next;
  }
  let asked = false;
  const { name } = target.object.metadata;
  const { after } = await modifyObject(
    ports,
    { kind: target.kind, namespace: target.namespace, name },
    (object) => {
      const next = apply(object);
      asked = !sameJson(next, object);
      return next;
    },
    request.dryRun.mode,
  );
  return asked ? after : undefined;
}

/** Fails with ARGUMENT that names the object. */
function applyChange(object: KubeObject, change: TriggerChange, resource: string): KubeObject {
  const access = triggerAccess(object);
  if (!access) return object;
  try {
    return access.write(object, changeTriggers(access.read(object), change));
  } catch (error) {
    if (!isAppError(error, 'ARGUMENT')) throw error;
    refuse(`${resource}/${object.metadata.name} ${error.message}`);
  }
}
