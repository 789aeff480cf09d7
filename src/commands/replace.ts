import { LAST_APPLIED } from '../core/objects/meta.ts';
import { ifFound } from '../core/status.ts';
import { type Command, type CommandSpec, type Ports, refuse } from './command.ts';
import type { DryRunMode } from './flags/dry-run.ts';
import { checkedObject, type Validation } from './flags/field-validation.ts';
import { FILE_FLAGS, type FileArguments, parseFilesAlone } from './flags/file-flags.ts';
import { acceptedFlag, CREATE_FLAGS, parseCreateFlags } from './flags/write-flags.ts';
import { createObject } from './objects/create-object.ts';
import { withLastApplied } from './objects/last-applied.ts';
import { type ManifestObject, whileDoing } from './objects/manifest-objects.ts';
import { modifyObject } from './objects/modify-object.ts';
import type { ObjectMessage, ObjectMessages, ObjectMessagesRequest } from './objects/object-messages.ts';
import { sendManifests } from './objects/send-manifests.ts';

export interface ReplaceRequest extends ObjectMessagesRequest {
  files: FileArguments;
  saveConfig: boolean;
  force: boolean;
  validation: Validation;
}

const spec: CommandSpec = {
  needsStore: true,
  usage: '-f FILE',
  description: `Replaces objects that exist by those of files, whole: what a file does not say is gone, but for the status. Where
the file names a resourceVersion, it must be the stored one. With --force the objects are deleted and created anew.`,
  flags: [
    ...FILE_FLAGS,
    {
      name: 'force',
      group: 'how',
      type: 'bool',
      help: 'Delete and create instead of changing; missing objects are created',
    },
    ...CREATE_FLAGS,
    acceptedFlag('cascade', 'string', 'background'),
    acceptedFlag('grace-period'),
    acceptedFlag('timeout'),
    acceptedFlag('wait', 'bool'),
  ],
  examples: [{ what: 'Replace a stream', run: 'imagestream replace -f stream.yaml' }],
};

export const command: Command<ReplaceRequest, ObjectMessages> = {
  spec,

  parse(input) {
    const files = parseFilesAlone(input);
    const force = input.flags.bool('force');
    const request = { files, force, ...parseCreateFlags(input.flags) };
    if (force && request.dryRun.mode !== 'none') refuse('--dry-run can not be used when --force is set');
    return request;
  },

  async run(request, ports) {
    const { saveConfig, force, validation, dryRun } = request;
    return sendManifests(request, ports, {
      verb: 'replace',
      doing: 'replacing',
      send: (manifest, warnings) =>
        whileDoing('replacing', manifest.file, async () => {
          if (!manifest.object.metadata.name) refuse('resource name may not be empty');
          const checked = await checkedObject(manifest, validation, dryRun.mode, warnings);
          const applied = saveConfig || checked.object.metadata.annotations?.[LAST_APPLIED] !== undefined;
          const object = applied ? withLastApplied(checked.object) : checked.object;
          return force
            ? recreate({ ...manifest, object }, ports)
            : [await replaceOne({ ...manifest, object }, ports, dryRun.mode)];
        }),
    });
  },
};

async function replaceOne(
  { kind, namespace, object }: ManifestObject,
  ports: Ports,
  mode: DryRunMode,
): Promise<ObjectMessage> {
  const target = { kind, namespace, name: object.metadata.name };
  const { after } = await modifyObject(ports, target, () => object, mode);
  return { object: after, operation: 'replaced' };
}

async function recreate({ kind, namespace, object }: ManifestObject, ports: Ports): Promise<ObjectMessage[]> {
  const messages: ObjectMessage[] = [];
  const deleted = await ifFound(ports.api.delete(kind, namespace, object.metadata.name));
  if (deleted) messages.push({ object: deleted, operation: 'deleted', quoted: true });
  const { resourceVersion: _version, uid: _uid, ...metadata } = object.metadata;
  const created = await createObject(ports, kind, namespace, { ...object, metadata }, 'none');
  return [...messages, { object: created, operation: 'replaced' }];
}
