import { setOwn } from './json-value.ts';

/**
 * Integers of the API have 64 bits, and a JavaScript number holds 53 of them. In JSON-like values an integer that a number
 * cannot hold exactly is a bigint, as far as 64 bits reach; every other number is a number, as Go's decoder has int64 and
 * float64. So each value has one form, and equal values are equal in it.
 */

const LEAST = -(2n ** 63n);
const GREATEST = 2n ** 63n - 1n;

/** The value of a number as JSON writes it. */
export function exactNumber(text: string): number | bigint {
  const value = Number(text);
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return value;
  const integer = /^[-+]?[0-9]+$/.test(text) ? BigInt(text) : BigInt(value);
  return exactInteger(integer);
}

/** An integer in the form that values have: see above. */
export function exactInteger(integer: bigint): number | bigint {
  const value = Number(integer);
  return Number.isSafeInteger(value) || integer < LEAST || integer > GREATEST ? value : integer;
}

/** Where a number may stand that needs more than 53 bits. */
const LONG_NUMBER = /(?:^|[:[,\s])-?\d(?:[\d.]{15}|[\d.]*[eE][-+]?\d)/;

/** `JSON.parse` with exact integers. Throws as that does. Nesting that overflows the stack is the caller's to refuse. */
export function parseExactJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return LONG_NUMBER.test(text) ? new ExactReader(text).value() : value;
}

/**
 * `JSON.stringify` for values that may hold exact integers. `undefined` is `null`.
 * @param indent of one level; empty for everything on one line
 */
export function stringifyExactJson(value: unknown, indent = ''): string {
  try {
    return JSON.stringify(value, null, indent) ?? 'null';
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return stringify(value, indent, indent === '' ? '' : '\n');
  }
}

/** @param edge what stands before a closing bracket */
function stringify(value: unknown, indent: string, edge: string): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const inner = edge && `${edge}${indent}`;
  const colon = edge ? ': ' : ':';
  const isArray = Array.isArray(value);
  const parts = isArray
    ? value.map((item) => stringify(item, indent, inner))
    : Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([key, member]) => `${JSON.stringify(key)}${colon}${stringify(member, indent, inner)}`);
  const [open, close] = isArray ? '[]' : '{}';
  return parts.length === 0 ? `${open}${close}` : `${open}${inner}${parts.join(`,${inner}`)}${edge}${close}`;
}

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /[-+.\w]+/y;
const STRING = /"/g;

/** Numbers by the paths of their fields, such as `spec.tags[0].generation`, as a text has them. */
export type WrittenNumbers = ReadonlyMap<string, string>;

/** A number that is perhaps no integer to Go, whatever its value: with a point, an exponent, or more than 18 digits. */
const UNUSUAL_NUMBER = /\d[.eE]|\d{19}/;

/**
 * The numbers of a JSON text that are not written as the integers that a Go decoder takes for one: `1e3` is a thousand, and
 * no int64. Empty for what is no JSON, and for what nests too deeply.
 */
export function unusualNumbers(text: string): WrittenNumbers {
  const found = new Map<string, string>();
  if (!UNUSUAL_NUMBER.test(text)) return found;
  try {
    JSON.parse(text);
    const number = (path: string, written: string) => void (UNUSUAL_NUMBER.test(written) && found.set(path, written));
    new ExactReader(text, { number }).value();
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
  }
  return found;
}

/**
 * The paths of keys that objects of a JSON text have twice, such as `spec.tags[0].name`, in their order; of several values
 * back to back, those of each that is not plain. The text must be JSON.
 */
export function repeatedJsonKeys(text: string): string[][] {
  const documents: string[][] = [];
  let found: string[] = [];
  const reader = new ExactReader(text.replace(/^\uFEFF/, ''), { repeated: (path) => void found.push(path) });
  while (reader.hasMore()) {
    if (typeof reader.value() === 'object') documents.push(found);
    found = [];
  }
  return documents;
}

/** Told of what values do not show, with the path of the field. */
interface Notes {
  number?(path: string, number: string): void;
  /** A key that its object has had before. */
  repeated?(path: string): void;
}

/** Reads a text that `JSON.parse` has read before, so that nothing in it has to be checked; or several, one after the other. */
class ExactReader {
  readonly #text: string;
  readonly #notes: Notes | undefined;
  #at = 0;

  constructor(text: string, notes?: Notes) {
    this.#text = text;
    this.#notes = notes;
  }

  hasMore(): boolean {
    this.#skip(SPACE);
    return this.#at < this.#text.length;
  }

  value(path = ''): unknown {
    this.#skip(SPACE);
    const first = this.#text[this.#at];
    if (first === '{') return this.#object(path);
    if (first === '[') return this.#array(path);
    if (first === '"') return this.#string();
    const start = this.#at;
    this.#skip(NUMBER);
    const word = this.#text.slice(start, this.#at);
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'null') return null;
    this.#notes?.number?.(path, word);
    return exactNumber(word);
  }

  #object(path: string): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    while (this.#next('}')) {
      const key = this.#string();
      this.#skip(SPACE);
      this.#at++;
      const below = this.#notes && (path === '' ? key : `${path}.${key}`);
      if (below !== undefined && Object.hasOwn(object, key)) this.#notes?.repeated?.(below);
      setOwn(object, key, this.value(below));
    }
    return object;
  }

  #array(path: string): unknown[] {
    const array: unknown[] = [];
    while (this.#next(']')) array.push(this.value(this.#notes && `${path}[${array.length}]`));
    return array;
  }

  /** Goes behind an opening bracket or a comma to what follows, or behind the closing bracket. */
  #next(closing: string): boolean {
    this.#skip(SPACE);
    const first = this.#text[this.#at++];
    if (first === closing) return false;
    this.#skip(SPACE);
    if (this.#text[this.#at] !== closing) return true;
    this.#at++;
    return false;
  }

  #string(): string {
    const start = this.#at;
    STRING.lastIndex = start + 1;
    do {
      this.#at = (STRING.exec(this.#text) as RegExpExecArray).index + 1;
    } while (this.#isEscaped(this.#at - 1));
    return JSON.parse(this.#text.slice(start, this.#at)) as string;
  }

  #isEscaped(at: number): boolean {
    let backslashes = 0;
    while (this.#text[at - 1 - backslashes] === '\\') backslashes++;
    return backslashes % 2 === 1;
  }

  #skip(pattern: RegExp): void {
    pattern.lastIndex = this.#at;
    if (pattern.test(this.#text)) this.#at = pattern.lastIndex;
  }
}
