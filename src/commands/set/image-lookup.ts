import { IMAGE_STREAM } from '../../core/kinds/kind-names.ts';
import type { ResourceKind } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { matchesLabels, parseLabelSelector, type Selector } from '../../core/selection/selector.ts';
import { hasLocalLookup, resolvesNames, withLocalLookup } from '../../core/triggers/local-lookup.ts';
import { throwAll } from '../../errors.ts';
import { type ParsedResources, parseResources } from '../arguments/resources.ts';
import { type Command, type CommandSpec, type Ports, refuse } from '../command.ts';
import { FILE_FLAGS, type FileArguments, parseFileFlags } from '../flags/file-flags.ts';
import { parseWriteFlags, WRITE_FLAGS } from '../flags/write-flags.ts';
import { readManifestObjects } from '../objects/manifest-objects.ts';
import { modifyObject, type ObjectTarget, readObject } from '../objects/modify-object.ts';
import type { ObjectMessage, ObjectMessages, ObjectMessagesRequest } from '../objects/object-messages.ts';
import { LABELS_FLAG } from '../objects/object-selection.ts';
import { oneByOne } from '../objects/one-by-one.ts';

export interface SetImageLookupRequest extends ObjectMessagesRequest {
  /** Undefined for all streams. */
  resources: ParsedResources | undefined;
  files: FileArguments;
  labels: Selector;
  enabled: boolean;
  local: boolean;
  table: boolean;
}

export interface SetImageLookupResult extends ObjectMessages {
  /** What is to be shown as a table instead; undefined where objects were changed. */
  table?: readonly { name: string; enabled: boolean }[];
}

const spec: CommandSpec = {
  needsStore: true,
  usage: '[STREAM ... | TYPE/NAME ...]',
  description: `Turns the local lookup of streams on, or off with --enabled=false: where it is on, an image field that names STREAM:TAG
gets the image of that tag. For workloads it sets an annotation that looks up every stream. Without arguments it lists all streams.`,
  flags: [
    { name: 'enabled', group: 'how', type: 'bool', default: 'true', help: 'Turn the lookup on; off with =false' },
    { name: 'list', group: 'how', type: 'bool', help: 'Only show the state' },
    { name: 'all', group: 'what', type: 'bool', help: 'All streams' },
    LABELS_FLAG,
    { name: 'local', group: 'how', type: 'bool', help: 'Change what the files hold, and only print it' },
    ...FILE_FLAGS,
    ...WRITE_FLAGS,
  ],
  examples: [
    { what: 'List the streams and whether lookup is on', run: 'imagestream set image-lookup' },
    { what: 'Turn it on for a stream', run: 'imagestream set image-lookup mysql' },
    { what: 'Turn it on for one deployment', run: 'imagestream set image-lookup deploy/mysql' },
  ],
};

export const command: Command<SetImageLookupRequest, SetImageLookupResult> = {
  spec,

  parse({ args, flags, program }) {
    const [list, all, local] = [flags.bool('list'), flags.bool('all'), flags.bool('local')];
    if (local && args.length > 0) refuse('pass files with -f when using --local');
    const options = parseWriteFlags(flags);
    const table = list || (flags.string('output') === '' && args.length === 0 && !all);
    const files = parseFileFlags(flags);
    return {
      resources: args.length === 0 ? undefined : list ? parseResources(args, program) : streamsOrPaths(args, program),
      files,
      labels: parseLabelSelector(flags.string('selector')),
      enabled: flags.bool('enabled'),
      local,
      // Files are changed, not listed, unless that is asked for.
      table: list || (table && files.files.length === 0),
      ...options,
    };
  },

  async run(request, ports) {
    const { found, errors } = await find(request, ports);
    throwAll(errors);
    const none = { messages: [], warnings: [], errors: [] };
    if (request.table) return { ...none, table: found.map(stateOf) };
    const messages: ObjectMessage[] = [];
    const failures: unknown[] = [];
    await oneByOne(found, failures, async (entry) => {
      const message = await changeOne(entry, request, ports);
      if (message) messages.push(message);
    });
    return { messages, warnings: [], errors: failures };
  },
};

/** Bare names are streams; TYPE/NAME may stand among them. */
function streamsOrPaths(args: readonly string[], program: string): ParsedResources {
  const selections = args.map((arg) =>
    arg.includes('/') ? parseResources([arg], program).selections[0] : { kind: IMAGE_STREAM, names: [arg] },
  );
  return { selections: selections.filter((selection) => selection !== undefined), byPath: true };
}

interface Found {
  target: ObjectTarget;
  object: KubeObject;
}

async function find(request: SetImageLookupRequest, ports: Ports): Promise<{ found: Found[]; errors: unknown[] }> {
  const { files, labels, resources } = request;
  if (files.files.length > 0) {
    const { objects, errors } = await readManifestObjects(files, ports, labels);
    const found = objects.map(({ kind, namespace, object }) => ({
      target: { kind, namespace, name: object.metadata.name },
      object,
    }));
    if (request.local) return { found, errors };
    return load(
      found.map(({ target }) => target),
      ports,
      errors,
    );
  }
  if (request.local) return { found: [], errors: [] };
  const { selections } = resources ?? { selections: [{ kind: IMAGE_STREAM, names: [] }] };
  const targets: ObjectTarget[] = [];
  const listed: Found[] = [];
  for (const { kind, names } of selections) {
    targets.push(...names.map((name) => ({ kind, namespace: ports.namespace, name })));
    if (names.length === 0) listed.push(...(await listOf(kind, request, ports)));
  }
  const { found, errors } = await load(targets, ports, []);
  return { found: [...listed, ...found], errors };
}

async function listOf(kind: ResourceKind, { labels }: SetImageLookupRequest, ports: Ports): Promise<Found[]> {
  const { items } = await ports.api.list(kind, ports.namespace);
  return items
    .filter(({ metadata }) => matchesLabels(labels, metadata.labels ?? {}))
    .map((object) => ({ target: { kind, namespace: ports.namespace, name: object.metadata.name }, object }));
}

async function load(targets: readonly ObjectTarget[], ports: Ports, errors: unknown[]) {
  const found: Found[] = [];
  await oneByOne(targets, errors, async (target) => {
    found.push({ target, object: await readObject(ports, target) });
  });
  return { found, errors };
}

/** What is unchanged says nothing (oc CLI 9.1). */
async function changeOne(
  { target, object }: Found,
  request: SetImageLookupRequest,
  ports: Ports,
): Promise<ObjectMessage | undefined> {
  const operation = 'image lookup updated';
  if (hasLocalLookup(object) === request.enabled) return undefined;
  if (request.local) return { object: withLocalLookup(object, request.enabled), operation };
  const change = (current: KubeObject) => withLocalLookup(current, request.enabled);
  const { after } = await modifyObject(ports, target, change, request.dryRun.mode);
  return { object: after, operation };
}

function stateOf({ target, object }: Found): { name: string; enabled: boolean } {
  const { kind, name } = target;
  return {
    name: kind === IMAGE_STREAM ? name : `${kind.plural}/${name}`,
    enabled: hasLocalLookup(object) || resolvesNames(object),
  };
}
