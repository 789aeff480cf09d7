import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import { type KubeObject, LAST_APPLIED } from '../objects/meta.ts';

const MASK = '***';

/**
 * Two states of a secret for people to compare, without its values: a value that is another one now is `*** (before)` and
 * `*** (after)`, any other `***`. The record of an apply, which may hold values too, is masked whole.
 */
export function maskSecrets<T extends KubeObject | undefined>(before: T, after: KubeObject): [T, KubeObject] {
  const [was, is] = [valuesOf(before), valuesOf(after)];
  const maskedWas = mask(was, (key) => (Object.hasOwn(is, key) && is[key] !== was[key] ? `${MASK} (before)` : MASK));
  const maskedIs = mask(is, (key) => (Object.hasOwn(was, key) && is[key] !== was[key] ? `${MASK} (after)` : MASK));
  return [before && (withValues(before, maskedWas) as T), withValues(after, maskedIs)];
}

const valuesOf = (secret: KubeObject | undefined): JsonObject => (isJsonObject(secret?.data) ? secret.data : {});

function mask(values: JsonObject, maskOf: (key: string) => string): JsonObject {
  return Object.fromEntries(Object.keys(values).map((key) => [key, maskOf(key)]));
}

function withValues(secret: KubeObject, data: JsonObject): KubeObject {
  const { annotations } = secret.metadata;
  const metadata = annotations?.[LAST_APPLIED]
    ? { ...secret.metadata, annotations: { ...annotations, [LAST_APPLIED]: MASK } }
    : secret.metadata;
  return { ...secret, metadata, ...(isJsonObject(secret.data) ? { data } : {}) };
}
