import { cannotUnmarshal } from '../core/json/cannot-unmarshal.ts';
import type { WrittenNumbers } from '../core/json/exact-json.ts';
import { isJsonObject } from '../core/json/json-object.ts';
import type { ResourceKind } from '../core/kinds/kinds.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import { applyJsonPatch } from '../core/patch/json-patch.ts';
import { mergeRules } from '../core/patch/merge-keys.ts';
import { mergePatch } from '../core/patch/merge-patch.ts';
import { strategicMerge } from '../core/patch/strategic-merge.ts';
import type { ManifestEntry } from '../core/ports/manifest-reader.ts';
import { badRequest } from '../core/status.ts';
import { AppError } from '../errors.ts';
import { type Command, type CommandSpec, type Ports, refuse } from './command.ts';
import { openChangeCheck } from './flags/field-validation.ts';
import { FILE_FLAGS } from './flags/file-flags.ts';
import { parseWriteFlags, WRITE_FLAGS } from './flags/write-flags.ts';
import { readManifestObjects } from './objects/manifest-objects.ts';
import { modifyObject } from './objects/modify-object.ts';
import type { ObjectMessage, ObjectMessages, ObjectMessagesRequest } from './objects/object-messages.ts';
import { type ObjectSelection, parseSelection, selectTargets } from './objects/object-selection.ts';
import { oneByOne } from './objects/one-by-one.ts';

const TYPES = ['json', 'merge', 'strategic'] as const;
type PatchType = (typeof TYPES)[number];

export interface PatchRequest extends ObjectMessagesRequest {
  selection: ObjectSelection;
  patch: string;
  patchFile: string;
  type: PatchType;
  local: boolean;
}

const spec: CommandSpec = {
  needsStore: true,
  usage: '(TYPE NAME | TYPE/NAME | -f FILE) (-p PATCH | --patch-file FILE)',
  description: `Changes objects by a patch in YAML or JSON. A strategic patch (the default) merges lists such as the tags of a stream
or the containers of a pod by name; a merge patch (RFC 7396) replaces lists; a JSON patch (RFC 6902) is a list of operations.`,
  flags: [
    { name: 'patch', group: 'what', short: 'p', type: 'string', value: 'PATCH', help: 'The patch' },
    { name: 'patch-file', group: 'what', type: 'string', value: 'FILE', help: 'A file that holds the patch' },
    {
      name: 'type',
      group: 'what',
      type: 'string',
      value: 'json|merge|strategic',
      default: 'strategic',
      help: 'The kind of patch',
    },
    { name: 'local', group: 'how', type: 'bool', help: 'Patch what the files hold, and only print it' },
    ...FILE_FLAGS,
    ...WRITE_FLAGS,
  ],
  examples: [
    {
      what: 'Let workloads name the tags of a stream',
      run: `imagestream patch is/marsview -p '{"spec":{"lookupPolicy":{"local":true}}}'`,
    },
    {
      what: 'Trust the authorities of a config map when importing',
      run: `imagestream patch image.config.openshift.io/cluster --type=merge -p '{"spec":{"additionalTrustedCA":{"name":"registry-cas"}}}'`,
    },
    {
      what: 'Stop looking an image up from time to time',
      run: `imagestream patch is marsview --type=json -p '[{"op":"remove","path":"/spec/tags/0/importPolicy/scheduled"}]'`,
    },
  ],
};

export const command: Command<PatchRequest, ObjectMessages> = {
  spec,

  parse({ args, flags, program }) {
    const [text, file] = [flags.string('patch'), flags.string('patch-file')];
    if (text && file) refuse('cannot specify --patch and --patch-file together');
    if (!text && !file) refuse('must specify --patch or --patch-file containing the contents of the patch');
    const local = flags.bool('local');
    const options = parseWriteFlags(flags);
    if (local && args.length > 0) refuse('cannot specify --local and server resources');
    if (local && options.dryRun.mode === 'server') {
      refuse('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
    }
    const type = flags.string('type').toLowerCase() || 'strategic';
    if (!isPatchType(type)) {
      return refuse(`--type must be one of [${TYPES.join(' ')}], not ${JSON.stringify(flags.string('type'))}`);
    }
    const selection = parseSelection(args, flags, program, { byNameOnly: true });
    return { selection, patch: text, patchFile: file, type, local, ...options };
  },

  async run(request, ports) {
    const { selection, type, dryRun, local } = request;
    const { content, written } = await readPatch(request, ports);
    const messages: ObjectMessage[] = [];
    const done = (object: KubeObject, changed: boolean) =>
      messages.push({ object, operation: changed ? 'patched' : 'patched (no change)' });
    if (local) {
      const { objects, errors } = await readManifestObjects(selection.files, ports);
      for (const { kind, object } of objects) done(patched(object, content, type, kind) as KubeObject, true);
      return { messages, warnings: [], errors };
    }
    const { targets, errors } = await selectTargets(selection, ports);
    const warnings: string[] = [];
    const check = await openChangeCheck(warnings);
    await oneByOne(targets, errors, async (target) => {
      // What a merge patch says is decoded as it is written; the other kinds are values before.
      const change = (object: KubeObject) =>
        check(target.kind, object, patched(object, content, type, target.kind), type === 'merge' ? written : undefined);
      const { after, changed } = await modifyObject(ports, target, change, dryRun.mode);
      done(after, changed);
    });
    return { messages, warnings, errors };
  },
};

const isPatchType = (word: string): word is PatchType => (TYPES as readonly string[]).includes(word);

interface PatchContent {
  content: unknown;
  /** Its unusual numbers, where it is JSON. */
  written?: WrittenNumbers | undefined;
}

async function readPatch({ patch: text, patchFile }: PatchRequest, ports: Ports): Promise<PatchContent> {
  if (text.trim() === 'null') return { content: null };
  const entries = patchFile
    ? await ports.manifests.read([patchFile], { recursive: false })
    : await ports.manifests.parse(text, '--patch');
  const shown = patchFile || text;
  return single(entries, shown);
}

function single(entries: readonly ManifestEntry[], shown: string): PatchContent {
  const [entry, second] = entries;
  const fail = (why: string) => new AppError('ARGUMENT', `unable to parse ${JSON.stringify(shown)}: ${why}`);
  if (!entry || second) throw fail(entry ? 'it holds more than one document' : 'it is empty');
  if ('error' in entry) throw fail((entry.error as Error).message.replace(/^error parsing /, ''));
  return { content: entry.value, written: entry.written };
}

function patched(object: KubeObject, content: unknown, type: PatchType, kind: ResourceKind): unknown {
  switch (type) {
    case 'json':
      return applyJsonPatch(object, content);
    case 'merge':
      if (content === null) throw badRequest('Invalid JSON Patch');
      if (!isJsonObject(content)) {
        const found = cannotUnmarshal(content, 'Go value', 'map[string]interface {}');
        throw badRequest(`error decoding patch: ${found}`);
      }
      return mergePatch(object, content);
    case 'strategic':
      return strategicMerge(object, content, mergeRules(kind));
  }
}
