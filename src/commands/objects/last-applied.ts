import { compactJson } from '../../codec/go-json.ts';
import { isJsonObject } from '../../core/json/json-object.ts';
import { parseJson } from '../../core/json/json-syntax.ts';
import { type KubeObject, LAST_APPLIED } from '../../core/objects/meta.ts';
import { refuse } from '../command.ts';

/** An object without the annotation; it has annotations in any case, as kubectl sends it. */
export function withoutRecord(object: KubeObject): KubeObject {
  const { [LAST_APPLIED]: _before, ...annotations } = object.metadata.annotations ?? {};
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** The text that records what a user configured: one line of JSON, with its end. */
export function recordOf(object: KubeObject): string {
  const recorded = object.metadata.annotations?.[LAST_APPLIED] === undefined ? object : withoutRecord(object);
  return `${compactJson(withoutSecrets(recorded))}\n`;
}

/** An object with a configuration as what was applied to it last. */
export function withRecord(object: KubeObject, configuration: KubeObject): KubeObject {
  const annotations = { ...object.metadata.annotations, [LAST_APPLIED]: recordOf(configuration) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** An object as a user configured it, together with the annotation that records this configuration. */
export function withLastApplied(object: KubeObject): KubeObject {
  return withRecord(object, withoutRecord(object));
}

/**
 * A secret's record names its keys, and not their values: the record only tells what was said before and is said no more,
 * and an annotation is no place for a password.
 */
function withoutSecrets(object: KubeObject): KubeObject {
  if (object.kind !== 'Secret') return object;
  const keysOf = (map: unknown) =>
    isJsonObject(map) ? Object.fromEntries(Object.keys(map).map((key) => [key, ''])) : map;
  const maps = ['data', 'stringData'].filter((field) => object[field] !== undefined);
  return { ...object, ...Object.fromEntries(maps.map((field) => [field, keysOf(object[field])])) };
}

/** The configuration that was applied last; undefined where none was. Fails with ARGUMENT where it is not readable. */
export function lastApplied(object: KubeObject): unknown {
  const text = object.metadata.annotations?.[LAST_APPLIED];
  if (text === undefined || text.trim() === '') return undefined;
  const parsed = parseJson(text);
  if (parsed.ok) return parsed.value;
  const whose = `the annotation ${LAST_APPLIED} of ${object.kind} "${object.metadata.name}"`;
  refuse(`${whose} is ${parsed.tooDeep ? 'nested too deeply' : 'not JSON'}`, {
    hint: 'Remove the annotation; the next apply writes it anew',
  });
}
