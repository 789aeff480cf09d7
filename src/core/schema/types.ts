import type { ResourceKind } from '../kinds/kinds.ts';
import { TABLES } from './tables.ts';

/** What a value must be, as the Go types of the API say. `go` is Go's own name of the type, for messages. */
export type SchemaType = ScalarType | { is: 'list' | 'map'; go: string; of: SchemaType } | StructType;

/** `any` is carried along unseen; `bytes` is a text in base64; `quantity` and `intOrString` may be texts or numbers. */
export interface ScalarType {
  is: (typeof SCALARS)[number];
  go: string;
}

/** A Go struct. Its fields are read when they are first asked for. */
export interface StructType {
  is: 'struct';
  go: string;
  /** The Go name without its package. */
  name: string;
  /** The table that it is in. */
  table: string;
  fields: ReadonlyMap<string, SchemaType>;
}

const SCALARS = [
  'string',
  'bool',
  'int32',
  'int64',
  'float64',
  'time',
  'duration',
  'quantity',
  'intOrString',
  'bytes',
  'any',
] as const;

const GO_NAMES: Readonly<Record<string, string>> = {
  time: 'v1.Time',
  duration: 'v1.Duration',
  quantity: 'resource.Quantity',
  intOrString: 'intstr.IntOrString',
  bytes: '[]uint8',
};

/** The table of each API group. */
const GROUPS: Readonly<Record<string, string>> = {
  '': 'core',
  apps: 'apps',
  batch: 'batch',
  'image.openshift.io': 'image',
  'build.openshift.io': 'build',
  'apps.openshift.io': 'deploy',
  'config.openshift.io': 'config',
  'operator.openshift.io': 'operator',
  'project.openshift.io': 'project',
  'imagestream.dev': 'own',
};

/** Ours, which has no Go source: see `ImageStreamHistory`. */
const OWN = `
ImageStreamHistory: apiVersion string, kind string, metadata meta.ObjectMeta, tags []TagRecord
TagRecord: tag string, revisions int64, items []RevisionRecord, pins []PinRecord, source string, waiting []WaitingImage
RevisionRecord: revision int64, image string, dockerImageReference string, created time, seen time, cause string, by string, job string, reason string
PinRecord: action string, at time, image string, by string, job string, reason string
WaitingImage: image string, dockerImageReference string, seen time
`;

/** Lines of tables by their names, and what was made of them. */
const lines = new Map<string, Map<string, string>>();
const named = new Map<string, SchemaType>();

/** The type of a kind's objects; undefined for kinds whose types are not known here. */
export function schemaOf({ group, kind }: Pick<ResourceKind, 'group' | 'kind'>): StructType | undefined {
  const table = GROUPS[group];
  if (table === undefined || !linesOf(table).has(kind)) return undefined;
  return namedType(table, kind) as StructType;
}

function linesOf(table: string): Map<string, string> {
  let found = lines.get(table);
  if (!found) {
    const text = table === 'own' ? OWN : TABLES[table as keyof typeof TABLES];
    found = new Map(
      text
        .trim()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
    lines.set(table, found);
  }
  return found;
}

function namedType(table: string, name: string): SchemaType {
  const full = `${table}.${name}`;
  let type = named.get(full);
  if (!type) {
    const line = linesOf(table).get(name);
    if (line === undefined) throw new Error(`no type ${full}`);
    const go = `${table === 'operator' ? 'v1alpha1' : 'v1'}.${name}`;
    type = line.startsWith('= ') ? { ...typeOf(line.slice(2), table), go } : struct(table, name, go, line);
    named.set(full, type);
  }
  return type;
}

function struct(table: string, name: string, go: string, line: string): StructType {
  let fields: ReadonlyMap<string, SchemaType> | undefined;
  return {
    is: 'struct',
    go,
    name,
    table,
    get fields() {
      fields ??= new Map(
        (line === '' ? [] : line.split(', ')).map((field) => {
          const space = field.indexOf(' ');
          return [field.slice(0, space), typeOf(field.slice(space + 1), table)];
        }),
      );
      return fields;
    },
  };
}

function typeOf(text: string, table: string): SchemaType {
  if (text.startsWith('[]')) {
    const of = typeOf(text.slice(2), table);
    return { is: 'list', go: `[]${of.go}`, of };
  }
  if (text.startsWith('map[')) {
    const end = text.indexOf(']');
    const of = typeOf(text.slice(end + 1), table);
    return { is: 'map', go: `map[${typeOf(text.slice(4, end), table).go}]${of.go}`, of };
  }
  if (text.startsWith('~')) return { is: 'string', go: text.includes('.') ? text.slice(1) : `v1.${text.slice(1)}` };
  const scalar = SCALARS.find((name) => name === text);
  if (scalar) return { is: scalar, go: GO_NAMES[scalar] ?? scalar };
  const dot = text.indexOf('.');
  return dot < 0 ? namedType(table, text) : namedType(text.slice(0, dot), text.slice(dot + 1));
}
