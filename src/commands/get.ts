import type { ObjectChange } from '../api/storage/object-changes.ts';
import { apiVersionOf, type ResourceKind } from '../core/kinds/kinds.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import { parseFieldSelector, parseLabelSelector, unableToFind } from '../core/selection/selector.ts';
import { isStatusError } from '../core/status.ts';
import { AppError } from '../errors.ts';
import { type ParsedResources, parseResources } from './arguments/resources.ts';
import { type Arguments, type Command, type CommandSpec, type FlagValues, refuse } from './command.ts';
import { FILE_FLAGS, parseFileFlags } from './flags/file-flags.ts';
import { PRINT_FLAGS, parseOutputFormat } from './flags/output-format.ts';
import { changesOf } from './get/changes.ts';
import type { GetRequest } from './get/request.ts';
import { select, selectionsOfFiles } from './get/select.ts';

export interface GetResult {
  request: GetRequest;
  groups: readonly { kind: ResourceKind; objects: readonly KubeObject[] }[];
  /** One object was asked for by name: it is printed bare, not as a list. */
  single: boolean;
  /** The namespace looked in, for the note that nothing was found; undefined for all, or for kinds without. */
  namespace: string | undefined;
  /** Objects that could not be read; the others are printed all the same. */
  errors: readonly unknown[];
  /** The answer to `--raw`. */
  raw?: string;
  /** With `--watch`: what changes after the list. */
  changes?: AsyncIterable<ObjectChange>;
}

const spec: CommandSpec = {
  needsStore: true,
  usage: '(TYPE[,TYPE] [NAME ...] | TYPE/NAME ...)',
  description: `Lists objects of the store. The types of image streams:

  is       imagestreams         sets of tags that point at images
  istag    imagestreamtags      one tag, with the image that it has now
  isimage  imagestreamimages    one image of a stream's history (STREAM@DIGEST, also a prefix)
  images                        every image that streams have recorded
  itag     imagetags            what a tag should be, and what it has been

Secrets, config maps, workloads and build configurations of the store are listed too.

Tables are made safe for a terminal. Documents, jsonpath and templates are written raw, byte by byte, as scripts want them: what
somebody else has stored may hold characters that steer a terminal.`,
  flags: [
    ...PRINT_FLAGS,
    { name: 'all-namespaces', group: 'what', short: 'A', type: 'bool', help: 'List the objects of every namespace' },
    {
      name: 'selector',
      group: 'what',
      short: 'l',
      type: 'string',
      value: 'LABELS',
      help: 'Only objects with these labels (a=b, a!=b, a in (x,y), a, !a)',
    },
    {
      name: 'field-selector',
      group: 'what',
      type: 'string',
      value: 'FIELDS',
      help: 'Only objects with these fields (metadata.name=x)',
    },
    {
      name: 'label-columns',
      group: 'output',
      short: 'L',
      type: 'list',
      value: 'LABEL',
      help: 'Show the values of these labels as columns',
    },
    { name: 'show-labels', group: 'output', type: 'bool', help: 'Show all labels in a last column' },
    { name: 'show-kind', group: 'output', type: 'bool', help: 'Write the type before each name' },
    {
      name: 'show-secrets',
      group: 'output',
      type: 'bool',
      help: 'Print secrets with their values, wherever these are kept',
    },
    { name: 'no-headers', group: 'output', type: 'bool', help: 'Leave the column headings out' },
    { name: 'sort-by', group: 'output', type: 'string', value: 'JSONPATH', help: 'Sort the list by a field' },
    ...FILE_FLAGS,
    {
      name: 'raw',
      group: 'what',
      type: 'string',
      value: 'PATH',
      help: 'Print what a server would answer to this path, such as /apis',
    },
    {
      name: 'watch',
      group: 'how',
      short: 'w',
      type: 'bool',
      help: 'After the list, show what changes, until it is interrupted',
    },
    { name: 'watch-only', group: 'how', type: 'bool', help: 'Show what changes, and no list before it' },
    { name: 'ignore-not-found', group: 'how', type: 'bool', help: 'Exit with 0 when a named object is not there' },
    { name: 'chunk-size', type: 'int', default: '500', help: 'Accepted; lists come whole', hidden: true },
    { name: 'server-print', type: 'bool', default: 'true', help: 'Accepted', hidden: true },
  ],
  examples: [
    { what: 'List the streams of the namespace', run: 'imagestream get is' },
    { what: 'Print one stream as it is stored', run: 'imagestream get is/httpd -o yaml' },
    {
      what: 'Print the digest that a tag has now',
      run: "imagestream get istag httpd:2.4 -o jsonpath='{.image.metadata.name}'",
    },
    { what: 'List every image', run: 'imagestream get images' },
    { what: 'See tags move', run: 'imagestream get istag --watch' },
  ],
};

export const command: Command<GetRequest, GetResult> = {
  spec,

  parse({ args, flags, program, usage }) {
    const raw = flags.string('raw');
    if (raw) checkRaw(raw, args, flags, usage);
    const output = parseOutputFormat(flags, { tables: true });
    const files = parseFileFlags(flags);
    if (args.length === 0 && files.files.length === 0 && !raw) throw noType(program);
    if (args.length > 0 && files.files.length > 0) {
      refuse('when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well');
    }
    const resources = args.length > 0 ? parseResources(args, program) : { selections: [], byPath: false };
    const watch = flags.bool('watch') || flags.bool('watch-only');
    if (watch && (resources.selections.length !== 1 || (resources.selections[0]?.names.length ?? 0) > 1)) {
      refuse('you may only specify a single resource type');
    }
    return {
      resources,
      files,
      raw,
      watch,
      watchOnly: flags.bool('watch-only'),
      output,
      allNamespaces: flags.bool('all-namespaces'),
      ignoreNotFound: flags.bool('ignore-not-found'),
      noHeaders: flags.bool('no-headers'),
      showLabels: flags.bool('show-labels'),
      showKind: flags.bool('show-kind'),
      showSecrets: flags.bool('show-secrets'),
      labelColumns: flags.list('label-columns').flatMap((value) => value.split(',')),
      sortBy: flags.string('sort-by'),
      ...parseSelectors(flags, resources),
    };
  },

  async run(request, ports) {
    const errors: unknown[] = [];
    if (request.raw) {
      const raw = await (await import('./get/raw.ts')).getRaw(request.raw, ports);
      return { request, groups: [], single: false, namespace: undefined, errors, raw };
    }
    const selections = [...request.resources.selections, ...(await selectionsOfFiles(request, ports, errors))];
    const named = selections.some((selection) => selection.names.length > 0);
    if (named && request.allNamespaces) refuse('a resource cannot be retrieved by name across all namespaces');
    const groups = new Map<ResourceKind, KubeObject[]>();
    for (const selection of selections) {
      const objects = groups.get(selection.kind) ?? [];
      groups.set(selection.kind, objects);
      objects.push(...(await select(selection, request, ports, errors)));
    }
    return {
      request,
      groups: [...groups].map(([kind, objects]) => ({ kind, objects })),
      single: selections.length === 1 && selections[0]?.names.length === 1,
      namespace: request.allNamespaces || !selections.some((s) => s.kind.namespaced) ? undefined : ports.namespace,
      errors,
      ...(request.watch ? { changes: changesOf(request, groups, ports) } : {}),
    };
  },
};

/** Fails with USAGE and ARGUMENT, in kubectl's words. */
function checkRaw(path: string, args: readonly string[], flags: FlagValues, usage: Arguments['usage']): void {
  if (flags.bool('watch') || flags.bool('watch-only') || flags.string('selector')) {
    refuse('--raw may not be specified with other flags that filter the server request or alter the output');
  }
  if (flags.string('output')) throw usage('--raw and --output are mutually exclusive');
  if (!path.startsWith('/')) {
    throw usage(`--raw must be a valid URL path: parse ${JSON.stringify(path)}: invalid URI for request`);
  }
  if (args.length > 0) throw usage('arguments may not be passed when --raw is specified');
}

/** A selector that a server would refuse is refused in its words, which name the first resource asked for. */
function parseSelectors(flags: FlagValues, resources: ParsedResources): Pick<GetRequest, 'labels' | 'fields'> {
  const [labels, fields] = [flags.string('selector'), flags.string('field-selector')];
  try {
    return { labels: parseLabelSelector(labels), fields: parseFieldSelector(fields) };
  } catch (error) {
    const kind = resources.selections[0]?.kind;
    if (!isStatusError(error, 'BadRequest') || !kind) throw error;
    throw unableToFind(`${apiVersionOf(kind)}, Resource=${kind.plural}`, labels, fields, error);
  }
}

function noType(program: string): AppError {
  return new AppError(
    'ARGUMENT',
    `Required resource not specified.\nUse "${program} help get" for the types that there are.\nSee '${program} get -h' for help and examples`,
  );
}
