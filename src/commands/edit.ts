import { equalDocuments } from '../core/json/equality.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import { threeWayMerge } from '../core/patch/apply.ts';
import { mergeRules } from '../core/patch/merge-keys.ts';
import { AppError, SeveralErrors } from '../errors.ts';
import type { Command, CommandSpec, Ports } from './command.ts';
import { type ChangeCheck, openChangeCheck } from './flags/field-validation.ts';
import { acceptedFlag, parseWriteFlags, WRITE_FLAGS } from './flags/write-flags.ts';
import type { EditFormat } from './objects/edit-file.ts';
import { editUntilSaved, type Original, type Saved } from './objects/edit-until-saved.ts';
import { FILE_FLAGS } from './objects/manifest-objects.ts';
import { modifyObject, readObject } from './objects/modify-object.ts';
import type { ObjectMessages, ObjectMessagesRequest } from './objects/object-messages.ts';
import { type ObjectSelection, parseSelection, selectTargets } from './objects/object-selection.ts';

export interface EditRequest extends ObjectMessagesRequest {
  selection: ObjectSelection;
  format: EditFormat;
  program: string;
}

const spec: CommandSpec = {
  path: ['edit'],
  needsStore: true,
  usage: '(TYPE NAME ... | TYPE/NAME ... | -f FILE)',
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

export const command: Command<EditRequest, ObjectMessages> = {
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
    const warnings: string[] = [];
    const check = await openChangeCheck(warnings);
    const save = (original: Original, edited: KubeObject) => saveOne(original, edited, check, ports);
    return { ...(await editUntilSaved(originals, { ...request, save }, ports)), warnings };
  },
};

/** What the user changed is put into the object as it is now; what others changed meanwhile stays. */
async function saveOne(
  { target, object: original }: Original,
  edited: KubeObject,
  check: ChangeCheck,
  ports: Ports,
): Promise<Saved> {
  const { resourceVersion: _version, ...metadata } = edited.metadata;
  const wanted = { ...edited, metadata };
  const merged = (live: KubeObject) =>
    equalDocuments(live, original) ? wanted : threeWayMerge(original, live, wanted, mergeRules(target.kind));
  const change = (live: KubeObject) => check(target.kind, live, merged(live));
  const { after, changed } = await modifyObject(ports, target, change, 'none');
  return { now: after, after, changed };
}
