import type { ResourceKind } from '../../core/kinds/kinds.ts';
import {
  matchesFields,
  matchesLabels,
  parseFieldSelector,
  parseLabelSelector,
  type Selector,
} from '../../core/selection/selector.ts';
import { isStatusError } from '../../core/status.ts';
import { AppError } from '../../errors.ts';
import { type ParsedResources, parseResources } from '../arguments/resources.ts';
import { type Flag, type FlagValues, type Ports, refuse } from '../command.ts';
import { FILE_FLAGS, type FileArguments, parseFileFlags } from '../flags/file-flags.ts';
import { readManifestObjects } from './manifest-objects.ts';
import type { ObjectTarget } from './modify-object.ts';

/** Which existing objects a verb is about: by name, by selector, all of some types, or those of files. */
export interface ObjectSelection {
  resources: ParsedResources;
  all: boolean;
  allNamespaces: boolean;
  /** Undefined where the flag was not given. */
  labels: Selector | undefined;
  fields: Selector | undefined;
  files: FileArguments;
}

/** An object that was selected; `file` where a file named it. */
export interface SelectedTarget extends ObjectTarget {
  file?: string;
}

export const LABELS_FLAG: Flag = {
  name: 'selector',
  group: 'what',
  short: 'l',
  type: 'string',
  value: 'LABELS',
  help: 'Only objects with these labels',
};

const ALL_FLAG: Flag = { name: 'all', group: 'what', type: 'bool', help: 'All objects of the types' };

/** What verbs have that select by labels, and not by fields or in all namespaces. */
export const SET_SELECTION_FLAGS: readonly Flag[] = [...FILE_FLAGS, LABELS_FLAG, ALL_FLAG];

export const SELECTION_FLAGS: readonly Flag[] = [
  ...FILE_FLAGS,
  LABELS_FLAG,
  {
    name: 'field-selector',
    group: 'what',
    type: 'string',
    value: 'FIELDS',
    help: 'Only objects with these fields (metadata.name=x)',
  },
  ALL_FLAG,
  { name: 'all-namespaces', group: 'what', short: 'A', type: 'bool', help: 'In every namespace' },
];

/**
 * Reads the arguments and flags that select objects. Fails with ARGUMENT, worded as kubectl words it.
 * @param options.byNameOnly the command has `FILE_FLAGS`, and none of the others of `SELECTION_FLAGS`
 * @param options.byLabelsOnly the command has `SET_SELECTION_FLAGS`
 */
export function parseSelection(
  args: readonly string[],
  flags: FlagValues,
  program: string,
  { byNameOnly = false, byLabelsOnly = false }: { byNameOnly?: boolean; byLabelsOnly?: boolean } = {},
): ObjectSelection {
  const selector = byNameOnly ? '' : flags.string('selector');
  const fieldSelector = byNameOnly || byLabelsOnly ? '' : flags.string('field-selector');
  const all = !byNameOnly && flags.bool('all');
  if (all && selector) refuse('cannot set --all and --selector at the same time');
  if (all && fieldSelector) refuse('cannot set --all and --field-selector at the same time');
  const resources = args.length === 0 ? { selections: [], byPath: false } : parseResources(args, program);
  const named = resources.selections.some(({ names }) => names.length > 0);
  const selection: ObjectSelection = {
    resources,
    // Those verbs pass `--all` over where there are names.
    all: all && !(byLabelsOnly && named),
    allNamespaces: !byNameOnly && !byLabelsOnly && flags.bool('all-namespaces'),
    labels: selector ? parseLabelSelector(selector) : undefined,
    fields: fieldSelector ? parseFieldSelector(fieldSelector) : undefined,
    files: parseFileFlags(flags),
  };
  checkSelection(selection);
  return selection;
}

function checkSelection({ resources, all, labels, fields, files, allNamespaces }: ObjectSelection): void {
  const { selections, byPath } = resources;
  const selects = all || labels !== undefined || fields !== undefined;
  if (selections.length === 0) {
    if (files.files.length === 0) throw noResources();
    return;
  }
  if (files.files.length > 0) {
    refuse('when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well');
  }
  const named = selections.some(({ names }) => names.length > 0);
  if (!named && !selects) refuse('resource(s) were provided, but no name was specified');
  if (byPath && selects) refuse('selectors and the all flag cannot be used when passing resource/name arguments');
  if (named && selects) refuse('name cannot be provided when a selector is specified');
  if (named && allNamespaces) refuse('a resource cannot be retrieved by name across all namespaces');
}

/** The error of a command line that names no object at all. */
export function noResources(): AppError {
  return new AppError(
    'ARGUMENT',
    `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`,
  );
}

/**
 * The objects that a selection names. Those named by the user need not exist. What cannot be read of files is an error
 * beside them; a type without a list is passed over where several are selected.
 */
export async function selectTargets(
  selection: ObjectSelection,
  ports: Ports,
): Promise<{ targets: SelectedTarget[]; errors: unknown[] }> {
  const { files, resources, labels } = selection;
  if (files.files.length > 0) {
    const { objects, errors } = await readManifestObjects(files, ports, labels);
    const targets = objects.map(({ kind, namespace, object, file }) => ({
      kind,
      namespace,
      name: object.metadata.name,
      file,
    }));
    return { targets: targets.filter(({ name }) => name), errors: [...errors, ...namelessErrors(targets)] };
  }
  const targets: SelectedTarget[] = [];
  for (const { kind, names } of resources.selections) {
    if (names.length > 0) targets.push(...names.map((name) => ({ kind, namespace: ports.namespace, name })));
    else targets.push(...(await listTargets(kind, selection, ports)));
  }
  return { targets, errors: [] };
}

function namelessErrors(targets: readonly { name: string | undefined }[]): unknown[] {
  return targets.filter(({ name }) => !name).map(() => new AppError('ARGUMENT', 'resource name may not be empty'));
}

async function listTargets(kind: ResourceKind, selection: ObjectSelection, ports: Ports): Promise<SelectedTarget[]> {
  const { labels, fields, allNamespaces, resources } = selection;
  try {
    const { items } = await ports.api.list(kind, allNamespaces ? undefined : ports.namespace);
    return items
      .filter(({ metadata }) => !labels || matchesLabels(labels, metadata.labels ?? {}))
      .filter(({ metadata }) => !fields || matchesFields(fields, metadata))
      .map(({ metadata }) => ({ kind, namespace: metadata.namespace ?? ports.namespace, name: metadata.name }));
  } catch (error) {
    if (resources.selections.length > 1 && isStatusError(error, 'MethodNotAllowed')) return [];
    throw error;
  }
}
