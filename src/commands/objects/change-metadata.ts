import type { KubeObject } from '../../core/objects/meta.ts';
import { AppError, SeveralErrors } from '../../errors.ts';
import type { MetadataChanges } from '../arguments/metadata.ts';
import { splitChanges } from '../arguments/metadata.ts';
import { type Arguments, type Command, type CommandSpec, type Flag, type Ports, refuse } from '../command.ts';
import { parseWriteFlags, WRITE_FLAGS } from '../flags/write-flags.ts';
import { readManifestObjects } from './manifest-objects.ts';
import { modifyObject, readObject } from './modify-object.ts';
import type { ObjectMessage, ObjectMessages, ObjectMessagesRequest } from './object-messages.ts';
import {
  type ObjectSelection,
  parseSelection,
  SELECTION_FLAGS,
  type SelectedTarget,
  selectTargets,
} from './object-selection.ts';
import { oneByOne } from './one-by-one.ts';

export interface ChangeMetadataRequest extends ObjectMessagesRequest {
  selection: ObjectSelection;
  changes: MetadataChanges;
  overwrite: boolean;
  list: boolean;
  local: boolean;
  resourceVersion: string;
}

/** In what `label` and `annotate` differ. */
export interface MetadataVerb {
  spec: CommandSpec;
  field: 'labels' | 'annotations';
  what: 'label' | 'annotation';
  parseChanges(changes: readonly string[]): MetadataChanges;
  /** Keys whose values anybody may overwrite. */
  mayOverwrite?(key: string): boolean;
  /** Why values that are there may not be overwritten. */
  refusal(taken: readonly { key: string; value: string }[]): AppError;
  operation(before: KubeObject, after: KubeObject, request: ChangeMetadataRequest): string;
}

export const METADATA_FLAGS: readonly Flag[] = [
  { name: 'overwrite', group: 'how', type: 'bool', help: 'Change values that are there already' },
  { name: 'list', group: 'how', type: 'bool', help: 'Print what there is then' },
  { name: 'local', group: 'how', type: 'bool', help: 'Change what the files hold, and only print it' },
  {
    name: 'resource-version',
    group: 'how',
    type: 'string',
    value: 'VERSION',
    help: 'Only where this is the version of the object',
  },
  ...SELECTION_FLAGS,
  ...WRITE_FLAGS,
];

/** The verb that sets and removes entries of a map in the metadata of objects. */
export function metadataCommand(verb: MetadataVerb): Command<ChangeMetadataRequest, ObjectMessages> {
  return {
    spec: { ...verb.spec, needsStore: true },
    parse: (input) => parse(verb, input),
    async run(request, ports) {
      if (request.local) return changeFiles(verb, request, ports);
      const { targets, errors } = await selectTargets(request.selection, ports);
      const single = targets.length === 1;
      if (request.resourceVersion && !single) refuse('--resource-version may only be used with a single resource');
      const messages: ObjectMessage[] = [];
      await oneByOne(targets, errors, async (target) => {
        messages.push(...(await changeOne(verb, request, target, ports, single)));
      });
      return { messages, warnings: [], errors };
    },
  };
}

function parse(verb: MetadataVerb, { args, flags, program }: Arguments): ChangeMetadataRequest {
  const { resources, changes: texts } = splitChanges(args, verb.what);
  const changes = verb.parseChanges(texts);
  const [list, local] = [flags.bool('list'), flags.bool('local')];
  if (list && flags.string('output')) refuse('--list and --output may not be specified together');
  const options = parseWriteFlags(flags);
  const files = flags.list('filename').length > 0;
  if (local && options.dryRun.mode === 'server') {
    refuse('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
  }
  if (local && resources.length > 0) {
    refuse('can only use local files by -f pod.yaml or --filename=pod.json when --local=true is set');
  }
  if (local && !files) refuse('one or more files must be specified as -f pod.yaml or --filename=pod.json');
  if (resources.length === 0 && !files) {
    refuse('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  }
  if (texts.length === 0 && !list) refuse(`at least one ${verb.what} update is required`);
  return {
    selection: parseSelection(resources, flags, program),
    changes,
    overwrite: flags.bool('overwrite'),
    list,
    local,
    resourceVersion: flags.string('resource-version'),
    ...options,
  };
}

async function changeOne(
  verb: MetadataVerb,
  request: ChangeMetadataRequest,
  target: SelectedTarget,
  ports: Ports,
  single: boolean,
): Promise<ObjectMessage[]> {
  const change = (object: KubeObject) => changed(verb, request, object);
  if (request.list) return listing(verb, change(await readObject(ports, target)), single);
  const { before, after } = await modifyObject(ports, target, change, request.dryRun.mode);
  const missing =
    verb.what === 'label' && request.dryRun.mode !== 'client'
      ? request.changes.remove.filter((key) => mapOf(before, verb.field)[key] === undefined)
      : [];
  return [
    ...missing.map((key) => ({ text: `label ${JSON.stringify(key)} not found.` })),
    { object: after, operation: verb.operation(before, after, request) },
  ];
}

async function changeFiles(verb: MetadataVerb, request: ChangeMetadataRequest, ports: Ports): Promise<ObjectMessages> {
  const { objects, errors } = await readManifestObjects(request.selection.files, ports);
  const messages: ObjectMessage[] = [];
  for (const { object } of objects) {
    const after = changed(verb, request, object);
    if (request.list) messages.push(...listing(verb, after, objects.length === 1));
    else messages.push({ object: after, operation: verb.operation(object, after, request) });
  }
  return { messages, warnings: [], errors };
}

export function mapOf(object: KubeObject, field: 'labels' | 'annotations'): Record<string, string> {
  return object.metadata[field] ?? {};
}

function changed(verb: MetadataVerb, request: ChangeMetadataRequest, object: KubeObject): KubeObject {
  const { changes, overwrite, resourceVersion } = request;
  const present = new Map(Object.entries(mapOf(object, verb.field)));
  if (!overwrite) {
    const taken = Object.keys(changes.set)
      .filter((key) => present.has(key) && !verb.mayOverwrite?.(key))
      .map((key) => ({ key, value: present.get(key) ?? '' }));
    if (taken.length > 0) throw verb.refusal(taken);
  }
  for (const [key, value] of Object.entries(changes.set)) present.set(key, value);
  for (const key of changes.remove) present.delete(key);
  const { [verb.field]: _before, ...metadata } = object.metadata;
  return {
    ...object,
    metadata: {
      ...metadata,
      name: object.metadata.name,
      ...(present.size > 0 ? { [verb.field]: Object.fromEntries(present) } : {}),
      ...(resourceVersion ? { resourceVersion } : {}),
    },
  };
}

function listing(verb: MetadataVerb, object: KubeObject, single: boolean): ObjectMessage[] {
  const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '';
  const lines = Object.entries(mapOf(object, verb.field))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ({ text: `${single ? '' : ' '}${key}=${value}` }));
  if (single) return lines;
  return [{ text: `Listing ${verb.field} for ${object.kind}.${group}/${object.metadata.name}:` }, ...lines];
}

/** One error for each of several sentences, as kubectl prints them. */
export function refusals(sentences: readonly string[]): AppError {
  const errors = sentences.map((sentence) => new AppError('ARGUMENT', sentence));
  return errors.length === 1 ? (errors[0] as AppError) : new SeveralErrors(errors);
}
