import { AppError } from '../../errors.ts';
import { apiVersionOf, type ResourceKind } from '../kinds/kinds.ts';
import { didYouMean, nearWords } from '../near-words.ts';
import { REQUIRED } from '../schema/required.ts';
import { type SchemaType, type StructType, schemaOf } from '../schema/types.ts';
import { sentencesOf } from './sentences.ts';

/** A field as `explain` shows it. */
export interface ExplainedField {
  name: string;
  /** In the words of OpenAPI: `string`, `[]Object`, `map[string]string`. */
  type: string;
  required: boolean;
  /** What it means, in one sentence. */
  sentence: string;
  /** The fields of what it holds, where all levels are asked for. */
  fields?: readonly ExplainedField[];
}

export interface Explanation {
  kind: string;
  apiVersion: string;
  /** The field that was asked for; absent for the kind itself. */
  field?: Pick<ExplainedField, 'name' | 'type'>;
  sentence: string;
  /** What it holds; absent for a field that is no object. */
  fields?: readonly ExplainedField[];
}

/**
 * What a kind or one of its fields is. Fails with ARGUMENT, in kubectl's words, for a field that there is not.
 *
 * @param path the names of fields, from the kind downwards; lists and maps are passed through
 * @param recursive shows the fields of fields too
 */
export function explain(kind: ResourceKind, path: readonly string[], recursive: boolean): Explanation {
  const about = { kind: kind.kind, apiVersion: apiVersionOf(kind) };
  const schema = schemaOf(kind);
  if (!schema) throw new AppError('ARGUMENT', `couldn't find resource for "${about.apiVersion}, Kind=${about.kind}"`);
  let at: SchemaType = schema;
  let sentence = sentencesOf(schema).get('') ?? '';
  for (const name of path) {
    const struct = structIn(at);
    const next = struct?.fields.get(name);
    if (!struct || !next) {
      const hint = didYouMean(nearWords(name, struct?.fields.keys() ?? []));
      throw new AppError('ARGUMENT', `field ${JSON.stringify(name)} does not exist`, { hint });
    }
    sentence = sentencesOf(struct).get(name) ?? '';
    at = next;
  }
  const name = path.at(-1);
  const struct = structIn(at);
  return {
    ...about,
    ...(name === undefined ? {} : { field: { name, type: typeName(at) } }),
    sentence,
    ...(struct ? { fields: fieldsOf(struct, recursive) } : {}),
  };
}

/** The struct that a type is, or is a list or map of. */
function structIn(type: SchemaType): StructType | undefined {
  if (type.is === 'struct') return type;
  return type.is === 'list' || type.is === 'map' ? structIn(type.of) : undefined;
}

/** In alphabetical order. @param open the types that are being shown: one inside of itself is shown once */
function fieldsOf(struct: StructType, recursive: boolean, open: readonly StructType[] = []): ExplainedField[] {
  const sentences = sentencesOf(struct);
  const required = requiredFields(struct);
  return [...struct.fields.keys()].sort().map((name) => {
    const type = struct.fields.get(name) as SchemaType;
    const below = recursive ? structIn(type) : undefined;
    const inside = [...open, struct];
    return {
      name,
      type: typeName(type),
      required: required.includes(name),
      sentence: sentences.get(name) ?? '',
      ...(below && !inside.includes(below) ? { fields: fieldsOf(below, recursive, inside) } : {}),
    };
  });
}

function requiredFields({ table, name }: StructType): readonly string[] {
  const lines = (REQUIRED as Readonly<Record<string, string>>)[table] ?? '';
  const line = lines.split('\n').find((candidate) => candidate.startsWith(`${name}: `));
  return line?.slice(name.length + 2).split(', ') ?? [];
}

const SCALARS: Readonly<Record<string, string>> = {
  bool: 'boolean',
  int32: 'integer',
  int64: 'integer',
  float64: 'number',
  any: 'map[string]',
};

function typeName(type: SchemaType): string {
  switch (type.is) {
    case 'struct':
      return 'Object';
    case 'list':
      return `[]${typeName(type.of)}`;
    case 'map':
      return `map[string]${typeName(type.of)}`;
    default:
      return SCALARS[type.is] ?? 'string';
  }
}
