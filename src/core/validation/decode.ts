import { cannotUnmarshal } from '../json/cannot-unmarshal.ts';
import { isJsonObject } from '../json/json-object.ts';
import { undecodable } from '../status.ts';
import { canonicalTime } from '../time/canonical-time.ts';

/**
 * What a value must look like, as the API's Go types say. Go's names appear in the messages only.
 * `any` is carried along unseen.
 */
export type Shape =
  | { is: 'string' | 'bool' | 'int64'; goType: string }
  | { is: 'time' | 'any'; goType: string }
  | { is: 'map'; goType: string }
  | { is: 'list'; goType: string; of: Shape }
  | Struct;

export interface Struct {
  is: 'struct';
  goType: string;
  fields: Readonly<Record<string, Field>>;
}

export interface Field {
  shape: Shape;
  /** What stands in a field that is there even when it is empty. Any other empty field is left out. */
  whenEmpty?: null | string | 0 | false;
  /** Null and the empty value are different things here. */
  pointer?: boolean;
}

/**
 * Checks the known fields of an untrusted value as decoding into the API's Go types would: null is absent, empty optional
 * fields vanish, required ones appear, structures are always there. Unknown fields stay. The argument stays as it is;
 * what did not change is shared with it.
 *
 * Fails with a BadRequest status that words the first wrong type as the Kubernetes API does, and adds the exact path.
 */
export function decode(value: unknown, struct: Struct, kind: string): Record<string, unknown> {
  try {
    return decodeStruct(value, struct, []);
  } catch (error) {
    if (!(error instanceof WrongType)) throw error;
    throw undecodable({ kind, version: 'v1' }, error.message);
  }
}

class WrongType extends Error {}

/** The way to the value that is looked at: structs with the field that was gone into, and positions in lists. */
type Trail = (Struct | string | number)[];

/** Where a value stands: the Go struct and path that Kubernetes names, and the path with list positions for people. */
function placeOf(trail: Trail): { struct: string; goPath: string; path: string } | undefined {
  const struct = trail.findLast((step): step is Struct => typeof step === 'object');
  if (!struct) return undefined;
  const names = trail.filter((step): step is string => typeof step === 'string');
  const path = trail.map((step) =>
    typeof step === 'number' ? `[${step}]` : typeof step === 'string' ? `.${step}` : '',
  );
  return {
    struct: struct.goType.slice(struct.goType.indexOf('.') + 1),
    goPath: names.join('.'),
    path: path.join('').slice(1),
  };
}

function wrongType(value: unknown, goType: string, trail: Trail, key?: string, found?: string): WrongType {
  const place = placeOf(trail);
  if (!place) return new WrongType(cannotUnmarshal(value, 'Go value', goType));
  const { struct, goPath } = place;
  const path = key === undefined ? place.path : `${place.path}[${JSON.stringify(key)}]`;
  const where = path === goPath ? '' : ` (${path})`;
  return new WrongType(cannotUnmarshal(value, `Go struct field ${struct}.${goPath}`, goType, found) + where);
}

const fieldsOf = new WeakMap<Struct, [string, Field][]>();

function decodeStruct(value: unknown, struct: Struct, trail: Trail): Record<string, unknown> {
  if (!isJsonObject(value ?? {})) throw wrongType(value, struct.goType, trail);
  const given = (value ?? {}) as Record<string, unknown>;
  let fields = fieldsOf.get(struct);
  if (!fields) {
    fields = Object.entries(struct.fields);
    fieldsOf.set(struct, fields);
  }
  let copy: Record<string, unknown> | undefined;
  const depth = trail.push(struct, '');
  for (const [name, field] of fields) {
    const before = given[name];
    trail[depth - 1] = name;
    const after = decodeField(before, field, trail);
    if (after === before && (after !== undefined || !Object.hasOwn(given, name))) continue;
    copy ??= { ...given };
    if (after === undefined) delete copy[name];
    else copy[name] = after;
  }
  trail.length = depth - 2;
  return copy ?? given;
}

function decodeField(value: unknown, { shape, whenEmpty, pointer }: Field, trail: Trail): unknown {
  if (shape.is === 'any') return value;
  if (value === undefined || value === null) {
    return shape.is === 'struct' && !pointer ? decodeStruct({}, shape, trail) : whenEmpty;
  }
  const decoded = decodeValue(value, shape, trail);
  return !pointer && shape.is !== 'struct' && isEmpty(decoded) ? whenEmpty : decoded;
}

function decodeValue(value: unknown, shape: Shape, trail: Trail): unknown {
  switch (shape.is) {
    case 'any':
      return value;
    case 'struct':
      return decodeStruct(value, shape, trail);
    case 'list':
      return decodeList(value, shape.of, shape.goType, trail);
    case 'map':
      return decodeMap(value, shape.goType, trail);
    case 'time':
      return decodeTime(value, trail);
    default:
      return decodeScalar(value, shape, trail);
  }
}

function decodeList(value: unknown, of: Shape, goType: string, trail: Trail): unknown[] {
  if (!Array.isArray(value)) throw wrongType(value, goType, trail);
  const given: readonly unknown[] = value;
  let copy: unknown[] | undefined;
  const depth = trail.push(0);
  for (let i = 0; i < given.length; i++) {
    trail[depth - 1] = i;
    const item = decodeItem(given[i], of, trail);
    if (item === given[i]) continue;
    copy ??= [...given];
    copy[i] = item;
  }
  trail.length = depth - 1;
  return copy ?? value;
}

function decodeItem(item: unknown, shape: Shape, trail: Trail): unknown {
  if (item !== null && item !== undefined) return decodeValue(item, shape, trail);
  return shape.is === 'struct' ? decodeStruct({}, shape, trail) : '';
}

function decodeMap(value: unknown, goType: string, trail: Trail): Record<string, unknown> {
  if (!isJsonObject(value)) throw wrongType(value, goType, trail);
  const entries = Object.entries(value);
  for (const [key, item] of entries) {
    if (item !== null && typeof item !== 'string') throw wrongType(item, 'string', trail, key);
  }
  if (entries.every(([, item]) => item !== null)) return value;
  return Object.fromEntries(entries.map(([key, item]) => [key, item ?? '']));
}

function decodeTime(value: unknown, trail: Trail): string | undefined {
  if (typeof value !== 'string') throw wrongType(value, 'v1.Time', trail);
  const time = canonicalTime(value);
  if (time !== undefined) return time === '' ? undefined : time;
  const text = JSON.stringify(value);
  throw new WrongType(
    `parsing time ${text} as "2006-01-02T15:04:05Z07:00": cannot parse ${text} as an RFC 3339 time (${placeOf(trail)?.path})`,
  );
}

function decodeScalar(value: unknown, shape: { is: 'string' | 'bool' | 'int64'; goType: string }, trail: Trail) {
  if (shape.is === 'int64' && (typeof value === 'bigint' || Number.isSafeInteger(value))) return value;
  const type = shape.is === 'bool' ? 'boolean' : shape.is === 'string' ? 'string' : 'number';
  if (typeof value !== type) throw wrongType(value, shape.goType, trail);
  if (typeof value === 'number') throw wrongType(value, shape.goType, trail, undefined, `number ${digitsOf(value)}`);
  return value;
}

/** An integer beyond 64 bits, in digits, or another number. */
const digitsOf = (value: number) => (Number.isInteger(value) ? BigInt(value) : value);

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isJsonObject(value)) return Object.keys(value).length === 0;
  return value === undefined || value === '' || value === 0 || value === false;
}
