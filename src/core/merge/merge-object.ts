import { isAppError } from '../../errors.ts';
import { historyFromStored } from '../history/stored-history.ts';
import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import { copyJson, sameJson } from '../json/json-value.ts';
import { IMAGE, IMAGE_STREAM, IMAGE_STREAM_HISTORY, SECRET } from '../kinds/kind-names.ts';
import { kindOfObject } from '../kinds/kinds.ts';
import type { KubeObject } from '../objects/meta.ts';
import { imageStreamFromUntrusted } from '../validation/shape.ts';
import { Contradictions, type Side } from './contradiction.ts';
import { mergeField, mergeObjects } from './merge-fields.ts';
import { mergeHistories } from './merge-history.ts';
import { mergeMetadata } from './merge-metadata.ts';
import { mergeStreams } from './merge-stream.ts';

/** What a merge has come to. */
export interface Merged {
  /** The object; where there are contradictions, with ours for each of them. */
  ours: KubeObject;
  /** The same with theirs; equal where there are none. */
  theirs: KubeObject;
  /** What cannot both be, in sentences; sorted. */
  contradictions: readonly string[];
}

/**
 * Merges two versions of one object by their meaning. Which side is called ours makes no difference but for contradictions,
 * where it says which result is which.
 *
 * @param base what both come from; undefined where both made the object
 * @returns undefined where they are not two versions of one object, or one of them is no object that can be read
 */
export function mergeVersions(base: unknown, ours: unknown, theirs: unknown): Merged | undefined {
  if (!isObject(ours) || !isObject(theirs) || identity(ours) !== identity(theirs)) return undefined;
  const origin = isObject(base) && identity(base) === identity(ours) ? base : undefined;
  try {
    const [first, second] = (['ours', 'theirs'] as const).map((side) => merge(origin, ours, theirs, side));
    if (!first || !second) return undefined;
    return { ours: first.object, theirs: second.object, contradictions: first.contradictions };
  } catch (error) {
    // A field of a wrong type: nobody knows what it means.
    if (isAppError(error) || error instanceof TypeError) return undefined;
    throw error;
  }
}

function merge(base: KubeObject | undefined, ours: KubeObject, theirs: KubeObject, side: Side) {
  const found = new Contradictions(side);
  const object = copyJson(byKind(base, ours, theirs, found));
  return { object, contradictions: found.found };
}

function byKind(base: KubeObject | undefined, ours: KubeObject, theirs: KubeObject, found: Contradictions): KubeObject {
  if (sameJson(ours, theirs) || (base && sameJson(theirs, base))) return ours;
  if (base && sameJson(ours, base)) return theirs;
  const kind = kindOfObject(ours.apiVersion, ours.kind);
  if (kind === IMAGE_STREAM) {
    const [o, a, b] = [
      base && imageStreamFromUntrusted(base),
      imageStreamFromUntrusted(ours),
      imageStreamFromUntrusted(theirs),
    ];
    return mergeStreams(o, a, b, found);
  }
  if (kind === IMAGE_STREAM_HISTORY) {
    return mergeHistories(base && historyFromStored(base), historyFromStored(ours), historyFromStored(theirs), found);
  }
  const isImage = kind === IMAGE;
  return mergeObjects(base ?? {}, ours, theirs, '', found, kind === SECRET, {
    metadata: (o, a, b) => mergeMetadata(o, a, b, found),
    // Under which name an image was imported first is nobody's decision.
    ...(isImage ? { dockerImageReference: (_o, a, b) => (String(a) <= String(b) ? a : b) } : {}),
    ...(isImage ? { dockerImageMetadata: (o, a, b) => imageMetadata(o, a, b, found) } : {}),
  }) as KubeObject;
}

/** An index that was stored by an older version says when that was. */
function imageMetadata(base: unknown, ours: unknown, theirs: unknown, found: Contradictions): unknown {
  if (!isJsonObject(ours) || !isJsonObject(theirs)) return mergeField(base, ours, theirs, 'dockerImageMetadata', found);
  const earlier = (_: unknown, a: unknown, b: unknown) => (String(a ?? '') <= String(b ?? '') ? a : b);
  return mergeObjects((base ?? {}) as JsonObject, ours, theirs, 'dockerImageMetadata', found, false, {
    Created: earlier,
  });
}

function isObject(value: unknown): value is KubeObject {
  return isJsonObject(value) && isJsonObject(value.metadata) && typeof value.metadata.name === 'string';
}

function identity({ apiVersion, kind, metadata }: KubeObject): string {
  return JSON.stringify([apiVersion, kind, metadata.name, metadata.namespace ?? '']);
}
