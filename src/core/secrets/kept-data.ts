import { stringifyExactJson } from '../json/exact-json.ts';
import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import { parseJson } from '../json/json-syntax.ts';
import { type KubeObject, LAST_APPLIED } from '../objects/meta.ts';
import { withoutLogin } from '../references/without-login.ts';
import { decodeText, encodeText } from './base64.ts';
import type { Secret } from './secret-data.ts';
import { DOCKER_CONFIG_JSON, DOCKER_KEYS } from './validate-secret.ts';

/** Says where the values that a stored secret lacks are kept: a mark of the vault. */
export const KEPT_IN = 'imagestream/kept-in';

/** Values of `data` that lie outside of the store. */
export type KeptData = Readonly<Record<string, string>>;

export interface SplitSecret {
  /** The secret without what is confidential. */
  bare: Secret;
  /** The whole values of the keys that are bare now. */
  kept: KeptData;
}

/** What of a registry's entry may be seen. All that is not known to be harmless counts as confidential. */
const OPEN_FIELDS = ['username', 'email', 'serveraddress'];
const OPEN_PARTS = ['credHelpers', 'credsStore'];

/** The mark of a secret whose values are kept outside of the store. */
export function markOf(object: KubeObject): string | undefined {
  return object.metadata.annotations?.[KEPT_IN] || undefined;
}

export function withMark<T extends KubeObject>(object: T, mark: string | undefined): T {
  const { [KEPT_IN]: _before, ...others } = object.metadata.annotations ?? {};
  const { annotations: _annotations, ...metadata } = object.metadata;
  const annotations = mark === undefined ? others : { ...others, [KEPT_IN]: mark };
  return { ...object, metadata: { ...metadata, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) } };
}

/**
 * Takes apart what may lie in the store and what may not. Registry logins keep their hosts and user names, other values
 * keep their key. Nothing of it stays in what `apply` recorded either.
 */
export function splitSecret(secret: Secret): SplitSecret {
  const kept: Record<string, string> = {};
  const bare = Object.entries(secret.data ?? {}).map(([key, value]): [string, string] => {
    const open = bareValue(secret.type, key, value);
    if (open !== value) kept[key] = value;
    return [key, open];
  });
  const data = bare.length > 0 ? { data: Object.fromEntries(bare) } : {};
  return { bare: withBareRecord({ ...secret, ...data }), kept };
}

/**
 * Puts kept values back where they are missing. A login is filled in for the host that it was kept for and for no
 * other, so that an edited file cannot send a password elsewhere. What the secret says itself stays.
 */
export function fillSecret<T extends KubeObject>(secret: T, kept: KeptData): T {
  const data = secret.data;
  if (!isJsonObject(data)) return secret;
  const filled = Object.entries(data).map(([key, value]) => {
    const whole = ownValue(kept, key);
    return [key, typeof value === 'string' && typeof whole === 'string' ? fillValue(secret, key, value, whole) : value];
  });
  return { ...secret, data: Object.fromEntries(filled) };
}

/** Whether a secret with a mark lacks values that only the vault has. */
export function hasGaps(secret: Secret): boolean {
  return Object.entries(secret.data ?? {}).some(([key, value]) => {
    if (DOCKER_KEYS.get(secret.type) !== key) return value === '';
    const config = readConfig(value);
    const auths = secret.type === DOCKER_CONFIG_JSON ? config?.auths : config;
    return value === '' || (isJsonObject(auths) && Object.values(auths).some(isOpenEntry));
  });
}

/** Reads what `JSON.stringify` made of kept data. Anything else is no kept data, and undefined. */
export function parseKeptData(text: string): KeptData | undefined {
  const parsed = parseJson(text);
  if (!parsed.ok || !isJsonObject(parsed.value)) return undefined;
  return Object.fromEntries(
    Object.entries(parsed.value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function bareValue(type: string, key: string, value: string): string {
  if (value === '' || DOCKER_KEYS.get(type) !== key) return '';
  const config = readConfig(value);
  return config ? encodeText(stringifyExactJson(bareConfig(type, config))) : '';
}

function bareConfig(type: string, config: JsonObject): JsonObject {
  if (type !== DOCKER_CONFIG_JSON) return bareEntries(config);
  const parts = Object.entries(config).filter(([name]) => OPEN_PARTS.includes(name));
  return { ...(isJsonObject(config.auths) ? { auths: bareEntries(config.auths) } : {}), ...Object.fromEntries(parts) };
}

function bareEntries(auths: JsonObject): JsonObject {
  const entries = Object.entries(auths).map(([key, entry]) => {
    // People write `https://user:password@host` there too.
    const host = withoutLogin(key);
    if (!isJsonObject(entry)) return [host, {}];
    return [host, Object.fromEntries(Object.entries(entry).filter(([field]) => OPEN_FIELDS.includes(field)))];
  });
  return Object.fromEntries(entries);
}

function fillValue(secret: KubeObject, key: string, value: string, whole: string): string {
  const type = String(secret.type);
  if (bareValue(type, key, whole) === value) return whole;
  if (DOCKER_KEYS.get(type) !== key) return value;
  const [config, source] = [readConfig(value), readConfig(whole)];
  if (!config || !source) return value;
  if (type !== DOCKER_CONFIG_JSON) return encodeText(stringifyExactJson(fillEntries(config, source)));
  if (!isJsonObject(config.auths) || !isJsonObject(source.auths)) return value;
  return encodeText(stringifyExactJson({ ...config, auths: fillEntries(config.auths, source.auths) }));
}

/** Entries without any login of their own get the one that was kept for the same host. */
function fillEntries(auths: JsonObject, source: JsonObject): JsonObject {
  const entries = Object.entries(auths).map(([host, entry]) => {
    const login = ownValue(source, host);
    return [host, isOpenEntry(entry) && isJsonObject(login) ? { ...login, ...emailOf(entry) } : entry];
  });
  return Object.fromEntries(entries);
}

/** An entry whose login was taken out of it, or that never had one. */
function isOpenEntry(entry: unknown): entry is JsonObject {
  return isJsonObject(entry) && Object.keys(entry).every((field) => OPEN_FIELDS.includes(field));
}

const emailOf = (entry: JsonObject) => (typeof entry.email === 'string' ? { email: entry.email } : {});

function readConfig(base64: string): JsonObject | undefined {
  const text = decodeText(base64);
  const parsed = text === undefined ? undefined : parseJson(text);
  return parsed?.ok && isJsonObject(parsed.value) ? parsed.value : undefined;
}

/** The record of `apply` needs the keys only: values are compared with what is stored. */
function withBareRecord(secret: Secret): Secret {
  const record = secret.metadata.annotations?.[LAST_APPLIED];
  if (record === undefined) return secret;
  const parsed = parseJson(record);
  const { [LAST_APPLIED]: _record, ...annotations } = secret.metadata.annotations ?? {};
  if (parsed.ok && isJsonObject(parsed.value)) {
    const { data, stringData, ...rest } = parsed.value;
    const bare = { ...rest, ...bareMap('data', data), ...bareMap('stringData', stringData) };
    annotations[LAST_APPLIED] = `${stringifyExactJson(bare)}\n`;
  }
  return { ...secret, metadata: { ...secret.metadata, annotations } };
}

function bareMap(field: string, map: unknown): JsonObject {
  if (map === undefined) return {};
  return { [field]: isJsonObject(map) ? Object.fromEntries(Object.keys(map).map((key) => [key, ''])) : null };
}
