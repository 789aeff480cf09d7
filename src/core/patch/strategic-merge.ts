import { AppError } from '../../errors.ts';
import { stringifyExactJson } from '../json/exact-json.ts';
import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import { sameJson } from '../json/json-value.ts';
import { itemsByKey, keyText, orderKeys } from './keyed-list.ts';
import type { MergeRules } from './merge-keys.ts';

const PATCH = '$patch';
const RETAIN_KEYS = '$retainKeys';
const ORDER = '$setElementOrder/';
const DELETE_FROM = '$deleteFromPrimitiveList/';

/**
 * Applies a strategic merge patch as the API server does: like a JSON merge patch, but lists with a merge key are merged
 * by it, and the directives `$patch`, `$retainKeys`, `$setElementOrder/x` and `$deleteFromPrimitiveList/x` count.
 * The arguments are not modified. Fails with ARGUMENT for a patch that is no object, an unknown directive, or a list item
 * without its key.
 */
export function strategicMerge(original: unknown, patch: unknown, rules: MergeRules): unknown {
  if (!isJsonObject(patch)) throw new AppError('ARGUMENT', 'a strategic merge patch is an object');
  return mergeObject(isJsonObject(original) ? original : {}, patch, rules);
}

function mergeObject(original: JsonObject, patch: JsonObject, rules: MergeRules): JsonObject {
  const directive = ownValue(patch, PATCH);
  if (directive === 'delete') return {};
  if (directive === 'replace') return withoutDirectives(patch) as JsonObject;
  if (directive !== undefined && directive !== 'merge') throw unknownDirective(directive);
  const merged = new Map(Object.entries(original));
  const retained = ownValue(patch, RETAIN_KEYS);
  if (Array.isArray(retained)) for (const key of [...merged.keys()]) if (!retained.includes(key)) merged.delete(key);
  for (const [key, value] of Object.entries(patch)) {
    if (key === PATCH || key === RETAIN_KEYS || key.startsWith(ORDER)) continue;
    if (key.startsWith(DELETE_FROM)) {
      const field = key.slice(DELETE_FROM.length);
      merged.set(field, without(merged.get(field), value));
    } else if (value === null) {
      merged.delete(key);
    } else {
      merged.set(key, mergeValue(merged.get(key), value, ownRules(rules, key), ownValue(patch, ORDER + key)));
    }
  }
  return Object.fromEntries(merged);
}

/** The rules for a member. Members that only look like a field (`constructor`) have none. */
export function ownRules(rules: MergeRules, field: string): MergeRules {
  return rules.fields && Object.hasOwn(rules.fields, field) ? (rules.fields[field] as MergeRules) : {};
}

function mergeValue(original: unknown, patch: unknown, rules: MergeRules, order: unknown): unknown {
  if (isJsonObject(patch)) {
    if (rules.replace) return withoutDirectives(patch);
    return mergeObject(isJsonObject(original) ? original : {}, patch, rules);
  }
  if (!Array.isArray(patch)) return patch;
  const list = Array.isArray(original) ? original : [];
  if (rules.key) return mergeKeyed(list, patch, rules.key, rules.item ?? {}, Array.isArray(order) ? order : undefined);
  if (rules.set) return [...list, ...patch.filter((item) => !list.some((known) => sameJson(known, item)))];
  return structuredClone(patch);
}

function mergeKeyed(
  original: readonly unknown[],
  patch: readonly unknown[],
  key: string,
  rules: MergeRules,
  order: readonly unknown[] | undefined,
): unknown[] {
  const replaces = patch.some((item) => ownValue(item, PATCH) === 'replace');
  if (replaces) {
    return patch.filter((item) => ownValue(item, PATCH) !== 'replace').map((item) => withoutDirectives(item));
  }
  const known = itemsByKey(original, key);
  // Two items of one key cannot be told apart: the patch's list is taken as it is.
  if (!known) return patch.filter((item) => ownValue(item, PATCH) !== 'delete').map((item) => withoutDirectives(item));
  const merged = new Map<string, JsonObject>(known);
  for (const item of patch) {
    const [[id, change]] = [...(itemsByKey([item], key) as Map<string, JsonObject>)] as [[string, JsonObject]];
    if (ownValue(change, PATCH) === 'delete') merged.delete(id);
    else merged.set(id, mergeObject(merged.get(id) ?? {}, change, rules));
  }
  if (!order) return [...merged.values()];
  const wanted = order.map((item) => keyText(ownValue(item, key)));
  return orderKeys([...merged.keys()], wanted).map((id) => merged.get(id));
}

function without(list: unknown, removed: unknown): unknown {
  if (!Array.isArray(list) || !Array.isArray(removed)) return list;
  return list.filter((item) => !removed.some((other) => sameJson(item, other)));
}

/** What a patch puts where nothing was: its values, without what only told how to merge them. */
function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirectives);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(
    ([key, member]) =>
      member !== null && key !== PATCH && key !== RETAIN_KEYS && !key.startsWith(ORDER) && !key.startsWith(DELETE_FROM),
  );
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutDirectives(member)]));
}

function unknownDirective(directive: unknown): AppError {
  return new AppError(
    'ARGUMENT',
    `unknown patch directive ${stringifyExactJson(directive)}: use replace, merge or delete`,
  );
}
