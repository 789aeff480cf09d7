import { badRequest } from '../status.ts';
import { canonicalTime } from './time.ts';

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

/** Where a value stands: the Go struct and path that Kubernetes names, and the path with list positions for people. */
interface Place {
  struct: string;
  goPath: string;
  path: string;
}

/**
 * Checks the known fields of an untrusted value and copies them, as decoding into the API's Go types would: null is
 * absent, empty optional fields vanish, required ones appear, structures are always there. Unknown fields stay.
 *
 * Fails with a BadRequest status that words the first wrong type as the Kubernetes API does, and adds the exact path.
 */
export function decode(value: unknown, struct: Struct, kind: string): Record<string, unknown> {
  try {
    return decodeStruct(value, struct, undefined);
  } catch (error) {
    if (!(error instanceof WrongType)) throw error;
    throw badRequest(`${kind} in version "v1" cannot be handled as a ${kind}: ${error.message}`);
  }
}

class WrongType extends Error {}

function wrongType(found: string, goType: string, place: Place | undefined): WrongType {
  if (!place) return new WrongType(`json: cannot unmarshal ${found} into Go value of type ${goType}`);
  const { struct, goPath, path } = place;
  const where = path === goPath ? '' : ` (${path})`;
  return new WrongType(
    `json: cannot unmarshal ${found} into Go struct field ${struct}.${goPath} of type ${goType}${where}`,
  );
}

function decodeStruct(value: unknown, struct: Struct, place: Place | undefined): Record<string, unknown> {
  if (!isObject(value ?? {})) throw wrongType(jsonType(value), struct.goType, place);
  const copy: Record<string, unknown> = { ...(value as object) };
  for (const [name, field] of Object.entries(struct.fields)) {
    const below = {
      struct: struct.goType.slice(struct.goType.indexOf('.') + 1),
      goPath: place ? `${place.goPath}.${name}` : name,
      path: place ? `${place.path}.${name}` : name,
    };
    const decoded = decodeField(Object.hasOwn(copy, name) ? copy[name] : undefined, field, below);
    if (decoded === undefined) delete copy[name];
    else copy[name] = decoded;
  }
  return copy;
}

function decodeField(value: unknown, { shape, whenEmpty, pointer }: Field, place: Place): unknown {
  if (shape.is === 'any') return value;
  if (value === undefined || value === null) {
    return shape.is === 'struct' && !pointer ? decodeStruct({}, shape, place) : whenEmpty;
  }
  const decoded = decodeValue(value, shape, place);
  return !pointer && shape.is !== 'struct' && isEmpty(decoded) ? whenEmpty : decoded;
}

function decodeValue(value: unknown, shape: Shape, place: Place): unknown {
  switch (shape.is) {
    case 'any':
      return value;
    case 'struct':
      return decodeStruct(value, shape, place);
    case 'list':
      if (!Array.isArray(value)) throw wrongType(jsonType(value), shape.goType, place);
      return value.map((item, i) => decodeItem(item, shape.of, { ...place, path: `${place.path}[${i}]` }));
    case 'map':
      return decodeMap(value, shape.goType, place);
    case 'time':
      return decodeTime(value, place);
    default:
      return decodeScalar(value, shape, place);
  }
}

function decodeItem(item: unknown, shape: Shape, place: Place): unknown {
  if (item !== null && item !== undefined) return decodeValue(item, shape, place);
  return shape.is === 'struct' ? decodeStruct({}, shape, place) : '';
}

function decodeMap(value: unknown, goType: string, place: Place): Record<string, unknown> {
  if (!isObject(value)) throw wrongType(jsonType(value), goType, place);
  return Object.fromEntries(
    Object.entries(value as object).map(([key, item]) => {
      if (item !== null && typeof item !== 'string') {
        throw wrongType(jsonType(item), 'string', { ...place, path: `${place.path}[${JSON.stringify(key)}]` });
      }
      return [key, item ?? ''];
    }),
  );
}

function decodeTime(value: unknown, place: Place): string | undefined {
  if (typeof value !== 'string') throw wrongType(jsonType(value), 'v1.Time', place);
  const time = canonicalTime(value);
  if (time !== undefined) return time === '' ? undefined : time;
  const text = JSON.stringify(value);
  throw new WrongType(
    `parsing time ${text} as "2006-01-02T15:04:05Z07:00": cannot parse ${text} as an RFC 3339 time (${place.path})`,
  );
}

function decodeScalar(value: unknown, shape: { is: 'string' | 'bool' | 'int64'; goType: string }, place: Place) {
  const type = shape.is === 'bool' ? 'boolean' : shape.is === 'string' ? 'string' : 'number';
  if (typeof value !== type) throw wrongType(jsonType(value), shape.goType, place);
  // Beyond what a double holds exactly, a number would silently be another one.
  if (type === 'number' && !Number.isSafeInteger(value)) throw wrongType(`number ${value}`, shape.goType, place);
  return value;
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value as object).length === 0;
  return value === undefined || value === '' || value === 0 || value === false;
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'number';
    default:
      return typeof value;
  }
}
