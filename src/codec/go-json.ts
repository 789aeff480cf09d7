import { sortedKeys } from '../core/byte-order.ts';

/** The keys of an object in the order in which they are to be written; `field` is the name of the field that holds it. */
export type KeyOrder = (object: Record<string, unknown>, field: string) => string[];

/**
 * JSON as Go's encoder writes it, without a newline at the end: keys in a given order (`JSON.stringify` cannot: an
 * object puts those that look like numbers first), and `<`, `>`, `&`, U+2028 and U+2029 escaped.
 * @param options.indent of one level; empty for everything on one line
 */
export function goJson(value: unknown, options: { keys: KeyOrder; indent: string }): string {
  return serialize(value, options, '', options.indent === '' ? '' : '\n');
}

const FIRST = ['kind', 'apiVersion', 'metadata'];

/** The order in which a server writes an object: what every object has, then the rest as it is. */
export const serverOrder: KeyOrder = (object) => {
  const keys = Object.keys(object);
  return [...FIRST.filter((key) => keys.includes(key)), ...keys.filter((key) => !FIRST.includes(key))];
};

/** One line of JSON as Go marshals a map, without a newline. */
export function compactJson(value: unknown): string {
  return goJson(value, { keys: sortedKeys, indent: '' });
}

interface Style {
  keys: KeyOrder;
  indent: string;
}

/** @param edge what stands before a closing bracket: a newline and the indent, or nothing for one line */
function serialize(value: unknown, style: Style, field: string, edge: string): string {
  if (typeof value === 'string') return jsonString(value);
  if (typeof value === 'bigint') return String(value);
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
  return JSON.stringify(text)
    .replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/\\(?:[^bf]|([bf]))/g, (pair, letter) => (letter ? (letter === 'b' ? '\\u0008' : '\\u000c') : pair));
}
