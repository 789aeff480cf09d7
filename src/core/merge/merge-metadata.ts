import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import { CHECK_ANNOTATION } from '../stream/import-apply.ts';
import type { Contradictions } from './contradiction.ts';
import { mergeField, mergeObjects } from './merge-fields.ts';

/**
 * Merges the metadata of an object. Who created it first, where both did, gave it its time and its uid; the time of the last
 * import is the later one; labels and annotations are merged one by one.
 */
export function mergeMetadata(base: unknown, ours: unknown, theirs: unknown, found: Contradictions): JsonObject {
  const [o, a, b] = [base, ours, theirs].map((value) => (isJsonObject(value) ? value : {})) as [
    JsonObject,
    JsonObject,
    JsonObject,
  ];
  const first = firstCreated(a, b);
  return mergeObjects(o, a, b, 'metadata', found, false, {
    uid: () => first.uid,
    creationTimestamp: () => first.creationTimestamp,
    annotations: (oa, aa, ba) => {
      if (!isJsonObject(aa) || !isJsonObject(ba)) return mergeField(oa, aa, ba, 'metadata.annotations', found);
      return mergeObjects(isJsonObject(oa) ? oa : {}, aa, ba, 'metadata.annotations', found, false, {
        [CHECK_ANNOTATION]: (_, x, y) => (String(x ?? '') >= String(y ?? '') ? x : y),
      });
    },
  });
}

function firstCreated(a: JsonObject, b: JsonObject): JsonObject {
  const [x, y] = [a, b].map(({ creationTimestamp, uid }) => `${creationTimestamp ?? '9999'} ${uid ?? ''}`);
  return (x as string) <= (y as string) ? a : b;
}
