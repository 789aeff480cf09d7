import { type KubeObject, LAST_APPLIED } from '../../core/objects/meta.ts';
import { shapeOfObject } from '../../core/objects/object-shape.ts';
import { type Command, type CommandSpec, type Ports, refuse } from '../command.ts';
import { EDIT_FLAGS, type EditRequest, editObjects, parseEdit } from '../objects/edit-objects.ts';
import { lastApplied, withRecord } from '../objects/last-applied.ts';
import { modifyObject, type ObjectTarget, readObject } from '../objects/modify-object.ts';
import type { ObjectMessages } from '../objects/object-messages.ts';

const spec: CommandSpec = {
  needsStore: true,
  usage: '(TYPE NAME ... | TYPE/NAME ... | -f FILE)',
  description: `Opens the configurations that "apply" has recorded in the editor of KUBE_EDITOR, else EDITOR, else vi, and records what was
made of them. The objects stay as they are.`,
  flags: EDIT_FLAGS,
  examples: [
    { what: 'Edit what was applied to a stream last', run: 'imagestream apply edit-last-applied is/marsview' },
    { what: 'The same as JSON', run: 'imagestream apply edit-last-applied is/marsview -o json' },
  ],
};

const HEADER = `# Please edit the 'last-applied-configuration' annotations below.
# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.
#
`;

export const command: Command<EditRequest, ObjectMessages> = {
  spec,

  parse: parseEdit,

  async run(request, ports) {
    const edited = await editObjects(request, ports, {
      header: HEADER,
      original: (target) => recorded(target, ports),
      none: `no last-applied-configuration annotation found on resources, to create the annotation, use command \`${request.program} apply set-last-applied --create-annotation\``,
      save: async ({ target }, wanted) => {
        const { after, changed } = await modifyObject(ports, target, (live) => withRecord(live, wanted), 'none');
        return { now: wanted, after, changed };
      },
    });
    return { ...edited, warnings: [] };
  },
};

/** Undefined where the object was never applied. */
async function recorded(target: ObjectTarget, ports: Ports): Promise<KubeObject | undefined> {
  const live = await readObject(ports, target);
  const configuration = lastApplied(live);
  if (configuration === undefined) return undefined;
  const shape = shapeOfObject(configuration);
  if (shape.ok) return shape.object;
  return refuse(`the annotation ${LAST_APPLIED} of ${live.kind} "${target.name}" is no object: ${shape.why}`);
}
