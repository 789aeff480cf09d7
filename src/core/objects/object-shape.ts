import { cannotUnmarshal } from '../json/cannot-unmarshal.ts';
import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import type { KubeObject } from './meta.ts';

/**
 * A value that can be an object of any kind, or why it cannot, in the words of Go's decoder: the first field that is of a
 * wrong type. `field` says which, where it is one of the metadata.
 */
export type ShapeResult = { ok: true; object: KubeObject } | { ok: false; why: string; field?: string };

/**
 * Looks at the fields that every object has, and that code reads without asking: apiVersion, kind, and the types inside of
 * metadata. An absent name is no mistake of shape. Null fields of metadata are as good as none, and are left out of the
 * result; a null in a map is an empty text.
 */
export function shapeOfObject(value: unknown): ShapeResult {
  if (!isJsonObject(value)) return { ok: false, why: cannotUnmarshal(value, 'Go value', 'unstructured.detector') };
  for (const field of ['apiVersion', 'kind']) {
    if (typeof value[field] !== 'string') return { ok: false, why: mustBe(field, 'a text', value[field]) };
  }
  const metadata = ownValue(value, 'metadata') ?? {};
  if (!isJsonObject(metadata)) return wrongField('metadata', metadata, 'v1.ObjectMeta');
  for (const field of ['name', 'namespace', 'generateName', 'uid', 'resourceVersion']) {
    const text = metadata[field];
    if (text !== undefined && text !== null && typeof text !== 'string') {
      return wrongField(`metadata.${field}`, text, field === 'uid' ? 'types.UID' : 'string');
    }
  }
  for (const field of ['labels', 'annotations']) {
    const map = metadata[field] ?? {};
    if (!isJsonObject(map)) return wrongField(`metadata.${field}`, map, 'map[string]string');
    const wrong = Object.values(map).find((text) => text !== null && typeof text !== 'string');
    if (wrong !== undefined) return wrongField(`metadata.${field}`, wrong, 'string');
  }
  const clean = Object.entries(metadata)
    .filter(([key, member]) => member !== null || key === 'creationTimestamp')
    .map(([key, member]) => [key, MAPS.includes(key) ? withoutNullTexts(member as JsonObject) : member]);
  return { ok: true, object: { ...value, metadata: Object.fromEntries(clean) } as unknown as KubeObject };
}

const MAPS = ['labels', 'annotations'];

function withoutNullTexts(map: JsonObject): JsonObject {
  const entries = Object.entries(map);
  return entries.some(([, text]) => text === null)
    ? Object.fromEntries(entries.map(([key, text]) => [key, text ?? '']))
    : map;
}

const wrongField = (field: string, value: unknown, go: string): ShapeResult => ({
  ok: false,
  why: cannotUnmarshal(value, `Go struct field ObjectMeta.${field}`, go),
  field,
});

const mustBe = (path: string, what: string, value: unknown) => `${path} must be ${what} and is ${typeName(value)}`;

function typeName(value: unknown): string {
  if (value === undefined) return 'not there';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `the ${typeof value} ${String(value)}`;
}
