import type { KubeObject } from './objects/meta.ts';
import { isJsonObject, ownValue } from './patch/json-object.ts';

/** A value that can be an object of any kind, or why it cannot: the first field that is of a wrong type. */
export type ShapeResult = { ok: true; object: KubeObject } | { ok: false; why: string };

/**
 * Looks at the fields that every object has, and that code reads without asking: apiVersion, kind, and the types inside of
 * metadata. An absent name is no mistake of shape. Null maps are as good as none, and are left out of the result.
 */
export function shapeOfObject(value: unknown): ShapeResult {
  if (!isJsonObject(value)) return { ok: false, why: `it must be an object and is ${typeName(value)}` };
  for (const field of ['apiVersion', 'kind']) {
    if (typeof value[field] !== 'string') return { ok: false, why: mustBe(field, 'a text', value[field]) };
  }
  const metadata = ownValue(value, 'metadata') ?? {};
  if (!isJsonObject(metadata)) return { ok: false, why: mustBe('metadata', 'an object', metadata) };
  for (const field of ['name', 'namespace', 'generateName', 'uid', 'resourceVersion']) {
    const text = metadata[field];
    if (text !== undefined && text !== null && typeof text !== 'string') {
      return { ok: false, why: mustBe(`metadata.${field}`, 'a text', text) };
    }
  }
  for (const field of ['labels', 'annotations']) {
    const why = stringMapProblem(`metadata.${field}`, metadata[field]);
    if (why) return { ok: false, why };
  }
  const clean = Object.fromEntries(
    Object.entries(metadata).filter(([key, member]) => member !== null || key === 'creationTimestamp'),
  );
  return { ok: true, object: { ...value, metadata: clean } as unknown as KubeObject };
}

function stringMapProblem(path: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isJsonObject(value)) return mustBe(path, 'an object', value);
  const wrong = Object.keys(value).find((key) => typeof value[key] !== 'string');
  return wrong === undefined ? undefined : mustBe(`${path}[${JSON.stringify(wrong)}]`, 'a text', value[wrong]);
}

const mustBe = (path: string, what: string, value: unknown) => `${path} must be ${what} and is ${typeName(value)}`;

function typeName(value: unknown): string {
  if (value === undefined) return 'not there';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'a text' : `the ${typeof value} ${String(value)}`;
}
