import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import { sameJson, setOwn } from '../json/json-value.ts';
import { type Contradictions, inEitherOrder } from './contradiction.ts';

/** Numbers that only count, where the higher one knows of more. */
const COUNTERS: readonly string[] = ['generation', 'observedGeneration', 'revisions', 'lastVersion', 'latestVersion'];
/** What lists of Kubernetes objects are told apart by, the first that all of a list have. */
const LIST_KEYS: readonly string[] = ['name', 'tag', 'mountPath', 'containerPort', 'port', 'key', 'ip', 'digest'];
/** Longer values are not written out in sentences. */
const LONGEST = 60;

/**
 * Merges two versions of a value by the one that both come from: what only one side changed is taken, objects are merged
 * field by field, lists of named objects by name. What both sides changed in different ways is a contradiction; of numbers
 * that count, the higher one is right.
 *
 * @param path where the value stands, for sentences; the name of an own field is its last part
 * @param secret values are not written into sentences
 */
export function mergeField(
  base: unknown,
  ours: unknown,
  theirs: unknown,
  path: string,
  found: Contradictions,
  secret = false,
): unknown {
  if (sameJson(ours, theirs)) return ours;
  if (sameJson(ours, base)) return theirs;
  if (sameJson(theirs, base)) return ours;
  if (isJsonObject(ours) && isJsonObject(theirs)) {
    return mergeObjects(isJsonObject(base) ? base : {}, ours, theirs, path, found, secret);
  }
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    const merged = mergeLists(Array.isArray(base) ? base : [], ours, theirs, path, found, secret);
    if (merged) return merged;
  }
  const field = path.slice(path.lastIndexOf('.') + 1);
  if (typeof ours === 'number' && typeof theirs === 'number' && COUNTERS.includes(field)) return Math.max(ours, theirs);
  const [a, b] = inEitherOrder(shownValue(ours, secret), shownValue(theirs, secret));
  const what = secret ? `${path} has two values` : `${path} is ${a} on one side and ${b} on the other`;
  return found.choose(what, ours, theirs);
}

/** The fields of two objects, those of `handled` by rules of their own. */
export function mergeObjects(
  base: JsonObject,
  ours: JsonObject,
  theirs: JsonObject,
  path: string,
  found: Contradictions,
  secret = false,
  handled: Readonly<Record<string, (base: unknown, ours: unknown, theirs: unknown) => unknown>> = {},
): JsonObject {
  const merged: JsonObject = {};
  for (const key of [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].sort()) {
    const [o, a, b] = [ownValue(base, key), ownValue(ours, key), ownValue(theirs, key)];
    const rule = Object.hasOwn(handled, key) ? handled[key] : undefined;
    const at = path ? `${path}.${key}` : key;
    const value = rule ? rule(o, a, b) : mergeField(o, a, b, at, found, secret);
    if (value !== undefined) setOwn(merged, key, value);
  }
  return merged;
}

/** Undefined for lists whose items have no names: nobody knows which belong together. */
function mergeLists(
  base: readonly unknown[],
  ours: readonly unknown[],
  theirs: readonly unknown[],
  path: string,
  found: Contradictions,
  secret: boolean,
): unknown[] | undefined {
  const all = [...base, ...ours, ...theirs];
  const key = LIST_KEYS.find((candidate) =>
    all.every((item) => isJsonObject(item) && isName(ownValue(item, candidate))),
  );
  if (key === undefined) return undefined;
  const [o, a, b] = [byKey(base, key), byKey(ours, key), byKey(theirs, key)];
  if (!o || !a || !b) return undefined;
  const added = [...new Set([...a.keys(), ...b.keys()])].filter((name) => !o.has(name)).sort();
  return [...o.keys(), ...added].flatMap((name) => {
    const item = mergeField(o.get(name), a.get(name), b.get(name), `${path}[${name}]`, found, secret);
    return item === undefined ? [] : [item];
  });
}

/** Undefined where a name comes twice. */
function byKey(items: readonly unknown[], key: string): Map<string, unknown> | undefined {
  const found = new Map(items.map((item) => [String((item as JsonObject)[key]), item]));
  return found.size === items.length ? found : undefined;
}

const isName = (value: unknown) => typeof value === 'string' || typeof value === 'number';

function shownValue(value: unknown, secret: boolean): string {
  if (secret) return '';
  if (value === undefined) return 'removed';
  const text = typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? '');
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}...`;
}
