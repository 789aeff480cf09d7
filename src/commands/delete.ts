import { NAMESPACE, PROJECT } from '../core/kinds/kind-names.ts';
import { apiVersionOf } from '../core/kinds/kinds.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import { isStatusError } from '../core/status.ts';
import { type Command, type CommandSpec, type Ports, refuse } from './command.ts';
import { DRY_RUN_FLAG, parseDryRun } from './flags/dry-run.ts';
import { acceptedFlag } from './flags/write-flags.ts';
import { failedDoing } from './objects/manifest-objects.ts';
import type { ObjectMessage, ObjectMessages, ObjectMessagesRequest } from './objects/object-messages.ts';
import {
  type ObjectSelection,
  parseSelection,
  SELECTION_FLAGS,
  type SelectedTarget,
  selectTargets,
} from './objects/object-selection.ts';
import { oneByOne } from './objects/one-by-one.ts';

export interface DeleteRequest extends ObjectMessagesRequest {
  selection: ObjectSelection;
  ignoreNotFound: boolean;
  operation: string;
}

const spec: CommandSpec = {
  needsStore: true,
  usage: '(TYPE NAME ... | TYPE/NAME ... | TYPE -l LABELS | TYPE --all | -f FILE)',
  description: `Deletes objects by name, by label, all of a type, or those of files. A stream goes with its tags and their history;
a tag (istag STREAM:TAG) goes with its history, a project (or namespace) with everything in it. Recorded images stay.`,
  flags: [
    ...SELECTION_FLAGS,
    {
      name: 'ignore-not-found',
      group: 'how',
      type: 'bool',
      help: 'Exit with 0 where an object is not there; implied by --all and -l',
    },
    {
      name: 'output',
      group: 'output',
      short: 'o',
      type: 'string',
      value: 'name',
      help: 'Print only the names of what was deleted',
    },
    DRY_RUN_FLAG,
    { name: 'force', group: 'how', type: 'bool', help: 'Accepted; objects here are deleted at once', hidden: true },
    {
      name: 'grace-period',
      type: 'int',
      default: '-1',
      help: 'Accepted; objects here are deleted at once',
      hidden: true,
    },
    acceptedFlag('now', 'bool'),
    acceptedFlag('cascade', 'string', 'background'),
    acceptedFlag('wait', 'bool'),
    acceptedFlag('timeout'),
  ],
  examples: [
    { what: 'Delete a stream', run: 'imagestream delete is httpd' },
    { what: 'Delete a tag', run: 'imagestream delete istag/httpd:2.4' },
    { what: 'Delete the streams with a label', run: 'imagestream delete is -l team=mars' },
  ],
};

export const command: Command<DeleteRequest, ObjectMessages> = {
  spec,

  parse({ args, flags, program, usage }) {
    const output = flags.string('output');
    if (output !== '' && output !== 'name') {
      throw usage(`unexpected -o output mode: ${output}. We only support '-o name'`);
    }
    const selection = parseSelection(args, flags, program);
    const selects = selection.all || selection.labels !== undefined || selection.fields !== undefined;
    const grace = flags.int('grace-period');
    const force = flags.bool('force');
    if (force && grace > 0) refuse('--force and --grace-period greater than 0 cannot be specified together');
    return {
      selection,
      ignoreNotFound: flags.changed('ignore-not-found') ? flags.bool('ignore-not-found') : selects,
      operation: force ? 'force deleted' : 'deleted',
      output: { type: output === 'name' ? 'name' : 'default', argument: '', allowMissingKeys: true },
      dryRun: parseDryRun(flags),
    };
  },

  async run({ selection, ignoreNotFound, operation, dryRun }, ports) {
    const { targets, errors } = await selectTargets(selection, ports);
    const messages: ObjectMessage[] = [];
    const missing = (error: unknown) => ignoreNotFound && isStatusError(error, 'NotFound');
    const notes: string[] = [];
    await oneByOne(targets, errors, async (target) => {
      const { kind, namespace, name, file } = target;
      try {
        const contents = await contentsOf(target, ports);
        if (dryRun.mode !== 'client') {
          await ports.api.delete(kind, namespace, name, { dryRun: dryRun.mode === 'server' });
        }
        messages.push({ object: named(target), operation, quoted: true });
        if (contents) notes.push(`with it ${dryRun.mode === 'none' ? 'went' : 'would go'}: ${contents}`);
      } catch (error) {
        if (!missing(error)) throw failedDoing(error, 'deleting', file);
      }
    });
    if (targets.length === 0 && errors.length === 0) messages.push({ text: 'No resources found' });
    return { messages, warnings: [], notes, errors };
  },
};

/** What goes with a namespace; empty for objects that hold no others. */
async function contentsOf({ kind, name }: SelectedTarget, ports: Ports): Promise<string> {
  if (kind !== NAMESPACE && kind !== PROJECT) return '';
  const { namespaceContents } = await import('./delete/namespace-contents.ts');
  return namespaceContents(name, ports);
}

/** What a message needs of an object that is gone. */
function named({ kind, name }: SelectedTarget): KubeObject {
  return { apiVersion: apiVersionOf(kind), kind: kind.kind, metadata: { name } };
}
