import { compareBytes } from '../core/byte-order.ts';
import { type KindVerb, verbsOf } from '../core/kinds/kind-verbs.ts';
import { KINDS, type ResourceKind } from '../core/kinds/kinds.ts';
import { type Command, type CommandSpec, refuse } from './command.ts';
import { acceptedFlag } from './flags/write-flags.ts';

export interface ApiResourcesRequest {
  output: '' | 'wide' | 'name';
  sortBy: '' | 'name' | 'kind';
  noHeaders: boolean;
  /** Undefined for every group; empty for the core group. */
  group: string | undefined;
  namespaced: boolean | undefined;
  /** What can be done with all that is listed. */
  verbs: readonly string[];
}

export interface ApiResourcesResult {
  resources: readonly { kind: ResourceKind; verbs: readonly KindVerb[] }[];
  output: ApiResourcesRequest['output'];
  noHeaders: boolean;
}

const spec: CommandSpec = {
  usage: '',
  description: `Lists the types that a store can hold or show, with the short names that commands understand. A cluster has many more; those
that it alone can have, such as nodes, are refused by name.`,
  flags: [
    {
      name: 'output',
      group: 'output',
      short: 'o',
      type: 'string',
      value: 'wide|name',
      help: 'Add what can be done; or names alone',
    },
    {
      name: 'api-group',
      group: 'what',
      type: 'string',
      value: 'GROUP',
      help: 'Only types of this group; empty for the core group',
    },
    {
      name: 'namespaced',
      group: 'what',
      type: 'bool',
      default: 'true',
      help: 'Only types in namespaces; =false for all others',
    },
    {
      name: 'verbs',
      group: 'what',
      type: 'list',
      value: 'VERB,...',
      help: 'Only types with which all of this can be done',
    },
    { name: 'no-headers', group: 'output', type: 'bool', help: 'Leave the column headings out' },
    {
      name: 'sort-by',
      group: 'output',
      type: 'string',
      value: 'name|kind',
      help: 'Sort by this column, and not by group',
    },
    acceptedFlag('cached', 'bool'),
  ],
  examples: [
    { what: 'List every type', run: 'imagestream api-resources' },
    {
      what: 'List what can be done with image streams and their like',
      run: 'imagestream api-resources -o wide --api-group=image.openshift.io',
    },
    { what: 'Name the types that can be changed', run: 'imagestream api-resources --verbs=get,update -o name' },
  ],
};

/** `api-resources`: the kinds that there are, as kubectl lists those of a server. */
export const command: Command<ApiResourcesRequest, ApiResourcesResult> = {
  spec,

  parse({ args, flags, usage }) {
    if (args.length > 0) throw usage(`unexpected arguments: [${args.join(' ')}]`);
    const output = flags.string('output');
    const sortBy = flags.string('sort-by');
    if (output !== '' && output !== 'wide' && output !== 'name') refuse(`--output ${output} is not available`);
    if (sortBy !== '' && sortBy !== 'name' && sortBy !== 'kind') refuse('--sort-by accepts only name or kind');
    return {
      output,
      sortBy,
      noHeaders: flags.bool('no-headers'),
      group: flags.changed('api-group') ? flags.string('api-group') : undefined,
      namespaced: flags.changed('namespaced') ? flags.bool('namespaced') : undefined,
      verbs: flags.list('verbs').flatMap((value) => value.split(',')),
    };
  },

  async run({ group, namespaced, verbs, sortBy, output, noHeaders }) {
    const resources = KINDS.map((kind) => ({ kind, verbs: verbsOf(kind) }))
      .filter(({ kind }) => group === undefined || kind.group === group)
      .filter(({ kind }) => namespaced === undefined || kind.namespaced === namespaced)
      .filter((resource) => verbs.every((verb) => (resource.verbs as readonly string[]).includes(verb)));
    const key = ({ plural, ...kind }: ResourceKind) => ({ name: plural, kind: kind.kind, '': kind.group })[sortBy];
    resources.sort((a, b) => compareBytes(key(a.kind), key(b.kind)) || compareBytes(a.kind.plural, b.kind.plural));
    return { resources, output, noHeaders };
  },
};
