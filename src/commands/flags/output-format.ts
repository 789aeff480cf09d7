import { didYouMean, nearWords } from '../../core/near-words.ts';
import { AppError } from '../../errors.ts';
import { type Flag, type FlagValues, refuse } from '../command.ts';

/** How results are printed: `-o` and `--template`, read once. */
export interface OutputFormat {
  type: OutputType;
  /** The template, expression or column list; for the `-file` forms the path of a file that holds it. */
  argument: string;
  /** Whether missing keys of templates print as nothing instead of failing. */
  allowMissingKeys: boolean;
}

export type OutputType =
  | 'default'
  | 'wide'
  | 'json'
  | 'yaml'
  | 'name'
  | 'go-template'
  | 'go-template-file'
  | 'jsonpath'
  | 'jsonpath-as-json'
  | 'jsonpath-file'
  | 'custom-columns'
  | 'custom-columns-file';

/** The print flags that most commands have (oc CLI 1.2). */
export const PRINT_FLAGS: readonly Flag[] = [
  {
    name: 'output',
    group: 'output',
    short: 'o',
    type: 'string',
    value: 'FORMAT',
    help: 'Print the object: json, yaml, name, jsonpath=..., go-template=... and their -file forms',
  },
  {
    name: 'template',
    group: 'output',
    type: 'string',
    value: 'TEMPLATE',
    help: 'Template for -o go-template or jsonpath; alone it means go-template',
  },
  {
    name: 'allow-missing-template-keys',
    group: 'output',
    type: 'bool',
    default: 'true',
    help: 'Print nothing for fields that a template names and the object lacks',
  },
  { name: 'show-managed-fields', type: 'bool', help: 'Accepted; objects here have no managed fields', hidden: true },
];

const PRINTERS = [
  'go-template',
  'go-template-file',
  'json',
  'jsonpath',
  'jsonpath-as-json',
  'jsonpath-file',
  'name',
  'template',
  'templatefile',
  'yaml',
];
const TABLE_PRINTERS = ['custom-columns', 'custom-columns-file', 'wide'];

const NEED_ARGUMENT: readonly OutputType[] = [
  'go-template',
  'go-template-file',
  'jsonpath',
  'jsonpath-as-json',
  'jsonpath-file',
];

/**
 * Reads `-o FORMAT[=ARGUMENT]` and `--template`.
 * Fails with ARGUMENT, worded as `oc` words it, for formats that the command does not have.
 *
 * @param tables whether the command prints tables, and so knows `wide` and `custom-columns`
 */
export function parseOutputFormat(flags: FlagValues, options: { tables: boolean }): OutputFormat {
  const output = flags.string('output');
  const template = flags.string('template');
  const allowMissingKeys = flags.bool('allow-missing-template-keys');
  if (output === '') return { type: template ? 'go-template' : 'default', argument: template, allowMissingKeys };
  const equals = output.indexOf('=');
  const name = equals < 0 ? output : output.slice(0, equals);
  const allowed = [...PRINTERS, ...(options.tables ? TABLE_PRINTERS : [])].sort();
  const lower = equals < 0 ? name.toLowerCase() : name;
  if (!allowed.includes(lower) || (equals >= 0 && !takesArgument(lower))) {
    throw unknownFormat(output, allowed);
  }
  const type = canonical(lower);
  const argument = equals < 0 ? template : output.slice(equals + 1);
  if (argument === '' && NEED_ARGUMENT.includes(type)) refuse('template format specified but no template given');
  return { type, argument, allowMissingKeys };
}

/**
 * Reads `-o` of a verb whose text is its own and that has a few other formats; empty for the text.
 * Fails with ARGUMENT, worded as `oc` words it.
 *
 * @param allowed in alphabetical order
 */
export function parseOutputChoice<T extends string>(flags: FlagValues, allowed: readonly T[]): T | '' {
  const output = flags.string('output');
  const known = allowed.find((format) => format === output);
  if (known !== undefined || output === '') return known ?? '';
  throw unknownFormat(output, allowed);
}

const takesArgument = (name: string) => /^(go-template|jsonpath|template|custom-columns)/.test(name);

function canonical(name: string): OutputType {
  if (name === 'template') return 'go-template';
  if (name === 'templatefile') return 'go-template-file';
  return name as OutputType;
}

const unknownFormat = (output: string, allowed: readonly string[]) =>
  new AppError(
    'ARGUMENT',
    `unable to match a printer suitable for the output format "${output}", allowed formats are: ${allowed.join(',')}`,
    { hint: didYouMean(nearWords(output, allowed)) },
  );
