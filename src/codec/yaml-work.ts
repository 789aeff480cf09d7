import { Lexer } from 'yaml';
import { DEEPEST } from '../core/json/json-syntax.ts';

/**
 * How much the library may have to do for a text: a few microseconds for each. What `printYaml` writes, also with comments
 * and blank lines, does not come to the library, and may be as long as it likes.
 */
const MOST_WORK = 200_000;

/** What a sign of YAML costs, in the same unit. */
const WORK = { space: 1, line: 2, comment: 3, sign: 5, document: 10, mistake: 20 };

export interface TooMuch {
  offset: number;
  what: 'deep' | 'much';
}

/**
 * Where a text becomes more than the library reads in time, or undefined: where collections nest more than `DEEPEST` levels
 * within one another on a line or in brackets, or where there are too many signs. Block collections on lines of their own
 * are left to it: their indentation makes them long before they are deep.
 */
export function tooMuchAt(text: string): TooMuch | undefined {
  let [offset, brackets, items, work] = [0, 0, 0, 0];
  for (const token of new Lexer().lex(text)) {
    if (LEXER_MARKS.has(token)) continue;
    switch (token) {
      case '[':
      case '{':
        brackets++;
        break;
      case ']':
      case '}':
        brackets--;
        break;
      case '-':
      case '?':
        items++;
        break;
      case '\n':
      case '\r\n':
        items = 0;
    }
    if (brackets > DEEPEST || items > DEEPEST) return { offset, what: 'deep' };
    work += workFor(token);
    if (work > MOST_WORK) return { offset, what: 'much' };
    offset += token.length;
  }
  return undefined;
}

function workFor(token: string): number {
  const first = token.charCodeAt(0);
  if (first === NEWLINE || first === RETURN) return WORK.line;
  if (first === SPACE || first === TAB) return WORK.space;
  if (first === HASH) return WORK.comment;
  if (token === '---') return WORK.document;
  if (first === AT || first === BACKTICK) return WORK.mistake;
  let work = WORK.sign;
  for (let at = token.indexOf('\n'); at >= 0; at = token.indexOf('\n', at + 1)) work += WORK.space;
  return first === DOUBLE_QUOTE && token.includes('\\') ? work + WORK.mistake * brokenEscapes(token) : work;
}

/** How many escapes of a quoted text are none: each is an error of its own. */
function brokenEscapes(token: string): number {
  let broken = 0;
  for (let at = token.indexOf('\\'); at >= 0; at = token.indexOf('\\', at + 2)) {
    ESCAPE.lastIndex = at;
    if (!ESCAPE.test(token)) broken++;
  }
  return broken;
}

const ESCAPE = /\\(?:[0abefnrtvNLP_ "/\\\t\r\n]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/y;

/** Tokens that are no part of the text: the start of a document, the end of broken brackets, a scalar that follows. */
const LEXER_MARKS = new Set(['\x02', '\x18', '\x1f']);

const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const DOUBLE_QUOTE = 0x22;
const HASH = 0x23;
const AT = 0x40;
const BACKTICK = 0x60;
