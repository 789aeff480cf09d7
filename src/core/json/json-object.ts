import { setOwn } from './json-value.ts';

/** A JSON object, as opposed to an array, null, or a plain value. */
export type JsonObject = Record<string, unknown>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON object that a text is; undefined for any other text. */
export function objectIn(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** An own property of an object, never one that it inherits; undefined for what is no object. */
export function ownValue(value: unknown, key: string): unknown {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A copy without the null members that patches and configurations write for "not there", at any depth of objects. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutNulls(member)]));
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without the properties that are undefined; the others keep their order. */
export function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Present<T>;
}

type Filled<T> = { [K in keyof T]?: NonNullable<T[K]> };

/** Without the properties that say nothing: undefined, null, '' and false. The others keep their order. */
export function filled<T extends object>(value: T): Filled<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item)) as Filled<T>;
}

/** A list with other items; the list itself where every item stays the one that it is. */
export function withItems(
  list: readonly unknown[],
  change: (item: unknown, index: number) => unknown,
): readonly unknown[] {
  const items = list.map(change);
  return items.some((item, index) => item !== list[index]) ? items : list;
}

/**
 * An object with other members; the object itself where every member stays the one that it is. Members are visited by the
 * order of their names.
 */
export function withMembers(object: JsonObject, change: (member: unknown, key: string) => unknown): JsonObject {
  let copy: JsonObject | undefined;
  for (const key of Object.keys(object).sort()) {
    const after = change(object[key], key);
    if (after === object[key]) continue;
    copy ??= { ...object };
    setOwn(copy, key, after);
  }
  return copy ?? object;
}
