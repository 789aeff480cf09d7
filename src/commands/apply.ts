import type { EventRequest } from '../core/events/sink-settings.ts';
import { type KubeObject, LAST_APPLIED } from '../core/objects/meta.ts';
import { sendsNull } from '../core/patch/apply.ts';
import { mergeRules } from '../core/patch/merge-keys.ts';
import { parseLabelSelector, type Selector } from '../core/selection/selector.ts';
import { ifFound } from '../core/status.ts';
import { type Command, type CommandSpec, type Ports, refuse } from './command.ts';
import type { DryRunMode } from './flags/dry-run.ts';
import { EVENT_FLAGS, parseEventFlags } from './flags/event-flags.ts';
import { checkedObject, isCustom, parseValidation, type Validation } from './flags/field-validation.ts';
import { FILE_FLAGS, type FileArguments, parseFilesAlone } from './flags/file-flags.ts';
import { acceptedFlag, CREATE_FLAGS, parseWriteFlags } from './flags/write-flags.ts';
import { appliedTo } from './objects/applied-object.ts';
import { createObject } from './objects/create-object.ts';
import { withoutRecord, withRecord } from './objects/last-applied.ts';
import { type ManifestObject, whileDoing } from './objects/manifest-objects.ts';
import { modifyObject, readObject } from './objects/modify-object.ts';
import type { ObjectMessage, ObjectMessages, ObjectMessagesRequest } from './objects/object-messages.ts';
import { LABELS_FLAG } from './objects/object-selection.ts';
import { sendManifests } from './objects/send-manifests.ts';

export interface ApplyRequest extends ObjectMessagesRequest {
  files: FileArguments;
  labels: Selector;
  program: string;
  validation: Validation;
  /** Whom to tell of what is changed. */
  events?: EventRequest | undefined;
}

const spec: CommandSpec = {
  usage: '-f FILE',
  description: `Creates the objects of files, or changes those that exist: what a file says is put in place, what it said when it was
applied last and says no more is removed, and what others have set beside it stays. What was applied last is kept in an
annotation, the same as kubectl's. Tags that point at images elsewhere are imported at once.`,
  flags: [
    ...FILE_FLAGS,
    LABELS_FLAG,
    ...CREATE_FLAGS.filter(({ name }) => name !== 'save-config'),
    ...EVENT_FLAGS,
    { name: 'prune', type: 'bool', help: 'Not supported', hidden: true },
    { name: 'server-side', group: 'how', type: 'bool', help: 'Not supported', hidden: true },
    acceptedFlag('force', 'bool'),
    acceptedFlag('force-conflicts', 'bool'),
    acceptedFlag('overwrite', 'bool'),
    acceptedFlag('openapi-patch', 'bool'),
    acceptedFlag('wait', 'bool'),
    acceptedFlag('timeout'),
    acceptedFlag('grace-period'),
    acceptedFlag('cascade', 'string', 'background'),
  ],
  examples: [
    { what: 'Bring a stream to the state of a file', run: 'imagestream apply -f stream.yaml' },
    { what: 'Apply all files of a directory', run: 'imagestream apply -f streams/' },
  ],
};

export const command: Command<ApplyRequest, ObjectMessages> = {
  spec,

  parse(input) {
    const { flags, program } = input;
    const files = parseFilesAlone(input);
    if (flags.bool('prune')) {
      refuse('--prune is not supported: nothing here records which objects belong to a set of files', {
        hint: 'Remove objects by name, or by a label: imagestream delete is -l app=x',
      });
    }
    if (flags.bool('server-side')) {
      refuse('--server-side is not supported: objects here have no managed fields', {
        hint: 'Leave the flag out; the three-way merge of kubectl is used then',
      });
    }
    const events = parseEventFlags(flags);
    const validation = parseValidation(flags);
    const labels = parseLabelSelector(flags.string('selector'));
    return { files, labels, program, validation, events, ...parseWriteFlags(flags) };
  },

  async run(request, ports) {
    const { dryRun, validation, program } = request;
    const sent = await sendManifests(request, ports, {
      verb: 'apply',
      doing: 'creating',
      send: async (manifest, warnings) => [
        await applyOne(manifest, ports, { mode: dryRun.mode, validation, program, warnings }),
      ],
    });
    return { ...sent, asList: true };
  },
};

interface ApplyOptions {
  mode: DryRunMode;
  validation: Validation;
  program: string;
  /** Gets sentences for stderr. */
  warnings: string[];
}

async function applyOne(
  manifest: ManifestObject,
  ports: Ports,
  { mode, validation, program, warnings }: ApplyOptions,
): Promise<ObjectMessage> {
  const { kind, namespace, object, file } = manifest;
  const { name, generateName } = object.metadata as { name?: string; generateName?: string };
  if (!name && generateName) refuse(`from ${generateName}: cannot use generate name with apply`);
  const doing = <T>(what: 'creating' | 'applying', work: () => Promise<T>) => whileDoing(what, file, work);
  if (!name) return doing('creating', async () => refuse('resource name may not be empty'));
  const target = { kind, namespace, name };
  const checked = async () => {
    const { object: taken, dropped } = await checkedObject(manifest, validation, mode, warnings);
    // The client records what the user wrote, whatever the server drops of it.
    return { config: withRecord(taken, withoutRecord(object)), dropped };
  };
  const current = await ifFound(readObject(ports, target));
  if (!current) {
    return doing('creating', async () => {
      const created = await createObject(ports, kind, namespace, (await checked()).config, mode);
      return { object: created, operation: 'created' };
    });
  }
  if (current.metadata.annotations?.[LAST_APPLIED] === undefined) {
    warnings.push(missingAnnotation(`${kind.plural}/${name}`, program));
  }
  return doing('applying', async () => {
    const { config, dropped } = await checked();
    const change = (live: KubeObject) => appliedTo(live, config, kind);
    const { before, after, changed } = await modifyObject(ports, target, change, mode);
    // kubectl sends a null and a field that the server drops, each time anew.
    const sent = dropped || (!isCustom(kind) && sendsNull(before, object, mergeRules(kind)));
    return { object: after, operation: changed || sent ? 'configured' : 'unchanged' };
  });
}

function missingAnnotation(resource: string, program: string): string {
  const verb = `${program} apply`;
  return `resource ${resource} is missing the ${LAST_APPLIED} annotation which is required by ${verb}. ${verb} should only be used on resources created declaratively by either ${program} create --save-config or ${verb}. The missing annotation will be patched automatically.`;
}
