import { isJsonObject, type JsonObject, ownValue, withoutNulls } from '../json/json-object.ts';
import { sameJson } from '../json/json-value.ts';
import { itemsByKey, keyText, orderKeys } from './keyed-list.ts';
import type { MergeRules } from './merge-keys.ts';
import { ownRules } from './strategic-merge.ts';

/**
 * The three-way merge of `apply`: `live` with everything that `config` says, and without what `last`, the configuration
 * applied before, said and `config` says no more. What others have set beside it stays. Null in `config` means "not there".
 * The arguments are not modified. Fails with ARGUMENT for a list item of `config` without its merge key.
 */
export function threeWayMerge(last: unknown, live: unknown, config: unknown, rules: MergeRules): unknown {
  if (isJsonObject(config)) {
    if (rules.replace || !isJsonObject(live)) return withoutNulls(config);
    return mergeObjects(last, live, config, rules);
  }
  if (!Array.isArray(config) || !Array.isArray(live)) return withoutNulls(config);
  if (rules.key) return mergeKeyed(Array.isArray(last) ? last : [], live, config, rules.key, rules.item ?? {});
  if (rules.set) return mergeSets(Array.isArray(last) ? last : [], live, config);
  return config; // as a whole; what its nulls are, who decodes it says
}

/**
 * Whether kubectl sends a null for something of `config`: it does for each that is not null in `live` already, also where
 * there is nothing to remove, so that it then says "configured" every time.
 */
export function sendsNull(live: unknown, config: unknown, rules: MergeRules): boolean {
  if (isJsonObject(config)) {
    return Object.entries(config).some(([key, value]) => {
      const present = ownValue(live, key);
      return value === null ? present !== null : sendsNull(present, value, ownRules(rules, key));
    });
  }
  if (!Array.isArray(config)) return false;
  const { key } = rules;
  const present = key === undefined || !Array.isArray(live) ? undefined : itemsByKey(live, key);
  if (key === undefined || !present) return hasNull(config) && !sameJson(config, live);
  return config.some((item) => sendsNull(present.get(keyText(ownValue(item, key))), item, rules.item ?? {}));
}

const hasNull = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.values(value).some(hasNull));

function mergeObjects(last: unknown, live: JsonObject, config: JsonObject, rules: MergeRules): JsonObject {
  const merged = new Map(Object.entries(live));
  if (isJsonObject(last)) for (const key of Object.keys(last)) if (!Object.hasOwn(config, key)) merged.delete(key);
  for (const [key, value] of Object.entries(config)) {
    // Null where it is null already is what kubectl sees no difference in.
    if (value === null && ownValue(live, key) === null) continue;
    if (value === null) merged.delete(key);
    else merged.set(key, threeWayMerge(ownValue(last, key), ownValue(live, key), value, ownRules(rules, key)));
  }
  const result = Object.fromEntries(merged);
  if (!rules.retainKeys || sameJson(result, live)) return result;
  return Object.fromEntries(Object.entries(result).filter(([key]) => Object.hasOwn(config, key)));
}

function mergeKeyed(
  last: readonly unknown[],
  live: readonly unknown[],
  config: readonly unknown[],
  key: string,
  rules: MergeRules,
): unknown {
  const wanted = itemsByKey(config, key);
  const present = itemsByKey(live, key);
  // Two items of one key (a port for TCP and one for UDP) cannot be told apart: the configuration's list counts.
  if (!wanted || !present) return withoutNulls(config);
  const before = itemsByKey(last, key) ?? new Map<string, JsonObject>();
  const merged = new Map(present);
  for (const id of before.keys()) if (!wanted.has(id)) merged.delete(id);
  for (const [id, item] of wanted) {
    merged.set(id, threeWayMerge(before.get(id), present.get(id), item, rules) as JsonObject);
  }
  return orderKeys([...merged.keys()], [...wanted.keys()]).map((id) => merged.get(id));
}

function mergeSets(last: readonly unknown[], live: readonly unknown[], config: readonly unknown[]): unknown[] {
  const includes = (list: readonly unknown[], item: unknown) => list.some((other) => sameJson(other, item));
  const kept = live.filter((item) => includes(config, item) || !includes(last, item));
  return [...kept, ...config.filter((item) => !includes(kept, item))];
}
