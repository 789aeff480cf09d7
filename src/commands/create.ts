import { parseLabelSelector } from '../core/selection/selector.ts';
import { AppError, isAppError } from '../errors.ts';
import { type Command, type CommandSpec, usageError } from './command.ts';
import { checkedObject, type Validation } from './flags/field-validation.ts';
import { parseRaw, type RawRequest } from './flags/raw.ts';
import { CREATE_FLAGS, parseCreateFlags } from './flags/write-flags.ts';
import { createObject } from './objects/create-object.ts';
import { withLastApplied } from './objects/last-applied.ts';
import {
  FILE_FLAGS,
  type FileArguments,
  parseFileFlags,
  readManifestObjects,
  requireFiles,
  whileDoing,
} from './objects/manifest-objects.ts';
import type { ObjectMessage, ObjectMessages, ObjectMessagesRequest } from './objects/object-messages.ts';

export interface CreateRequest extends ObjectMessagesRequest {
  files: FileArguments;
  labels: ReturnType<typeof parseLabelSelector>;
  raw?: RawRequest | undefined;
  saveConfig: boolean;
  validation: Validation;
}

const spec: CommandSpec = {
  path: ['create'],
  usage: '-f FILE',
  description: `Creates the objects of YAML or JSON files, directories, URLs or standard input. Objects that are there already are
an error each; "apply" and "replace" change them. Tags of streams that point at images elsewhere are imported at once.`,
  flags: [
    ...FILE_FLAGS,
    { name: 'selector', short: 'l', type: 'string', value: 'LABELS', help: 'Only objects with these labels' },
    ...CREATE_FLAGS,
    {
      name: 'raw',
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

  parse({ args, flags, program }) {
    const files = parseFileFlags(flags);
    if (files.files.length === 0 && args.length > 0) {
      throw usageError(spec, program, `unknown command ${JSON.stringify(args.join(' '))}`);
    }
    requireFiles(files);
    if (args.length > 0) throw usageError(spec, program, `Unexpected args: [${args.join(' ')}]`);
    const labels = parseLabelSelector(flags.string('selector'));
    const path = flags.string('raw');
    const raw = path ? parseRaw(path, files, flags) : undefined;
    return { files, labels, raw, ...parseCreateFlags(flags) };
  },

  async run({ raw, files, labels, saveConfig, validation, dryRun }, ports) {
    if (raw) return (await import('./objects/create-raw.ts')).createRaw(raw, ports);
    const { objects, errors } = await readManifestObjects(files, ports, labels, 'creating');
    const messages: ObjectMessage[] = [];
    const warnings: string[] = [];
    for (const manifest of objects) {
      const { kind, namespace, file } = manifest;
      try {
        const { object } = await checkedObject(manifest, validation, dryRun.mode, warnings);
        const sent = saveConfig ? withLastApplied(object) : object;
        messages.push({
          object: await createObject(ports, kind, namespace, sent, dryRun.mode),
          operation: 'created',
        });
      } catch (error) {
        if (!isAppError(error)) throw error;
        errors.push(whileDoing(error, 'creating', file));
      }
    }
    if (messages.length === 0 && errors.length === 0) throw new AppError('ARGUMENT', 'no objects passed to create');
    return { messages, warnings, errors };
  },
};
