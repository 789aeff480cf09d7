import type { Explanation } from '../core/explain/explanation.ts';
import { clusterOnly } from '../core/kinds/cluster-kinds.ts';
import { apiVersionOf, findKind, KINDS, type ResourceKind } from '../core/kinds/kinds.ts';
import { AppError } from '../errors.ts';
import { unknownTypeHint } from './arguments/resources.ts';
import { type Command, type CommandSpec, refuse } from './command.ts';

export interface ExplainRequest {
  kind: ResourceKind;
  /** The names of fields below the kind. */
  path: readonly string[];
  recursive: boolean;
}

export interface ExplainResult {
  explanation: Explanation;
  recursive: boolean;
}

const spec: CommandSpec = {
  usage: 'TYPE[.FIELD...]',
  description: `Says what a type is for and which fields its objects have, or what one field means: its type, whether it must be there, and what
it does. Fields of types that a cluster alone acts on are told too, because files that hold them are kept here.`,
  flags: [
    { name: 'recursive', type: 'bool', help: 'List the fields of fields too, without what they mean' },
    {
      name: 'api-version',
      type: 'string',
      value: 'GROUP/VERSION',
      help: 'Of the types with that name, the one of this API version',
    },
    { name: 'output', type: 'string', value: 'plaintext', help: 'Accepted; there is one format', hidden: true },
  ],
  examples: [
    { what: 'List the fields of image streams', run: 'imagestream explain is' },
    { what: 'Say what one field means', run: 'imagestream explain is.spec.tags.importPolicy.scheduled' },
    { what: 'See everything that a workload can hold', run: 'imagestream explain deployment --recursive' },
  ],
};

/** `explain`: the fields of a kind. */
export const command: Command<ExplainRequest, ExplainResult> = {
  spec,

  parse({ args, flags, program }) {
    const [word] = args;
    if (word === undefined) {
      refuse(
        `You must specify the type of resource to explain. Use "${program} api-resources" for a complete list of supported resources.`,
      );
    }
    if (args.length > 1) refuse('We accept only this format: explain RESOURCE');
    const output = flags.string('output');
    if (!['', 'plaintext', 'plaintext-openapiv2'].includes(output)) {
      refuse(`unrecognized format: ${output}`, { hint: 'There is one format, plaintext' });
    }
    return { ...kindAndPath(word, flags.string('api-version'), program), recursive: flags.bool('recursive') };
  },

  async run({ kind, path, recursive }) {
    const { explain } = await import('../core/explain/explanation.ts');
    return { explanation: explain(kind, path, recursive), recursive };
  },
};

/** Reads `TYPE[.GROUP][.FIELD...]`; a dot at the end is of no account. */
function kindAndPath(word: string, apiVersion: string, program: string): Pick<ExplainRequest, 'kind' | 'path'> {
  const [type = '', ...rest] = word.replace(/\.$/, '').split('.');
  const first = findKind(type);
  if (!first) {
    const why = clusterOnly(type);
    if (why !== undefined) refuse(why);
    throw new AppError('BARE', `the server doesn't have a resource type ${JSON.stringify(type)}`, {
      hint: unknownTypeHint(type, program),
    });
  }
  const namesakes = KINDS.filter(({ plural, kind }) => plural === first.plural || kind === first.kind);
  if (apiVersion) {
    const kind = namesakes.find((candidate) => apiVersionOf(candidate) === apiVersion);
    const full = apiVersion.includes('/') ? apiVersion : `/${apiVersion}`;
    if (!kind) refuse(`couldn't find resource for "${full}, Kind=${first.kind}"`);
    return { kind, path: rest };
  }
  const below = rest.join('.');
  const kind = namesakes.find(({ group }) => group !== '' && `${below}.`.startsWith(`${group}.`));
  return kind ? { kind, path: rest.slice(kind.group.split('.').length) } : { kind: first, path: rest };
}
