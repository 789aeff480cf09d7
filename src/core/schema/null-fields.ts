import { isJsonObject, type JsonObject, withItems, withMembers } from '../json/json-object.ts';
import { setOwn } from '../json/json-value.ts';
import type { SchemaType, StructType } from './types.ts';

/**
 * What a value is after a server has decoded it into a Go struct, as far as null goes: a null field is one that is not there,
 * and a null in a map or a list is the empty value of its type. Free-form parts keep their nulls, and so does the creation
 * time of what is inside of an object: Go writes it as null where there is none. The argument stays as it is.
 */
export function withoutNullFields(object: JsonObject, type: StructType): JsonObject {
  return structOf(object, type, 'object');
}

/** @param of the object itself, its metadata, or anything inside of it */
function structOf(
  value: JsonObject,
  { fields }: StructType,
  of: 'object' | 'metadata' | 'inside' = 'inside',
): JsonObject {
  let copy: JsonObject | undefined;
  for (const [name, member] of Object.entries(value)) {
    const type = fields.get(name);
    if (!type) continue;
    if (member === null) {
      if (type.is === 'any' || (name === 'creationTimestamp' && of === 'inside')) continue;
      copy ??= { ...value };
      delete copy[name];
      continue;
    }
    const isMetadata = of === 'object' && name === 'metadata' && type.is === 'struct' && isJsonObject(member);
    const next = isMetadata ? structOf(member, type, 'metadata') : decoded(member, type);
    if (next === member) continue;
    copy ??= { ...value };
    setOwn(copy, name, next);
  }
  return copy ?? value;
}

function decoded(value: unknown, type: SchemaType): unknown {
  switch (type.is) {
    case 'struct':
      return isJsonObject(value) ? structOf(value, type) : value;
    case 'list':
      return Array.isArray(value) ? withItems(value, (item) => itemOf(item, type.of)) : value;
    case 'map':
      return isJsonObject(value) ? withMembers(value, (member) => itemOf(member, type.of)) : value;
    default:
      return value;
  }
}

const itemOf = (item: unknown, type: SchemaType) => (item === null ? emptyValue(type) : decoded(item, type));

function emptyValue(type: SchemaType): unknown {
  switch (type.is) {
    case 'struct':
      return {};
    case 'bool':
      return false;
    case 'int32':
    case 'int64':
    case 'float64':
    case 'intOrString':
      return 0;
    case 'quantity':
      return '0';
    case 'string':
    case 'bytes':
      return '';
    default:
      return null;
  }
}
