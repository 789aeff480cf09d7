import { sortKeys } from './key-order.ts';
import { printLiteral, printNumber, printString } from './yaml-scalar.ts';

/** Longer keys (in bytes), and those of several lines, are printed in the explicit form `? key`, as go-yaml v2 does. */
const LONGEST_SIMPLE_KEY = 128;

/**
 * A JSON-like value as the YAML text that Kubernetes tools print (`sigs.k8s.io/yaml`): keys sorted, two spaces of
 * indentation, sequences on the level of their key, lines never folded. Undefined properties are left out, undefined
 * items are null. The same value always gives the same text, and the text, read as YAML 1.1 or 1.2, the same value.
 */
export function printYaml(value: unknown): string {
  if (isMapping(value)) return printMapping(value, '', false) || '{}\n';
  if (Array.isArray(value) && value.length > 0) return printSequence(value, '', false);
  return `${printFlat(value)}\n`;
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The lines of a mapping at `indent`; when `inline`, its first line goes on after a `- ` that is there already. */
function printMapping(mapping: Record<string, unknown>, indent: string, inline: boolean): string {
  let out = '';
  let lead = inline ? '' : indent;
  for (const key of sortKeys(Object.keys(mapping))) {
    const value = mapping[key];
    if (value === undefined) continue;
    out += isSimpleKey(key)
      ? `${lead}${printString(key)}:${printValue(value, indent)}`
      : `${lead}? ${printItem(key, indent)}${indent}: ${printItem(value, indent)}`;
    lead = indent;
  }
  return out;
}

/** What follows a key and its colon, with the line break. */
function printValue(value: unknown, indent: string): string {
  if (typeof value === 'object' && value !== null) {
    if (Array.isArray(value)) return value.length > 0 ? `\n${printSequence(value, indent, false)}` : ' []\n';
    const lines = printMapping(value as Record<string, unknown>, `${indent}  `, false);
    return lines ? `\n${lines}` : ' {}\n';
  }
  if (typeof value === 'string' && value.includes('\n')) {
    const literal = printLiteral(value, `${indent}  `);
    if (literal) return ` ${literal}`;
  }
  return ` ${printFlat(value)}\n`;
}

function printSequence(items: unknown[], indent: string, inline: boolean): string {
  let out = '';
  for (let i = 0; i < items.length; i++) out += `${i === 0 && inline ? '' : indent}- ${printItem(items[i], indent)}`;
  return out;
}

/** What follows a `- `, with the line break: collections start on the same line. */
function printItem(value: unknown, indent: string): string {
  if (typeof value === 'object' && value !== null) {
    if (Array.isArray(value)) return value.length > 0 ? printSequence(value, `${indent}  `, true) : '[]\n';
    return printMapping(value as Record<string, unknown>, `${indent}  `, true) || '{}\n';
  }
  if (typeof value === 'string' && value.includes('\n')) {
    const literal = printLiteral(value, `${indent}  `);
    if (literal) return literal;
  }
  return `${printFlat(value)}\n`;
}

/** A value on one line. */
function printFlat(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return printString(value);
    case 'boolean':
      return String(value);
    case 'number':
    case 'bigint':
      return printNumber(value);
    default:
      if (Array.isArray(value)) return '[]';
      return isMapping(value) ? '{}' : 'null';
  }
}

function isSimpleKey(key: string): boolean {
  if (key.includes('\n')) return false;
  return key.length * 3 <= LONGEST_SIMPLE_KEY || new TextEncoder().encode(key).length <= LONGEST_SIMPLE_KEY;
}
