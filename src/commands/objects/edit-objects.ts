import type { KubeObject } from '../../core/objects/meta.ts';
import { SeveralErrors } from '../../errors.ts';
import { type Arguments, type Flag, type Ports, refuse } from '../command.ts';
import { FILE_FLAGS } from '../flags/file-flags.ts';
import { parseOutputFormat } from '../flags/output-format.ts';
import { acceptedFlag, WRITE_FLAGS } from '../flags/write-flags.ts';
import type { EditFormat } from './edit-file.ts';
import { type Editing, editUntilSaved, type Original } from './edit-until-saved.ts';
import type { ObjectTarget } from './modify-object.ts';
import type { ObjectMessages, ObjectMessagesRequest } from './object-messages.ts';
import { type ObjectSelection, parseSelection, selectTargets } from './object-selection.ts';

/** What `edit` and `apply edit-last-applied` are told. */
export interface EditRequest extends ObjectMessagesRequest {
  selection: ObjectSelection;
  format: EditFormat;
  program: string;
}

export const EDIT_FLAGS: readonly Flag[] = [
  ...FILE_FLAGS,
  ...WRITE_FLAGS.filter(({ name }) => name !== 'dry-run'),
  acceptedFlag('windows-line-endings', 'bool'),
];

/** Fails with ARGUMENT. */
export function parseEdit({ args, flags, program }: Arguments): EditRequest {
  const output = parseOutputFormat(flags, { tables: false });
  return {
    selection: parseSelection(args, flags, program, { byNameOnly: true }),
    format: output.type === 'json' ? 'json' : 'yaml',
    output,
    dryRun: { mode: 'none' },
    program,
  };
}

export interface EditedPart extends Pick<Editing, 'header' | 'save'> {
  /** What is edited of an object; undefined where it has nothing of it. */
  original(target: ObjectTarget): Promise<KubeObject | undefined>;
  /** The sentence of the failure where there is nothing to edit. */
  none: string;
}

/** Opens the editor with what was selected until all of it is saved. Fails with ARGUMENT where there is nothing to edit. */
export async function editObjects(
  { selection, format, program }: EditRequest,
  ports: Ports,
  { original, none, ...editing }: EditedPart,
): Promise<Omit<ObjectMessages, 'warnings'>> {
  const { targets, errors } = await selectTargets(selection, ports);
  if (errors.length > 0) throw new SeveralErrors(errors);
  const originals: Original[] = [];
  for (const target of targets) {
    const object = await original(target);
    if (object) originals.push({ target, object });
  }
  if (originals.length === 0) refuse(none);
  return editUntilSaved(originals, { format, program, ...editing }, ports);
}
