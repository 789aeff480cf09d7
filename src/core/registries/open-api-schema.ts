import { ownValue } from '../json/json-object.ts';
import { cause, type StatusCause } from '../status.ts';

/** What a value must look like in the schema of a custom resource. Fields that are not named may hold anything. */
export type Schema =
  | { type: 'string' | 'boolean' }
  | { type: 'array'; of: Schema }
  | { type: 'object'; fields: Readonly<Record<string, Schema>> };

export const text: Schema = { type: 'string' };
export const bool: Schema = { type: 'boolean' };
export const array = (of: Schema): Schema => ({ type: 'array', of });
export const object = (fields: Readonly<Record<string, Schema>>): Schema => ({ type: 'object', fields });

/** Checks the types of a value in the words of the API server; a null field is one that is not there. */
export function checkSchema(value: unknown, schema: Schema, field = ''): StatusCause[] {
  const actual = typeOf(value);
  if (actual !== schema.type) {
    return [cause.invalid(field, actual, `${field} in body must be of type ${schema.type}: ${JSON.stringify(actual)}`)];
  }
  if (schema.type === 'array') {
    return (value as unknown[]).flatMap((item, index) => checkSchema(item, schema.of, `${field}[${index}]`));
  }
  if (schema.type !== 'object') return [];
  return Object.entries(schema.fields).flatMap(([name, below]) => {
    const found = ownValue(value, name);
    if (found === undefined || found === null) return [];
    return checkSchema(found, below, field === '' ? name : `${field}.${name}`);
  });
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  if (typeof value === 'bigint') return 'integer';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
