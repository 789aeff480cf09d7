import { sameJson } from '../core/json/json-value.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import { threeWayMerge } from '../core/patch/apply.ts';
import { mergeRules } from '../core/patch/merge-keys.ts';
import type { Command, CommandSpec, Ports } from './command.ts';
import { type ChangeCheck, openChangeCheck } from './flags/field-validation.ts';
import { EDIT_FLAGS, type EditRequest, editObjects, parseEdit } from './objects/edit-objects.ts';
import type { Original, Saved } from './objects/edit-until-saved.ts';
import { modifyObject, readObject } from './objects/modify-object.ts';
import type { ObjectMessages } from './objects/object-messages.ts';

const spec: CommandSpec = {
  needsStore: true,
  usage: '(TYPE NAME ... | TYPE/NAME ... | -f FILE)',
  description: `Opens objects in the editor of KUBE_EDITOR, else EDITOR, else vi, and saves what was changed. Where something cannot be
saved, the editor opens again with the reason. Changes that others make meanwhile are kept.`,
  flags: EDIT_FLAGS,
  examples: [
    { what: 'Edit a stream', run: 'imagestream edit is/marsview' },
    { what: 'Edit it as JSON in another editor', run: 'KUBE_EDITOR=nano imagestream edit is/marsview -o json' },
  ],
};

export const command: Command<EditRequest, ObjectMessages> = {
  spec,

  parse: parseEdit,

  async run(request, ports) {
    const warnings: string[] = [];
    const check = await openChangeCheck(warnings);
    const edited = await editObjects(request, ports, {
      original: (target) => readObject(ports, target),
      none: 'edit cancelled, no objects found',
      save: (original, wanted) => saveOne(original, wanted, check, ports),
    });
    return { ...edited, warnings };
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
    sameJson(live, original) ? wanted : threeWayMerge(original, live, wanted, mergeRules(target.kind));
  const change = (live: KubeObject) => check(target.kind, live, merged(live));
  const { after, changed } = await modifyObject(ports, target, change, 'none');
  return { now: after, after, changed };
}
