import { isJsonObject } from '../json/json-object.ts';
import type { KubeObject } from '../objects/meta.ts';
import { type StatusError, undecodable } from '../status.ts';
import { decodeBytes, encodeBytes, encodeText } from './base64.ts';

/** A Secret as the API server keeps it: `stringData` has become `data`, all of whose values are base64. */
export interface Secret extends KubeObject {
  type: string;
  data?: Record<string, string>;
}

/**
 * A Secret as the API server reads it: `stringData` wins over `data`, no type is `Opaque`, null is empty.
 * Fails with Status BadRequest where a value is not a text, or not base64. No value is ever quoted.
 */
export function readSecret(object: KubeObject): Secret {
  const { stringData, data, type, ...rest } = object;
  const entries = new Map<string, string>();
  for (const [key, value] of members(data, 'data')) entries.set(key, canonical(key, textOf(value, `data[${key}]`)));
  for (const [key, value] of members(stringData, 'stringData')) {
    entries.set(key, encodeText(textOf(value, `stringData[${key}]`)));
  }
  return {
    ...rest,
    ...(entries.size > 0 ? { data: Object.fromEntries(entries) } : {}),
    type: textOf(type, 'type') || 'Opaque',
  };
}

function members(map: unknown, field: string): [string, unknown][] {
  if (map === undefined || map === null) return [];
  if (!isJsonObject(map)) throw unreadable(`${field} must be an object`);
  return Object.entries(map);
}

function textOf(value: unknown, field: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw unreadable(`${field} must be a text`);
  return value;
}

function canonical(key: string, base64: string): string {
  const decoded = decodeBytes(base64);
  if (!decoded.ok) throw unreadable(`data[${key}]: illegal base64 data at input byte ${decoded.at}`);
  return encodeBytes(decoded.bytes);
}

function unreadable(why: string): StatusError {
  return undecodable({ kind: 'Secret', version: 'v1' }, why);
}
