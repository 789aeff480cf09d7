import { parseExactJson } from './exact-json.ts';

/** A place in a text, both counted from 1; columns in UTF-16 units. */
export interface TextPosition {
  line: number;
  column: number;
}

export type ParsedJson =
  | { ok: true; value: unknown }
  /** `tooDeep` where the text may be JSON, and nests more than `DEEPEST` levels. */
  | { ok: false; position: TextPosition; tooDeep?: true };

/**
 * Levels of lists and objects in what is read. What is read is copied, compared and printed by functions that call
 * themselves, and takes ever longer with every level; no document for people or programs comes near it.
 */
export const DEEPEST = 1000;

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end';

const SPACE = /[ \t\r\n]*/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * Reads JSON, integers of 64 bits exactly. A fault is told by its position only: the engine's own message quotes the text around it, which may be
 * a password. A byte order mark at the start is skipped. A text that nests too deeply is refused before it is read.
 */
export function parseJson(text: string): ParsedJson {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const deep = tooDeepAt(body);
  if (deep !== undefined) return { ok: false, position: positionAt(body, deep), tooDeep: true };
  try {
    return { ok: true, value: parseExactJson(body) };
  } catch {
    return { ok: false, position: positionAt(body, faultOffset(body) ?? body.length) };
  }
}

/** Where a JSON text opens more than `DEEPEST` lists and objects in one another, or undefined. One look at each character. */
function tooDeepAt(text: string): number | undefined {
  if (text.length <= DEEPEST) return undefined;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = closingQuote(text, at);
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > DEEPEST) return at;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return undefined;
}

/** The quote that ends the string which begins at `start`, or the end of the text. */
function closingQuote(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at;
    if (code === 0x5c) at++;
  }
  return text.length;
}

/** Where a text stops being JSON (RFC 8259), or undefined when it is JSON. Keeps its own stack: no nesting overflows it. */
export function faultOffset(text: string): number | undefined {
  const { end, fault } = scanValue(text, 0);
  return fault ?? (end === text.length ? undefined : end);
}

/** Looks at the value that begins at `start`. @returns the first offset behind it and the space after it, or that of a fault */
function scanValue(
  text: string,
  start: number,
): { end: number; fault?: undefined } | { end?: undefined; fault: number } {
  const closers: string[] = [];
  let expected: Expected = 'value';
  let at = matchEnd(SPACE, text, start) ?? start;
  while (expected !== ', or end' || closers.length > 0) {
    const next = step(text, at, expected, closers);
    if (next.fault !== undefined) return { fault: next.fault };
    expected = next.expected;
    at = matchEnd(SPACE, text, next.at) ?? next.at;
  }
  return { end: at };
}

/** The values of a text, and where and why there are no more, if that is not its end. */
export interface JsonStream {
  values: { value: unknown; position: TextPosition }[];
  /** `unfinished` where the text ends within a value. */
  fault?: { position: TextPosition; tooDeep?: true; unfinished?: true };
}

/**
 * Reads JSON values that follow one another with or without space between them, as Go's decoder reads a stream. Values
 * before a fault count. A text without any value is an empty stream.
 */
export function parseJsonStream(text: string): JsonStream {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const values: JsonStream['values'] = [];
  const deep = tooDeepAt(body);
  let at = matchEnd(SPACE, body, 0) ?? 0;
  let position: TextPosition = positionAt(body, at);
  while (at < body.length) {
    const { end, fault } = scanValue(body, at);
    if (deep !== undefined && deep < (end ?? fault)) {
      return { values, fault: { position: positionAt(body, deep), tooDeep: true } };
    }
    if (end === undefined) {
      const unfinished = fault === body.length ? { unfinished: true as const } : {};
      return { values, fault: { position: positionAt(body, fault), ...unfinished } };
    }
    values.push({ value: parseExactJson(body.slice(at, end)), position });
    position = positionAfter(position, body, at, end);
    at = end;
  }
  return { values };
}

type Step = { fault: number } | { fault?: undefined; at: number; expected: Expected };

function step(text: string, at: number, expected: Expected, closers: string[]): Step {
  const char = text[at];
  const mayClose = expected === 'value or ]' || expected === 'key or }' || expected === ', or end';
  if (mayClose && char !== undefined && char === closers.at(-1)) {
    closers.pop();
    return { at: at + 1, expected: ', or end' };
  }
  switch (expected) {
    case ':':
      return char === ':' ? { at: at + 1, expected: 'value' } : { fault: at };
    case ', or end':
      return char === ',' ? { at: at + 1, expected: closers.at(-1) === '}' ? 'key' : 'value' } : { fault: at };
    case 'key':
    case 'key or }':
      return char === '"' ? stringStep(text, at, ':') : { fault: at };
    case 'value':
    case 'value or ]':
      return valueStep(text, at, closers);
  }
}

function valueStep(text: string, at: number, closers: string[]): Step {
  const char = text[at];
  if (char === '"') return stringStep(text, at, ', or end');
  if (char === '{' || char === '[') {
    closers.push(char === '{' ? '}' : ']');
    return { at: at + 1, expected: char === '{' ? 'key or }' : 'value or ]' };
  }
  const end = matchEnd(SCALAR, text, at);
  return end === undefined ? { fault: at } : { at: end, expected: ', or end' };
}

function stringStep(text: string, start: number, expected: Expected): Step {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return { at: at + 1, expected };
    if (code < 0x20) return { fault: at };
    if (code !== 0x5c) continue;
    const end = matchEnd(ESCAPE, text, at);
    if (end === undefined) return { fault: at };
    at = end - 1;
  }
  return { fault: text.length };
}

function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** The line and column of an offset. */
export function positionAt(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}

/** The position of `end`, given that of `start` before it. */
function positionAfter(from: TextPosition, text: string, start: number, end: number): TextPosition {
  const { line, column } = positionAt(text.slice(start, end), end - start);
  return { line: from.line + line - 1, column: line === 1 ? from.column + column - 1 : column };
}
