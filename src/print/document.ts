import type { ResourceKind } from '../core/kinds.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import { sortedKeys, structKeys } from './struct-order.ts';

/**
 * A value as `-o json` prints it, ending with a newline: 4 spaces of indent, keys in byte order, and `<`, `>`, `&`,
 * U+2028 and U+2029 escaped as Go's encoder does. What comes from a server is a map to the client, and Go sorts maps.
 * @param options.asStruct for an object that the client built itself: keys in the order of the Go struct
 */
export function printJson(value: unknown, options: { asStruct?: boolean } = {}): string {
  const keys = options.asStruct ? structKeys : sortedKeys;
  return `${serialize(value, { keys, indent: '    ' }, '', '\n')}\n`;
}

/** One line of JSON as Go marshals it, without a newline: keys in byte order, the same escapes. */
export function compactJson(value: unknown): string {
  return serialize(value, { keys: sortedKeys, indent: '' }, '', '');
}

/** What `get -o json|yaml` prints for several objects, or for any list. */
export function listOf(items: readonly unknown[]): Record<string, unknown> {
  return { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } };
}

/** `imagestream.image.openshift.io/app`, `secret/pull`: what `-o name` prints and messages start with. */
export function objectName(kind: ResourceKind, object: Pick<KubeObject, 'metadata'> | string): string {
  const name = typeof object === 'string' ? object : object.metadata.name;
  const singular = kind.kind.toLowerCase();
  return `${kind.group ? `${singular}.${kind.group}` : singular}/${name}`;
}

interface JsonStyle {
  keys: (object: Record<string, unknown>, field: string) => string[];
  indent: string;
}

/**
 * `JSON.stringify` cannot order keys: an object puts those that look like numbers first.
 * @param field the name of the field that holds the value
 * @param edge what stands before a closing bracket: a newline and the indent, or nothing for one line
 */
function serialize(value: unknown, style: JsonStyle, field: string, edge: string): string {
  if (typeof value === 'string') return jsonString(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const inner = edge && `${edge}${style.indent}`;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[${inner}${value.map((item) => serialize(item, style, field, inner)).join(`,${inner}`)}${edge}]`;
  }
  const object = value as Record<string, unknown>;
  const colon = edge ? ': ' : ':';
  const members = style
    .keys(object, field)
    .filter((key) => object[key] !== undefined)
    .map((key) => `${jsonString(key)}${colon}${serialize(object[key], style, key, inner)}`);
  return members.length === 0 ? '{}' : `{${inner}${members.join(`,${inner}`)}${edge}}`;
}

/** A string with what Go's encoder escapes beyond JSON's own rules, so that JSON can stand inside HTML and JavaScript. */
function jsonString(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
