import { exactNumber } from '../core/json/exact-json.ts';
import { setOwn } from '../core/json/json-value.ts';
import { ESCAPES, hasUnprintable, printNumber, printString } from './yaml-scalar.ts';

/** Deeper documents are left to the full parser. */
const MAX_DEPTH = 200;
/** YAML 1.2, 8.2.2: the `:` of a key on one line comes within 1024 characters. */
const MAX_KEY = 1000;
/** Longer keys are not remembered: they are hardly fields, and would keep the text alive that they are from. */
const LONGEST_KNOWN = 40;

class NotSimple extends Error {}

/** Keys that were found plain, by the place that `slotOf` gives them: objects of one kind have the same few. */
const plainKeys: (string | undefined)[] = new Array(1024);

/**
 * Reads the part of YAML that `printYaml` writes, with the comments and blank lines that people add: block collections,
 * scalars on one line, block literals, `{}` and `[]`. It starts without the library that knows all of YAML. Gives undefined
 * for every text about which it is not sure: anchors, tags, flow collections, several documents, anything broken.
 */
export function parseSimpleYaml(text: string): { value: unknown } | undefined {
  if (!text.endsWith('\n') || hasUnprintable(text)) return undefined;
  try {
    return { value: new SimpleReader(text).document() };
  } catch (error) {
    if (error instanceof NotSimple) return undefined;
    throw error;
  }
}

/** A recursive descent over lines. `line` is where the current line starts, `indent` how many spaces it begins with. */
class SimpleReader {
  readonly #text: string;
  readonly #comments: boolean;
  #line = 0;
  #indent = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#comments = text.includes('#');
  }

  document(): unknown {
    this.#moveTo(this.#text.startsWith('---\n') ? 4 : 0);
    if (this.#indent !== 0) throw new NotSimple();
    const value = this.#startsItem(this.#line) ? this.#sequence(this.#line, 0) : this.#mapping(this.#line, 0);
    if (this.#indent >= 0) throw new NotSimple();
    return value;
  }

  /** Goes to the line that starts at `at`, or the next one that says something; past the end the indentation is -1. */
  #moveTo(at: number): void {
    for (let line = at; line < this.#text.length; line = this.#text.indexOf('\n', line) + 1) {
      let content = line;
      while (this.#text.charCodeAt(content) === SPACE) content++;
      const first = this.#text.charCodeAt(content);
      if (first === NEWLINE || first === HASH) continue;
      this.#line = line;
      this.#indent = content - line;
      return;
    }
    this.#line = this.#text.length;
    this.#indent = -1;
  }

  #startsItem(at: number): boolean {
    return this.#text.charCodeAt(at) === DASH && this.#text.charCodeAt(at + 1) === SPACE;
  }

  /** The mapping at column `indent`, whose first key is at `at`: the start of a line or behind a `- `. */
  #mapping(at: number, indent: number): Record<string, unknown> {
    if (++this.#depth > MAX_DEPTH) throw new NotSimple();
    const mapping: Record<string, unknown> = {};
    let highest = '';
    let start = at + (at === this.#line ? indent : 0);
    do {
      const colon = this.#keyEnd(start);
      if (colon < 0) throw new NotSimple();
      const key = this.#key(start, colon);
      // Keys are sorted, nearly: one above all others is a new one.
      if (key > highest) highest = key;
      else if (Object.hasOwn(mapping, key)) throw new NotSimple();
      const value = this.#mappingValue(colon + 1, indent);
      setOwn(mapping, key, value);
      start = this.#line + indent;
    } while (this.#indent === indent && !this.#startsItem(start));
    if (this.#indent > indent) throw new NotSimple();
    this.#depth--;
    return mapping;
  }

  #mappingValue(at: number, indent: number): unknown {
    let end = at;
    if (this.#text.charCodeAt(at) === SPACE) {
      if (!this.#comments || this.#text.charCodeAt(at + 1) !== HASH) return this.#scalar(at + 1, indent);
      end = this.#text.indexOf('\n', at);
    }
    this.#moveTo(end + 1);
    const inner = this.#indent;
    const isSequence = this.#startsItem(this.#line + inner);
    if (inner < indent || (inner === indent && !isSequence)) throw new NotSimple();
    return isSequence ? this.#sequence(this.#line, inner) : this.#mapping(this.#line, inner);
  }

  /** The sequence at column `indent`, whose first `- ` is at `at`: the start of a line or behind another `- `. */
  #sequence(at: number, indent: number): unknown[] {
    if (++this.#depth > MAX_DEPTH) throw new NotSimple();
    const items: unknown[] = [];
    let start = at + (at === this.#line ? indent : 0);
    do {
      items.push(this.#item(start + 2, indent));
      start = this.#line + indent;
    } while (this.#indent === indent && this.#startsItem(start));
    if (this.#indent > indent) throw new NotSimple();
    this.#depth--;
    return items;
  }

  #item(at: number, indent: number): unknown {
    if (this.#startsItem(at)) return this.#sequence(at, indent + 2);
    return this.#keyEnd(at) < 0 ? this.#scalar(at, indent) : this.#mapping(at, indent + 2);
  }

  /** Where the colon of the key at `at` is, or -1 when there is no key. */
  #keyEnd(at: number): number {
    const first = this.#text.charCodeAt(at);
    if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE) {
      const end = this.#quotedEnd(at);
      return this.#text.charCodeAt(end) === COLON && isSpaceOrNewline(this.#text.charCodeAt(end + 1)) ? end : -1;
    }
    for (let i = at; ; i++) {
      const unit = this.#text.charCodeAt(i);
      if (unit === NEWLINE) return -1;
      if (unit === COLON && isSpaceOrNewline(this.#text.charCodeAt(i + 1))) return i;
    }
  }

  #key(start: number, end: number): string {
    if (end - start > MAX_KEY) throw new NotSimple();
    const slot = this.#slotOf(start, end);
    const known = plainKeys[slot];
    if (known !== undefined && known.length === end - start && this.#text.startsWith(known, start)) return known;
    const source = this.#text.slice(start, end);
    if (source.startsWith('"') || source.startsWith("'")) return unquoted(source);
    if (printString(source) !== source) throw new NotSimple();
    if (source.length <= LONGEST_KNOWN) plainKeys[slot] = source;
    return source;
  }

  /** A number below 1024 that follows from the length of a key and a few of its characters. */
  #slotOf(start: number, end: number): number {
    const middle = (start + end) >> 1;
    const text = this.#text;
    const mixed = text.charCodeAt(start) * 31 + text.charCodeAt(middle) * 7 + text.charCodeAt(end - 1);
    return (mixed * 5 + end - start) & 1023;
  }

  #quotedEnd(at: number): number {
    const end = quotedEnd(this.#text, at);
    if (end === undefined) throw new NotSimple();
    return end;
  }

  /** The scalar from `at` to the end of its line, or the literal that begins there, in a collection at `indent`. */
  #scalar(at: number, indent: number): unknown {
    const end = this.#text.indexOf('\n', at);
    const source = this.#text.slice(at, end);
    if (source.startsWith('|')) return this.#literal(source, end + 1, indent + 2);
    const value = flatValue(this.#comments ? withoutComment(source) : source);
    this.#moveTo(end + 1);
    return value;
  }

  /** The lines of a literal, which have to stand at `indent` exactly. */
  #literal(header: string, at: number, indent: number): string {
    const [, hint, chomp] = /^\|(2?)([-+]?)$/.exec(header) ?? [];
    if (hint === undefined) throw new NotSimple();
    const margin = ' '.repeat(indent);
    const lines: string[] = [];
    let start = at;
    for (;;) {
      const end = this.#text.indexOf('\n', start);
      if (end !== start && !(end > 0 && this.#text.startsWith(margin, start))) break;
      lines.push(this.#text.slice(Math.min(start + indent, end), end));
      start = end + 1;
    }
    const body = lines.join('\n');
    this.#moveTo(start);
    if (this.#indent >= indent - 1) throw new NotSimple();
    return chomped(body, hint, chomp);
  }
}

/** What a literal's lines mean, when its header is the one that `printYaml` would have written. */
function chomped(body: string, hint: string, chomp: string | undefined): string {
  const value = chomp === '-' ? body : `${body}\n`;
  const needsHint = value.startsWith(' ') || value.startsWith('\n');
  const needsKeep = value === '\n' || value.endsWith('\n\n');
  const expected = !value.endsWith('\n') ? '-' : needsKeep ? '+' : '';
  if (expected !== chomp || needsHint !== (hint !== '') || body.trim() === '' || / (?:\n|$)/.test(value)) {
    throw new NotSimple();
  }
  return value;
}

/** A scalar on one line, or an empty collection. */
function flatValue(source: string): unknown {
  switch (source) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
      return null;
    case '{}':
      return {};
    case '[]':
      return [];
  }
  const first = source.charCodeAt(0);
  if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE) return unquoted(source);
  if (printString(source) === source) return source;
  if (NUMBER.test(source)) {
    const value = exactNumber(source);
    if (printNumber(value) === source) return value;
  }
  throw new NotSimple();
}

/** A value on one line without the comment behind it. */
function withoutComment(source: string): string {
  const first = source.charCodeAt(0);
  const isQuoted = first === DOUBLE_QUOTE || first === SINGLE_QUOTE;
  const from = isQuoted ? (quotedEnd(source, 0) ?? source.length) : 0;
  const comment = source.indexOf(' #', from);
  return comment < 0 ? source : source.slice(0, comment).trimEnd();
}

const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e[-+][0-9]{2,3})?$/;
const ESCAPE = /\\(?:x([0-9A-F]{2})|u([0-9A-F]{4})|U(000[0-9A-F]{5}|0010[0-9A-F]{4})|(.))/g;
/** What stands for itself behind a backslash. */
const ESCAPED: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ESCAPES).map(([character, escaped]) => [escaped.slice(1), character]),
);

/**
 * Where the quoted text that begins at `start` ends, on the same line; undefined where it does not. A loop, because a
 * pattern keeps a place on its stack for each character, and texts of megabytes overflow it.
 */
function quotedEnd(text: string, start: number): number | undefined {
  const quote = text.charCodeAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === NEWLINE) return undefined;
    if (unit === quote) {
      if (quote === DOUBLE_QUOTE || text.charCodeAt(at + 1) !== SINGLE_QUOTE) return at + 1;
      at++;
    } else if (unit === BACKSLASH && quote === DOUBLE_QUOTE && text.charCodeAt(at + 1) !== NEWLINE) at++;
  }
  return undefined;
}

function unquoted(source: string): string {
  if (quotedEnd(source, 0) !== source.length) throw new NotSimple();
  const inner = source.slice(1, -1);
  if (source.startsWith("'")) return inner.replaceAll("''", "'");
  if (!inner.includes('\\')) return inner;
  return inner.replace(ESCAPE, (_, x?: string, u?: string, big?: string, single?: string) => {
    const hex = x ?? u ?? big;
    const character = hex === undefined ? ESCAPED[single ?? ''] : String.fromCodePoint(Number.parseInt(hex, 16));
    if (character === undefined) throw new NotSimple();
    return character;
  });
}

const isSpaceOrNewline = (unit: number) => unit === SPACE || unit === NEWLINE;

const NEWLINE = 0x0a;
const SPACE = 0x20;
const HASH = 0x23;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const DASH = 0x2d;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
