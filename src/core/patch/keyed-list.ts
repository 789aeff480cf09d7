import { AppError } from '../../errors.ts';
import { stringifyExactJson } from '../json/exact-json.ts';
import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';

/**
 * The items of a list by their merge key, in the order of the list; undefined when two items share a key, so that
 * the list cannot be merged by it. Keys of another type than text are told apart by their JSON form.
 * Fails with ARGUMENT for an item without the key, worded as Kubernetes words it.
 */
export function itemsByKey(list: readonly unknown[], key: string): Map<string, JsonObject> | undefined {
  const items = new Map<string, JsonObject>();
  for (const item of list) {
    const value = ownValue(item, key);
    if (!isJsonObject(item) || value === undefined) {
      throw new AppError('ARGUMENT', `${stringifyExactJson(item)} does not contain declared merge key: ${key}`);
    }
    items.set(keyText(value), item);
  }
  return items.size === list.length ? items : undefined;
}

export const keyText = (value: unknown): string => stringifyExactJson(value);

/**
 * Puts keys in the order that a patch or a configuration wants; those that it does not name stay behind the one that
 * they stood behind.
 */
export function orderKeys(keys: readonly string[], wanted: readonly string[]): string[] {
  const present = new Set(keys);
  const named = new Set(wanted);
  const ordered = wanted.filter((key) => present.has(key));
  const following = new Map<string | undefined, string[]>();
  let previous: string | undefined;
  for (const key of keys) {
    if (named.has(key)) previous = key;
    else following.set(previous, [...(following.get(previous) ?? []), key]);
  }
  return [...(following.get(undefined) ?? []), ...ordered.flatMap((key) => [key, ...(following.get(key) ?? [])])];
}
