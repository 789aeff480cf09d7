import { parseJson } from '../../core/json/json-syntax.ts';
import { sameJson } from '../../core/json/json-value.ts';
import { LAST_APPLIED } from '../../core/objects/meta.ts';
import { AppError } from '../../errors.ts';
import { type Command, type CommandSpec, refuse } from '../command.ts';
import { FILE_FLAGS, type FileArguments, parseFilesAlone } from '../flags/file-flags.ts';
import { parseWriteFlags, WRITE_FLAGS } from '../flags/write-flags.ts';
import { recordOf, withRecord } from '../objects/last-applied.ts';
import { type ManifestObject, readManifestObjects } from '../objects/manifest-objects.ts';
import { modifyObject, readObject } from '../objects/modify-object.ts';
import type { ObjectMessage, ObjectMessages, ObjectMessagesRequest } from '../objects/object-messages.ts';

export interface SetLastAppliedRequest extends ObjectMessagesRequest {
  files: FileArguments;
  createAnnotation: boolean;
}

const spec: CommandSpec = {
  needsStore: true,
  usage: '-f FILE',
  description: `Writes the annotation in which "apply" records a configuration, as if the files had been applied. The objects stay as they
are.`,
  flags: [
    ...FILE_FLAGS,
    ...WRITE_FLAGS,
    { name: 'create-annotation', group: 'how', type: 'bool', help: 'Also for objects that were never applied' },
  ],
  examples: [
    { what: 'Record the configuration of a file', run: 'imagestream apply set-last-applied -f stream.yaml' },
    {
      what: 'Let apply go on from objects that were created otherwise',
      run: 'imagestream apply set-last-applied -f streams/ --create-annotation',
    },
  ],
};

export const command: Command<SetLastAppliedRequest, ObjectMessages> = {
  spec,

  parse(input) {
    const files = parseFilesAlone(input);
    return { files, createAnnotation: input.flags.bool('create-annotation'), ...parseWriteFlags(input.flags) };
  },

  async run({ files, createAnnotation, dryRun }, ports) {
    const { objects, errors } = await readManifestObjects(files, ports);
    if (errors.length > 0) throw errors[0];
    const messages: ObjectMessage[] = [];
    const due: ManifestObject[] = [];
    for (const manifest of objects) {
      const { kind, namespace, object } = manifest;
      const { name } = object.metadata;
      if (!name) refuse('resource name may not be empty');
      const live = await readObject(ports, { kind, namespace, name });
      const record = live.metadata.annotations?.[LAST_APPLIED];
      if (record === undefined && !createAnnotation) throw neverApplied(name);
      if (record !== undefined && isSame(record, recordOf(object))) {
        messages.push({ text: `set-last-applied ${name}: no changes required.` });
      } else {
        due.push(manifest);
      }
    }
    for (const { kind, namespace, object } of due) {
      const target = { kind, namespace, name: object.metadata.name };
      const { before, after } = await modifyObject(ports, target, (live) => withRecord(live, object), dryRun.mode);
      messages.push({ object: dryRun.mode === 'client' ? before : after, operation: 'configured' });
    }
    return { messages, warnings: [], errors: [] };
  },
};

function neverApplied(name: string): AppError {
  return new AppError(
    'ARGUMENT',
    `no last-applied-configuration annotation found on resource: ${name}, to create the annotation, run the command with --create-annotation`,
  );
}

/** Whether two records say the same, however they are written. */
function isSame(record: string, other: string): boolean {
  const [a, b] = [parseJson(record), parseJson(other)];
  return a.ok && b.ok && sameJson(a.value, b.value);
}
