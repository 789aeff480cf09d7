import type { KubeObject } from '../../core/objects/meta.ts';
import type { EditedFile } from '../../core/ports/editor.ts';
import { isStatusError } from '../../core/status.ts';
import { AppError, isAppError } from '../../errors.ts';
import { type Ports, refuse } from '../command.ts';
import { type EditFormat, editableText, withHeader, withoutHeader } from './edit-file.ts';
import { collect, type ManifestObject } from './manifest-objects.ts';
import type { ObjectTarget } from './modify-object.ts';
import type { ObjectMessage, ObjectMessages } from './object-messages.ts';

/** An object that is edited: what it is of, and as it was before. */
export interface Original {
  target: ObjectTarget;
  object: KubeObject;
}

export interface Editing {
  format: EditFormat;
  program: string;
  /** What the user is told at the top of the file; the words of `edit` where it is absent. */
  header?: string;
  /** Fails as `modifyObject` does. */
  save(original: Original, edited: KubeObject): Promise<Saved>;
}

/** What was saved: the object to go on from, the one to tell of, and whether anything was changed. */
export interface Saved {
  now: KubeObject;
  after: KubeObject;
  changed: boolean;
}

/** Opens the editor until everything is saved, or the user gives up. */
export async function editUntilSaved(
  originals: Original[],
  { format, program, header, save }: Editing,
  ports: Ports,
): Promise<Omit<ObjectMessages, 'warnings'>> {
  const untouched = editableText(
    originals.map(({ object }) => object),
    format,
  );
  const messages: ObjectMessage[] = [];
  let body = untouched;
  let reasons: unknown[] = [];
  let previous: EditedFile | undefined;
  for (;;) {
    const file = await ports.editor.edit(withHeader(body, reasons, format, header), `.${format}`);
    const text = withoutHeader(file.text);
    await previous?.remove();
    previous = file;
    const end = (notes: string[], errors: unknown[] = []) => ({ messages, notes, errors });
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
    const outcome = await saveAll(text, originals, save, ports);
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

async function saveAll(text: string, originals: Original[], save: Editing['save'], ports: Ports): Promise<Outcome> {
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
      const { now, after, changed } = await save(original, edited.object);
      original.object = now;
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
  refuse(
    `${kind.singular} "${object.metadata.name ?? ''}" is not one of the objects that are being edited: kind, name and namespace cannot be changed`,
  );
}
