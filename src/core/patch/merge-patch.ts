import { isJsonObject } from '../json/json-object.ts';

/**
 * Applies a JSON merge patch (RFC 7396): members of the patch replace those of the target, null removes, objects are
 * merged, and everything else, arrays too, is replaced whole. The arguments are not modified.
 */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return structuredClone(patch);
  const merged = new Map(isJsonObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}
