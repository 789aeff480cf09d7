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
  const out = new Lines();
  if (isMapping(value) && hasProperties(value)) printMapping(out, value, '', false);
  else if (Array.isArray(value) && value.length > 0) printSequence(out, value, '', false);
  else out.add(`${printFlat(value)}\n`);
  return out.text();
}

/**
 * Collects text in chunks: a string of a million appended pieces costs more to collect than to build. Looking at a
 * character of a chunk makes V8 write it out, so that its pieces are garbage while they are young.
 */
class Lines {
  readonly #chunks: string[] = [];
  #chunk = '';

  add(text: string): void {
    this.#chunk += text;
    if (this.#chunk.length < CHUNK) return;
    this.#chunk.charCodeAt(0);
    this.#chunks.push(this.#chunk);
    this.#chunk = '';
  }

  text(): string {
    return this.#chunks.join('') + this.#chunk;
  }
}

const CHUNK = 16_384;

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function hasProperties(mapping: Record<string, unknown>): boolean {
  for (const key in mapping) if (Object.hasOwn(mapping, key) && mapping[key] !== undefined) return true;
  return false;
}

/** The lines of a mapping at `indent`; when `inline`, its first line goes on after a `- ` that is there already. */
function printMapping(out: Lines, mapping: Record<string, unknown>, indent: string, inline: boolean): void {
  let lead = inline ? '' : indent;
  for (const key of sortKeys(Object.keys(mapping))) {
    const value = mapping[key];
    if (value === undefined) continue;
    if (isSimpleKey(key)) {
      printValue(out, `${lead}${printString(key)}:`, value, indent);
    } else {
      printItem(out, `${lead}? `, key, indent);
      printItem(out, `${indent}: `, value, indent);
    }
    lead = indent;
  }
}

/** A key with its colon, and what follows it. */
function printValue(out: Lines, key: string, value: unknown, indent: string): void {
  if (Array.isArray(value) && value.length > 0) {
    out.add(`${key}\n`);
    printSequence(out, value, indent, false);
  } else if (isMapping(value) && hasProperties(value)) {
    out.add(`${key}\n`);
    printMapping(out, value, `${indent}  `, false);
  } else {
    out.add(`${key} ${printScalar(value, indent)}`);
  }
}

function printSequence(out: Lines, items: unknown[], indent: string, inline: boolean): void {
  for (let i = 0; i < items.length; i++) printItem(out, i === 0 && inline ? '- ' : `${indent}- `, items[i], indent);
}

/** A `- `, `? ` or `: ` and what follows it: collections start on the same line. */
function printItem(out: Lines, lead: string, value: unknown, indent: string): void {
  if (Array.isArray(value) && value.length > 0) {
    out.add(lead);
    printSequence(out, value, `${indent}  `, true);
  } else if (isMapping(value) && hasProperties(value)) {
    out.add(lead);
    printMapping(out, value, `${indent}  `, true);
  } else {
    out.add(lead + printScalar(value, indent));
  }
}

/** A scalar or empty collection with its line break: text of several lines as a block, where that is possible. */
function printScalar(value: unknown, indent: string): string {
  const literal = typeof value === 'string' && value.includes('\n') && printLiteral(value, `${indent}  `);
  return literal || `${printFlat(value)}\n`;
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
