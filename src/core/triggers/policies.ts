import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import type { KubeObject } from '../objects/meta.ts';

// `spec.triggers` of DeploymentConfigs and BuildConfigs: a list of policies, each with a `type`.

/** The policies of an object, as they are; what is no object is left out. */
export function policiesOf(object: KubeObject): JsonObject[] {
  const triggers = ownValue(object.spec, 'triggers');
  return Array.isArray(triggers) ? triggers.filter(isJsonObject) : [];
}

/** A field that should be a text; empty where it is not. */
export function textOf(holder: unknown, key: string): string {
  const value = ownValue(holder, key);
  return typeof value === 'string' ? value : '';
}

/** What of `known` is still wanted, and after it what of `wanted` is not there yet. */
export function mergePolicies(
  known: readonly JsonObject[],
  wanted: readonly JsonObject[],
  equal: (a: JsonObject, b: JsonObject) => boolean,
): JsonObject[] {
  const merged = known.filter((policy) => wanted.some((other) => equal(policy, other)));
  for (const policy of wanted) if (!merged.some((other) => equal(other, policy))) merged.push(policy);
  return merged;
}

/** The object with some fields of its spec replaced. */
export function withSpec(object: KubeObject, fields: JsonObject): KubeObject {
  return { ...object, spec: { ...(isJsonObject(object.spec) ? object.spec : {}), ...fields } };
}

/** Whether a text is `STREAM:TAG`. */
export function isStreamTag(name: string): boolean {
  return /^[^:]+:[^:]+$/.test(name);
}
