import {
  changeEnvironment,
  type EnvironmentChange,
  type EnvironmentHolder,
  environmentHolders,
  overwritten,
} from '../../core/containers/environment.ts';
import { looksLikeSeveral } from '../../core/new-app/environment.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { isStatusError } from '../../core/status.ts';
import { AppError } from '../../errors.ts';
import { matcherOf } from '../arguments/image-source.ts';
import { parseResources } from '../arguments/resources.ts';
import { type Arguments, type Command, type CommandSpec, type Ports, refuse } from '../command.ts';
import { parseWriteFlags, WRITE_FLAGS } from '../flags/write-flags.ts';
import type { ObjectMessage, ObjectMessages, ObjectMessagesRequest } from '../objects/object-messages.ts';
import { type ObjectSelection, SET_SELECTION_FLAGS } from '../objects/object-selection.ts';
import { oneByOne } from '../objects/one-by-one.ts';
import {
  changeSetTarget,
  isSingle,
  parseSetSelection,
  readSetTargets,
  type SetTarget,
  shownObject,
  targetName,
} from '../objects/set-targets.ts';
import { readChange, splitEnvironment, type WantedEnvironment } from './env/changes.ts';
import { listEnvironment } from './env/listing.ts';
import { createReferences, type ResolveReference } from './env/resolve.ts';

export interface SetEnvRequest extends ObjectMessagesRequest {
  selection: ObjectSelection;
  wanted: WantedEnvironment;
  /** Names of containers; `*` stands for any text. */
  containers: string;
  list: boolean;
  resolve: boolean;
  overwrite: boolean;
  local: boolean;
  resourceVersion: string;
  notes: readonly string[];
}

const spec: CommandSpec = {
  needsStore: true,
  usage: '(-f FILE | TYPE NAME | TYPE/NAME) NAME=VALUE ... NAME- ...',
  description: `Sets and removes environment variables of the containers of workloads, init containers not among them, and of build
configurations; with --list it prints them, with the changes, and writes nothing.

NAME- removes a variable, and - reads NAME=VALUE from the lines of standard input. --from makes a variable of each key of a
secret or config map, which refers to it: the value itself stays where it is.`,
  flags: [
    {
      name: 'env',
      group: 'what',
      short: 'e',
      type: 'list',
      value: 'NAME=VALUE',
      help: 'A variable; - for lines of standard input',
    },
    {
      name: 'containers',
      group: 'what',
      short: 'c',
      type: 'string',
      value: 'NAME',
      default: '*',
      help: 'Only these containers; * in it stands for any text',
    },
    {
      name: 'from',
      group: 'what',
      type: 'string',
      value: 'secret/NAME|configmap/NAME',
      help: 'Make variables of the keys of this',
    },
    { name: 'keys', group: 'what', type: 'list', value: 'KEY[,KEY]', help: 'Only these keys of --from' },
    { name: 'prefix', group: 'how', type: 'string', value: 'TEXT', help: 'Stands before the names that are set' },
    { name: 'list', group: 'how', type: 'bool', help: 'Print the variables as they would be, and write nothing' },
    {
      name: 'resolve',
      group: 'how',
      type: 'bool',
      help: 'With --list: print what references mean, secrets among them',
    },
    {
      name: 'overwrite',
      group: 'how',
      type: 'bool',
      default: 'true',
      help: 'Change values that are there; refuse that with =false',
    },
    {
      name: 'resource-version',
      group: 'how',
      type: 'string',
      value: 'VERSION',
      help: 'Only where this is the version of the object',
    },
    {
      name: 'local',
      group: 'how',
      type: 'bool',
      help: 'Change the objects of -f and print them; read and write nothing else',
    },
    ...SET_SELECTION_FLAGS,
    ...WRITE_FLAGS,
  ],
  examples: [
    { what: 'Set a variable', run: 'imagestream set env deploy/web LOG_LEVEL=debug' },
    { what: 'See what a deployment is given', run: 'imagestream set env deploy/web --list' },
    {
      what: 'Give one container the keys of a secret',
      run: 'imagestream set env deploy/web --from=secret/db --prefix=DB_ -c main',
    },
    { what: 'Remove a variable from all deployment configs', run: 'imagestream set env dc --all LOG_LEVEL-' },
    { what: 'Take variables of the shell', run: 'env | grep ^RAILS_ | imagestream set env deploy/web -e -' },
  ],
};

export const command: Command<SetEnvRequest, ObjectMessages> = {
  spec,

  parse(input) {
    const { args, flags, program, usage } = input;
    const split = splitEnvironment(args);
    if (!split) throw usage(`all resources must be specified before environment changes: ${args.join(' ')}`);
    const { resources, words } = split;
    if (resources.length === 0 && flags.list('filename').length === 0) {
      throw usage('one or more resources must be specified as <resource> <name> or <resource>/<name>');
    }
    const options = parseWriteFlags(flags);
    const [list, local] = [flags.bool('list'), flags.bool('local')];
    if (list && flags.string('output')) throw usage('--list and --output may not be specified together');
    if (local && options.dryRun.mode === 'server') {
      refuse('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
    }
    const variables = flags.list('env');
    return {
      selection: parseSetSelection(resources, flags, program, { byLabelsOnly: true }),
      wanted: {
        words: [...variables, ...words],
        from: parseFrom(input),
        keys: flags.list('keys').flatMap((value) => value.split(',')),
        prefix: flags.string('prefix'),
      },
      containers: flags.string('containers'),
      list,
      resolve: flags.bool('resolve'),
      overwrite: flags.bool('overwrite'),
      local,
      resourceVersion: flags.string('resource-version'),
      notes: variables.filter(looksLikeSeveral).map(notSeveral),
      ...options,
    };
  },

  async run(request, ports) {
    const change = await readChange(request.wanted, ports);
    const targets = await readSetTargets(request, ports);
    const single = isSingle(request, targets);
    if (request.resourceVersion && !single) refuse('--resource-version may only be used with a single resource');
    const changed = targets.filter(({ object }) => environmentHolders(object));
    const [first] = targets;
    if (single && first && changed.length === 0) {
      refuse(`${targetName(first)} is not a pod or does not have a pod template`);
    }
    const messages: ObjectMessage[] = [];
    const errors: unknown[] = [];
    const notes = [...request.notes];
    const resolve = request.resolve ? createReferences(ports) : undefined;
    await oneByOne(changed, errors, async (target) => {
      if (containersOf(target.object, request).length === 0) {
        const pattern = JSON.stringify(request.containers);
        notes.push(`warning: ${targetName(target)} does not have any containers matching ${pattern}`);
      }
      if (request.list) return listOne(target, change, request, { messages, notes }, resolve);
      messages.push(await changeOne(target, change, request, ports));
    });
    const asStruct = request.local || request.dryRun.mode === 'client';
    return { messages, warnings: [], notes, errors, asStruct };
  },
};

const notSeveral = (value: string) =>
  `warning: --env no longer accepts comma-separated lists of values. ${JSON.stringify(value)} will be treated as a single key-value pair.`;

function parseFrom({ flags, program }: Arguments): WantedEnvironment['from'] {
  const from = flags.string('from');
  if (from === '') return undefined;
  if (flags.bool('local')) refuse('--from reads the store, and --local does not');
  const parsed = parseResources([from], program);
  if (!parsed.byPath) refuse('resource(s) were provided, but no name was specified');
  return parsed;
}

/** Those that the change is about. All of a build is one. */
function containersOf(object: KubeObject, { containers }: SetEnvRequest): EnvironmentHolder[] {
  const matches = matcherOf(containers);
  return (environmentHolders(object) ?? []).filter(({ container }) => container === undefined || matches(container));
}

/** A copy with the change. Fails with ARGUMENT where it would overwrite what may not be. */
function withChange(
  object: KubeObject,
  change: EnvironmentChange,
  request: SetEnvRequest,
  resource: string,
): KubeObject {
  const next = structuredClone(object);
  for (const holder of containersOf(next, request)) {
    const taken = request.overwrite ? undefined : overwritten(holder, change);
    if (taken) {
      const value = taken.value ?? '';
      refuse(
        `${targetName({ resource, object })} '${taken.name}' already has a value (${value}), and --overwrite is false`,
      );
    }
    changeEnvironment(holder, change);
  }
  if (request.resourceVersion) next.metadata.resourceVersion = request.resourceVersion;
  return next;
}

async function listOne(
  target: SetTarget,
  change: EnvironmentChange,
  request: SetEnvRequest,
  { messages, notes }: { messages: ObjectMessage[]; notes: string[] },
  resolve: ResolveReference | undefined,
): Promise<void> {
  const object = withChange(target.object, change, request, target.resource);
  let failed = false;
  for (const holder of containersOf(object, request)) {
    const { lines, problems } = await listEnvironment(targetName(target), object, holder, resolve);
    messages.push(...lines.map((text) => ({ text })));
    notes.push(...problems);
    failed ||= problems.length > 0;
  }
  if (failed) refuse(`${targetName(target)} failed to retrieve valueFrom references`);
}

async function changeOne(
  target: SetTarget,
  change: EnvironmentChange,
  request: SetEnvRequest,
  ports: Ports,
): Promise<ObjectMessage> {
  const { local, dryRun, output } = request;
  const isEmpty = change.set.length === 0 && change.remove.length === 0;
  if (isEmpty && !local && dryRun.mode !== 'client') refuse('at least one environment variable must be provided');
  try {
    const apply = (object: KubeObject) => withChange(object, change, request, target.resource);
    const { after } = await changeSetTarget(target, apply, dryRun.mode, ports);
    return { object: shownObject(target, after, output), operation: 'updated' };
  } catch (error) {
    if (!isStatusError(error)) throw error;
    throw new AppError('ARGUMENT', `failed to set env: ${error.message}`, { cause: error });
  }
}
