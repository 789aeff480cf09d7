import { threeWayMerge } from '../core/apply.ts';
import { equalDocuments } from '../core/equality.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import { mergeRules } from '../core/patch/merge-keys.ts';
import type { EditedFile } from '../core/ports/editor.ts';
import { isStatusError } from '../core/status.ts';
import { AppError, isAppError, SeveralErrors } from '../errors.ts';
import type { Command, CommandSpec, Ports } from './command.ts';
import { acceptedFlag, parseWriteFlags, WRITE_FLAGS } from './create-flags.ts';
import { type EditFormat, editableText, withHeader, withoutHeader } from './edit-file.ts';
import { type ChangeCheck, openChangeCheck } from './field-validation.ts';
import { collect, FILE_FLAGS, type ManifestObject } from './manifest-objects.ts';
import { modifyObject, type ObjectTarget, readObject } from './modify-object.ts';
import type { ObjectMessage, ObjectMessages, ObjectMessagesRequest } from './object-messages.ts';
import { type ObjectSelection, parseSelection, selectTargets } from './object-selection.ts';

export interface EditRequest extends ObjectMessagesRequest {
  selection: ObjectSelection;
  format: EditFormat;
  program: string;
}

const spec: CommandSpec = {
  path: ['edit'],
  usage: '(TYPE NAME ... | TYPE/NAME ... | -f FILE)',
  summary: 'Change objects in a text editor',
  description: `Opens objects in the editor of KUBE_EDITOR, else EDITOR, else vi, and saves what was changed. Where something cannot be
saved, the editor opens again with the reason. Changes that others make meanwhile are kept.`,
  flags: [
    ...FILE_FLAGS,
    ...WRITE_FLAGS.filter(({ name }) => name !== 'dry-run'),
    acceptedFlag('windows-line-endings', 'bool'),
  ],
  examples: [
    { what: 'Edit a stream', run: 'imagestream edit is/marsview' },
    { what: 'Edit it as JSON in another editor', run: 'KUBE_EDITOR=nano imagestream edit is/marsview -o json' },
  ],
};

export const edit: Command<EditRequest, ObjectMessages> = {
  spec,

  parse({ args, flags, program }) {
    const { output } = parseWriteFlags({
      ...flags,
      string: (name) => (name === 'dry-run' ? 'none' : flags.string(name)),
    });
    return {
      selection: parseSelection(args, flags, program, { byNameOnly: true }),
      format: output.type === 'json' ? 'json' : 'yaml',
      output,
      dryRun: { mode: 'none' },
      program,
    };
  },

  async run(request, ports) {
    const { targets, errors } = await selectTargets(request.selection, ports);
    if (errors.length > 0) throw new SeveralErrors(errors);
    const originals: Original[] = [];
    for (const target of targets) originals.push({ target, object: await readObject(ports, target) });
    if (originals.length === 0) throw new AppError('ARGUMENT', 'edit cancelled, no objects found');
    return editUntilSaved(originals, request, ports);
  },
};

interface Original {
  target: ObjectTarget;
  object: KubeObject;
}

/** Opens the editor until everything is saved, or the user gives up. */
async function editUntilSaved(
  originals: Original[],
  { format, program }: EditRequest,
  ports: Ports,
): Promise<ObjectMessages> {
  const untouched = editableText(
    originals.map(({ object }) => object),
    format,
  );
  const messages: ObjectMessage[] = [];
  const warnings: string[] = [];
  const check = await openChangeCheck(warnings);
  let body = untouched;
  let reasons: unknown[] = [];
  let previous: EditedFile | undefined;
  for (;;) {
    const file = await ports.editor.edit(withHeader(body, reasons, format), `.${format}`);
    const text = withoutHeader(file.text);
    await previous?.remove();
    previous = file;
    const end = (notes: string[], errors: unknown[] = []) => ({ messages, warnings, notes, errors });
    if (reasons.length > 0 && text === body) {
      const kept = `A copy of your changes has been stored to ${JSON.stringify(file.path)}`;
      return end(
        [kept],
        [
          new AppError('ARGUMENT', 'Edit cancelled, no valid changes were saved.'),
          ...(format === 'json' ? reasons : []),
        ],
      );
    }
    if (text === untouched || text.trim() === '') {
      await file.remove();
      return end([text === untouched ? 'Edit cancelled, no changes made.' : 'Edit cancelled, saved file was empty.']);
    }
    const outcome = await save(text, originals, check, ports);
    messages.push(...outcome.messages);
    if (outcome.retryable) {
      return end([`You can run \`${program} replace -f ${file.path}\` to try this update again.`], outcome.errors);
    }
    if (outcome.errors.length === 0) {
      await file.remove();
      return messages.length > 0 ? end([]) : end(['Edit cancelled, no changes made.']);
    }
    body = text;
    reasons = outcome.errors;
  }
}

interface Outcome {
  messages: ObjectMessage[];
  errors: unknown[];
  /** Nothing that the user can write into the file would help: the object is gone, or kept being changed. */
  retryable: boolean;
}

async function save(text: string, originals: Original[], check: ChangeCheck, ports: Ports): Promise<Outcome> {
  const entries = await ports.manifests.parse(text, 'edited-file');
  const { objects, errors } = collect(entries, { enforced: undefined, current: ports.namespace });
  const syntax = errors.map(
    (error) => new AppError('ARGUMENT', `The edited file had a syntax error: ${(error as Error).message}`),
  );
  const outcome: Outcome = { messages: [], errors: syntax, retryable: false };
  if (syntax.length > 0) return outcome;
  for (const edited of objects) {
    try {
      const original = originalOf(edited, originals);
      const { after, changed } = await saveOne(original, edited.object, check, ports);
      original.object = after;
      if (changed) outcome.messages.push({ object: after, operation: 'edited' });
    } catch (error) {
      if (!isAppError(error)) throw error;
      outcome.errors.push(error);
      outcome.retryable ||= isStatusError(error, 'Conflict') || isStatusError(error, 'NotFound');
    }
  }
  return outcome;
}

function originalOf({ kind, namespace, object }: ManifestObject, originals: readonly Original[]): Original {
  const found = originals.find(
    ({ target }) =>
      target.kind === kind &&
      target.name === object.metadata.name &&
      (!kind.namespaced || target.namespace === namespace),
  );
  if (found) return found;
  throw new AppError(
    'ARGUMENT',
    `${kind.singular} "${object.metadata.name ?? ''}" is not one of the objects that are being edited: kind, name and namespace cannot be changed`,
  );
}

/** What the user changed is put into the object as it is now; what others changed meanwhile stays. */
function saveOne({ target, object: original }: Original, edited: KubeObject, check: ChangeCheck, ports: Ports) {
  const { resourceVersion: _version, ...metadata } = edited.metadata;
  const wanted = { ...edited, metadata };
  const merged = (live: KubeObject) =>
    equalDocuments(live, original) ? wanted : threeWayMerge(original, live, wanted, mergeRules(target.kind));
  const change = (live: KubeObject) => check(target.kind, live, merged(live));
  return modifyObject(ports, target, change, 'none');
}
