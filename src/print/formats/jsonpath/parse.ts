import { describeCharacter } from '../go/quote.ts';
import { unquoteBody } from '../go/unquote.ts';
import { GoFloat } from '../go/value.ts';
import type { ArrayParameter, Node } from './nodes.ts';

/** A mistake in a template, in kubectl's words and without its prefix. */
export class JsonPathMistake extends Error {}

const TERMINATOR = /[ \t\r\n.,[\]$@{}]/;
const LETTER_OR_DIGIT = /^[_\p{L}\p{Nd}]/u;
const DIGIT = /^\p{Nd}/u;

/** Parses kubectl's dialect: text with expressions in braces. Throws `JsonPathMistake`. */
export function parseTemplate(text: string): Node[] {
  return new Parser(text).parse();
}

/** The nodes of a text that stands for what is between braces. */
function parseExpression(text: string): Node[] {
  const first = parseTemplate(`{${text}}`)[0];
  return first?.type === 'list' ? first.nodes : [];
}

class Parser {
  private readonly input: string;
  private at = 0;

  constructor(input: string) {
    this.input = input;
  }

  parse(): Node[] {
    const root: Node[] = [];
    while (this.at < this.input.length) {
      const brace = this.input.indexOf('{', this.at);
      const text = brace < 0 ? this.input.slice(this.at) : this.input.slice(this.at, brace);
      if (text) root.push({ type: 'text', text });
      if (brace < 0) break;
      this.at = brace + 1;
      root.push({ type: 'list', nodes: this.action() });
    }
    return root;
  }

  /** All that stands between braces, up to and with the closing one. */
  private action(): Node[] {
    const nodes: Node[] = [];
    while (!this.takes('}')) this.step(nodes);
    return nodes;
  }

  private takes(prefix: string): boolean {
    if (!this.input.startsWith(prefix, this.at)) return false;
    this.at += prefix.length;
    return true;
  }

  private char(): string {
    const code = this.input.codePointAt(this.at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  private step(nodes: Node[]): void {
    const char = this.char();
    if (char === '' || char === '\r' || char === '\n') throw new JsonPathMistake('unclosed action');
    if (this.takes('[?(')) this.filter(nodes);
    else if (this.takes('..')) this.recursive(nodes);
    else if (char === '+' || char === '-' || DIGIT.test(char)) this.number(nodes);
    else if (LETTER_OR_DIGIT.test(char)) this.identifier(nodes);
    else this.symbol(nodes, char);
  }

  private symbol(nodes: Node[], char: string): void {
    this.at += char.length;
    // `$` and `@` are the current object alike, also in a filter and in a range.
    if (char === ' ' || char === '@' || char === '$') return;
    if (char === '[') this.array(nodes);
    else if (char === '"' || char === "'") this.quoted(nodes, char);
    else if (char === '.') this.field(nodes);
    else throw new JsonPathMistake(`unrecognized character in action: ${describeCharacter(char)}`);
  }

  private untilTerminator(escapes: boolean): string {
    const start = this.at;
    while (this.at < this.input.length && !TERMINATOR.test(this.input[this.at] as string)) {
      this.at += escapes && this.input[this.at] === '\\' ? 2 : 1;
    }
    this.at = Math.min(this.at, this.input.length);
    return this.input.slice(start, this.at);
  }

  private field(nodes: Node[]): void {
    const name = this.untilTerminator(true);
    nodes.push(name === '*' ? { type: 'wildcard' } : { type: 'field', name: name.replaceAll('\\', '') });
  }

  private identifier(nodes: Node[]): void {
    const name = this.untilTerminator(false);
    if (name === 'true' || name === 'false') nodes.push({ type: 'literal', value: name === 'true' });
    else nodes.push({ type: 'identifier', name });
  }

  private recursive(nodes: Node[]): void {
    if (nodes.at(-1)?.type === 'recursive') throw new JsonPathMistake('invalid multiple recursive descent');
    nodes.push({ type: 'recursive' });
    if (LETTER_OR_DIGIT.test(this.char())) this.field(nodes);
  }

  private number(nodes: Node[]): void {
    const start = this.at;
    if (this.input[start] === '+' || this.input[start] === '-') this.at++;
    while (this.input[this.at] === '.' || DIGIT.test(this.char())) this.at += this.char().length;
    const text = this.input.slice(start, this.at);
    const value = parseNumber(text);
    if (value === undefined) throw new JsonPathMistake(`cannot parse number ${text}`);
    nodes.push({ type: 'literal', value });
  }

  private quoted(nodes: Node[], quote: string): void {
    const start = this.at;
    for (; ; this.at++) {
      const char = this.input[this.at];
      if (char === undefined || char === '\n') throw new JsonPathMistake('unterminated quoted string');
      if (char === quote && this.input[this.at - 1] !== '\\') break;
    }
    const body = this.input.slice(start, this.at);
    this.at++;
    const text = unquoteBody(body, quote);
    if (text === undefined) throw new JsonPathMistake(`unquote string ${quote}${body}${quote} error invalid syntax`);
    nodes.push({ type: 'text', text });
  }

  private array(nodes: Node[]): void {
    const end = this.input.slice(this.at).search(/[\]\n]/);
    if (end < 0 || this.input[this.at + end] === '\n') throw new JsonPathMistake('unterminated array');
    const inside = this.input.slice(this.at, this.at + end);
    this.at += end + 1;
    if (inside === '*') {
      nodes.push(parseSlice(':'));
      return;
    }
    const branches = inside.split(',');
    if (branches.length > 1) {
      nodes.push({ type: 'union', branches: branches.map((branch) => parseExpression(`[${trimBlanks(branch)}]`)) });
      return;
    }
    const key = /^'([^']*)'$/.exec(inside);
    if (key) nodes.push(...parseExpression(`.${key[1]}`));
    else nodes.push(parseSlice(inside));
  }

  private filter(nodes: Node[]): void {
    const text = this.filterText();
    const comparison = /^([^!<>=]+)([!<>=]+)([^\n]+)$/.exec(text);
    if (comparison) {
      const [, left = '', operator = '', right = ''] = comparison;
      nodes.push({ type: 'filter', left: parseExpression(left), operator, right: parseExpression(right) });
    } else {
      nodes.push({ type: 'filter', left: parseExpression(text), operator: 'exists', right: [] });
    }
  }

  /** Up to the `)` that is not inside the first pair of quotes, which is where kubectl stops looking for quotes. */
  private filterText(): string {
    const start = this.at;
    let quote: string | undefined;
    let closed = false;
    for (; ; this.at++) {
      const char = this.input[this.at];
      if (char === undefined || char === '\n') throw new JsonPathMistake('unterminated filter');
      if (char === '"' || char === "'") {
        if (quote === undefined) quote = char;
        else if (char === quote && this.input[this.at - 1] !== '\\') closed = true;
      } else if (char === ')' && (quote !== undefined) === closed) break;
    }
    const text = this.input.slice(start, this.at);
    this.at++;
    if (!this.takes(']')) throw new JsonPathMistake('unclosed array expect ]');
    return text;
  }
}

/** Without blanks around. Loops, because a pattern for blanks at the end would look at every run of blanks to its end. */
function trimBlanks(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && text[start] === ' ') start++;
  while (end > start && text[end - 1] === ' ') end--;
  return text.slice(start, end);
}

/** A whole number becomes an int where it fits into 64 bits, anything else a float. */
function parseNumber(text: string): unknown {
  if (/^[+-]?[0-9]+$/.test(text)) {
    const value = BigInt(text.replace('+', ''));
    return BigInt.asIntN(64, value) === value ? value : Number(value);
  }
  return /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)$/.test(text) ? new GoFloat(Number(text)) : undefined;
}

function parseSlice(text: string): Node {
  const match = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text);
  if (!match) throw new JsonPathMistake(`invalid array index ${text}`);
  const [, first = '', second, third] = match;
  const from = parameter(first);
  const to = second === undefined ? { value: from.value + 1, known: true, derived: true } : parameter(second.slice(1));
  return { type: 'array', from, to, step: parameter((third ?? ':').slice(1)) };
}

function parameter(text: string): ArrayParameter {
  if (text === '') return { value: 0, known: false, derived: false };
  if (text === '-' || !fitsInt64(text)) throw new JsonPathMistake(`array index ${text} is not a number`);
  return { value: Number(text), known: true, derived: false };
}

function fitsInt64(text: string): boolean {
  const value = BigInt(text);
  return BigInt.asIntN(64, value) === value;
}
