import { shapeOfObject } from '../../core/objects/object-shape.ts';
import { AppError, SeveralErrors } from '../../errors.ts';
import type { Command, CommandSpec, Ports } from '../command.ts';
import { acceptedFlag, parseWriteFlags, WRITE_FLAGS } from '../flags/write-flags.ts';
import type { EditFormat } from '../objects/edit-file.ts';
import { type Editing, editUntilSaved, type Original } from '../objects/edit-until-saved.ts';
import { LAST_APPLIED, lastApplied, withRecord } from '../objects/last-applied.ts';
import { FILE_FLAGS } from '../objects/manifest-objects.ts';
import { modifyObject, type ObjectTarget, readObject } from '../objects/modify-object.ts';
import type { ObjectMessages, ObjectMessagesRequest } from '../objects/object-messages.ts';
import { type ObjectSelection, parseSelection, selectTargets } from '../objects/object-selection.ts';

export interface EditLastAppliedRequest extends ObjectMessagesRequest {
  selection: ObjectSelection;
  format: EditFormat;
  program: string;
}

const spec: CommandSpec = {
  path: ['apply', 'edit-last-applied'],
  needsStore: true,
  usage: '(TYPE NAME ... | TYPE/NAME ... | -f FILE)',
  description: `Opens the configurations that "apply" has recorded in the editor of KUBE_EDITOR, else EDITOR, else vi, and records what was
made of them. The objects stay as they are.`,
  flags: [
    ...FILE_FLAGS,
    ...WRITE_FLAGS.filter(({ name }) => name !== 'dry-run'),
    acceptedFlag('windows-line-endings', 'bool'),
  ],
  examples: [
    { what: 'Edit what was applied to a stream last', run: 'imagestream apply edit-last-applied is/marsview' },
    { what: 'The same as JSON', run: 'imagestream apply edit-last-applied is/marsview -o json' },
  ],
};

const HEADER = `# Please edit the 'last-applied-configuration' annotations below.
# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.
#
`;

export const command: Command<EditLastAppliedRequest, ObjectMessages> = {
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

  async run({ selection, format, program }, ports) {
    const { targets, errors } = await selectTargets(selection, ports);
    if (errors.length > 0) throw new SeveralErrors(errors);
    const originals: Original[] = [];
    for (const target of targets) originals.push(...(await recorded(target, ports)));
    if (originals.length === 0) {
      throw new AppError(
        'ARGUMENT',
        `no last-applied-configuration annotation found on resources, to create the annotation, use command \`${program} apply set-last-applied --create-annotation\``,
      );
    }
    const save: Editing['save'] = async ({ target }, edited) => {
      const { after, changed } = await modifyObject(ports, target, (live) => withRecord(live, edited), 'none');
      return { now: edited, after, changed };
    };
    return { ...(await editUntilSaved(originals, { format, program, header: HEADER, save }, ports)), warnings: [] };
  },
};

/** None where the object was never applied. */
async function recorded(target: ObjectTarget, ports: Ports): Promise<Original[]> {
  const live = await readObject(ports, target);
  const configuration = lastApplied(live);
  if (configuration === undefined) return [];
  const shape = shapeOfObject(configuration);
  if (shape.ok) return [{ target, object: shape.object }];
  throw new AppError(
    'ARGUMENT',
    `the annotation ${LAST_APPLIED} of ${live.kind} "${target.name}" is no object: ${shape.why}`,
  );
}
