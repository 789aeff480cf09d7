import { parseLabelSelector, type Selector } from '../core/selection/selector.ts';
import type { Command, CommandSpec } from './command.ts';
import { checkedObject, type Validation } from './flags/field-validation.ts';
import { FILE_FLAGS, type FileArguments, parseFileFlags, parseFilesAlone } from './flags/file-flags.ts';
import { parseRaw, type RawRequest } from './flags/raw.ts';
import { CREATE_FLAGS, parseCreateFlags } from './flags/write-flags.ts';
import { createObject } from './objects/create-object.ts';
import { withLastApplied } from './objects/last-applied.ts';
import { whileDoing } from './objects/manifest-objects.ts';
import type { ObjectMessages, ObjectMessagesRequest } from './objects/object-messages.ts';
import { LABELS_FLAG } from './objects/object-selection.ts';
import { sendManifests } from './objects/send-manifests.ts';

export interface CreateRequest extends ObjectMessagesRequest {
  files: FileArguments;
  labels: Selector;
  raw?: RawRequest | undefined;
  saveConfig: boolean;
  validation: Validation;
}

const spec: CommandSpec = {
  usage: '-f FILE',
  description: `Creates the objects of YAML or JSON files, directories, URLs or standard input. Objects that are there already are
an error each; "apply" and "replace" change them. Tags of streams that point at images elsewhere are imported at once.`,
  flags: [
    ...FILE_FLAGS,
    LABELS_FLAG,
    ...CREATE_FLAGS,
    {
      name: 'raw',
      group: 'writing',
      type: 'string',
      value: 'PATH',
      help: 'Post the one file to a path of the API as it is: JSON, with fieldValidation and dryRun as the query',
    },
  ],
  examples: [
    { what: 'Create the objects of a file', run: 'imagestream create -f stream.yaml' },
    { what: 'Create an object from standard input', run: 'cat stream.yaml | imagestream create -f -' },
    { what: 'Refuse fields that are unknown', run: 'imagestream create -f stream.yaml --validate=strict' },
  ],
};

export const command: Command<CreateRequest, ObjectMessages> = {
  spec,

  parse(input) {
    const { args, flags, usage } = input;
    if (args.length > 0 && parseFileFlags(flags).files.length === 0) {
      throw usage(`unknown command ${JSON.stringify(args.join(' '))}`);
    }
    const files = parseFilesAlone(input);
    const labels = parseLabelSelector(flags.string('selector'));
    const path = flags.string('raw');
    const raw = path ? parseRaw(path, files, flags) : undefined;
    return { files, labels, raw, ...parseCreateFlags(flags) };
  },

  async run(request, ports) {
    const { raw, saveConfig, validation, dryRun } = request;
    if (raw) return (await import('./objects/create-raw.ts')).createRaw(raw, ports);
    return sendManifests(request, ports, {
      verb: 'create',
      doing: 'creating',
      send: (manifest, warnings) =>
        whileDoing('creating', manifest.file, async () => {
          const { object } = await checkedObject(manifest, validation, dryRun.mode, warnings);
          const sent = saveConfig ? withLastApplied(object) : object;
          const created = await createObject(ports, manifest.kind, manifest.namespace, sent, dryRun.mode);
          return [{ object: created, operation: 'created' }];
        }),
    });
  },
};
