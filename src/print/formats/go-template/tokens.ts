import { describeCharacter, goQuote } from '../go/quote.ts';

export type TokenType =
  | 'error'
  | 'bool'
  | 'char'
  | 'character constant'
  | 'complex'
  | 'assign'
  | 'declare'
  | 'eof'
  | 'field'
  | 'identifier'
  | 'left delimiter'
  | 'left paren'
  | 'number'
  | 'pipe'
  | 'raw string'
  | 'right delimiter'
  | 'right paren'
  | 'space'
  | 'string'
  | 'text'
  | 'variable'
  | 'dot'
  | Keyword;

export type Keyword = (typeof KEYWORDS)[number];

const KEYWORDS = [
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'nil',
  'range',
  'template',
  'with',
] as const;

export interface Token {
  type: TokenType;
  /** As it stands in the template; the message where the type is `error`. */
  text: string;
  /** Where it starts, in UTF-16 units. */
  at: number;
  line: number;
}

/** A token as Go's messages show it. */
export function describeToken({ type, text }: Token): string {
  if (type === 'eof') return 'EOF';
  if (type === 'error') return text;
  if (type === 'dot' || isKeyword(text, type)) return `<${text}>`;
  const start = [...text.slice(0, 20)].slice(0, 10).join('');
  return start.length < text.length ? `${goQuote(start)}...` : goQuote(text);
}

const isKeyword = (text: string, type: string): text is Keyword => text === type;
const keywordOf = (word: string): Keyword | undefined => KEYWORDS.find((keyword) => keyword === word);

const LETTER_OR_DIGIT = /[_\p{L}\p{Nd}]*/uy;
const TERMINATOR = /$|[ \t\r\n.,|:)(]|\}\}/y;
const NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y;
const SPACES = /[ \t\r\n]+/y;
const TRIMMED_END = /[ \t\r\n]-\}\}/y;
const QUOTED: Record<string, RegExp> = {
  '"': /"(?:[^"\\\n]|\\[^\n])*"/y,
  "'": /'(?:[^'\\\n]|\\[^\n])*'/y,
  '`': /`[^`]*`/y,
};

/** Cuts a template into tokens as Go's `text/template` does. The last one is `eof` or `error`. */
export function tokenize(input: string): Token[] {
  return new Tokenizer(input).run();
}

class Tokenizer {
  private readonly input: string;
  private readonly tokens: Token[] = [];
  private at = 0;
  private line = 1;
  private counted = 0;
  private depth = 0;

  constructor(input: string) {
    this.input = input;
  }

  run(): Token[] {
    while (this.text()) {
      while (!this.closes()) {
        if (!this.inside()) return this.tokens;
      }
    }
    return this.tokens;
  }

  private lineAt(at: number): number {
    for (; this.counted < at; this.counted++) if (this.input[this.counted] === '\n') this.line++;
    return this.line;
  }

  private push(type: TokenType, text: string): true {
    this.tokens.push({ type, text, at: this.at, line: this.lineAt(this.at) });
    this.at += text.length;
    return true;
  }

  private fail(text: string): false {
    this.tokens.push({ type: 'error', text, at: this.at, line: this.lineAt(this.at) });
    return false;
  }

  private match(pattern: RegExp, at = this.at): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(this.input)?.[0];
  }

  /** Text up to and with the next `{{`, comments left out. False at the end. */
  private text(): boolean {
    for (;;) {
      const open = this.input.indexOf('{{', this.at);
      const end = open < 0 ? this.input.length : open;
      const trims = open >= 0 && /^-[ \t\r\n]/.test(this.input.slice(open + 2, open + 4));
      const raw = this.input.slice(this.at, end);
      const text = trims ? trimEnd(raw) : raw;
      if (text) this.push('text', text);
      this.at = end;
      if (open < 0) {
        this.push('eof', '');
        return false;
      }
      const start = open + (trims ? 4 : 2);
      if (!this.input.startsWith('/*', start)) {
        this.push('left delimiter', '{{');
        this.at = start;
        this.depth = 0;
        return true;
      }
      this.at = start;
      if (!this.comment()) return false;
    }
  }

  private comment(): boolean {
    const close = this.input.indexOf('*/', this.at + 2);
    if (close < 0) return this.fail('unclosed comment');
    const trims = this.match(TRIMMED_END, close + 2) !== undefined;
    if (!trims && !this.input.startsWith('}}', close + 2)) {
      return this.fail('comment ends before closing delimiter');
    }
    this.at = close + (trims ? 6 : 4);
    if (trims) this.skipSpaces();
    return true;
  }

  private skipSpaces(): void {
    this.at += this.match(SPACES)?.length ?? 0;
  }

  /** Takes the `}}` that ends an action. */
  private closes(): boolean {
    if (this.depth > 0) return false;
    const trims = this.match(TRIMMED_END) !== undefined;
    if (!trims && !this.input.startsWith('}}', this.at)) return false;
    if (trims) this.at += 2;
    this.push('right delimiter', '}}');
    if (trims) this.skipSpaces();
    return true;
  }

  /** One token of an action. False after an error. */
  private inside(): boolean {
    if (this.input.startsWith('}}', this.at) || this.match(TRIMMED_END)) return this.fail('unclosed left paren');
    const char = this.charAt(this.at);
    switch (char) {
      case '':
        return this.fail('unclosed action');
      case ' ':
      case '\t':
      case '\r':
      case '\n':
        return this.space();
      case '=':
        return this.push('assign', char);
      case ':':
        return this.input[this.at + 1] === '=' ? this.push('declare', ':=') : this.fail('expected :=');
      case '|':
        return this.push('pipe', char);
      case '"':
        return this.quoted('string', char, 'unterminated quoted string');
      case '`':
        return this.quoted('raw string', char, 'unterminated raw quoted string');
      case "'":
        return this.quoted('character constant', char, 'unterminated character constant');
      case '$':
        return this.named('variable');
      case '(':
        this.depth++;
        return this.push('left paren', char);
      case ')':
        this.push('right paren', char);
        return --this.depth >= 0 || this.fail("unexpected right paren U+0029 ')'");
      default:
        return this.word(char);
    }
  }

  private word(char: string): boolean {
    const next = this.input[this.at + 1];
    if (char === '.' && next !== undefined && !/[0-9]/.test(next)) return this.named('field');
    if (/[.+\-0-9]/.test(char)) return this.number();
    if (/[_\p{L}\p{Nd}]/u.test(char)) return this.named('identifier');
    if (/[\x20-\x7e]/.test(char)) return this.push('char', char);
    return this.fail(`unrecognized character in action: ${describeCharacter(char)}`);
  }

  private charAt(at: number): string {
    const code = this.input.codePointAt(at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  private space(): boolean {
    const spaces = this.match(SPACES) as string;
    const trims = this.input.startsWith('-}}', this.at + spaces.length);
    return this.push('space', trims ? spaces.slice(0, -1) : spaces);
  }

  private quoted(type: TokenType, quote: string, message: string): boolean {
    const text = this.match(QUOTED[quote] as RegExp);
    return text === undefined ? this.fail(message) : this.push(type, text);
  }

  private named(type: 'field' | 'variable' | 'identifier'): boolean {
    const sign = type === 'identifier' ? 0 : 1;
    const name = this.match(LETTER_OR_DIGIT, this.at + sign) ?? '';
    const end = this.at + sign + name.length;
    if (this.match(TERMINATOR, end) === undefined)
      return this.fail(`bad character ${describeCharacter(this.charAt(end))}`);
    const text = this.input.slice(this.at, end);
    if (type === 'field' && name === '') return this.push('dot', text);
    if (type !== 'identifier') return this.push(type, text);
    return this.push(keywordOf(text) ?? (text === 'true' || text === 'false' ? 'bool' : type), text);
  }

  private number(): boolean {
    let end = this.numberEnd(this.at);
    if (end === undefined) return false;
    const complex = this.input[end] === '+' || this.input[end] === '-';
    if (complex) {
      end = this.numberEnd(end);
      if (end === undefined) return false;
      if (this.input[end - 1] !== 'i')
        return this.fail(`bad number syntax: ${goQuote(this.input.slice(this.at, end))}`);
    }
    return this.push(complex ? 'complex' : 'number', this.input.slice(this.at, end));
  }

  private numberEnd(start: number): number | undefined {
    const end = start + (this.match(NUMBER, start) ?? '').length;
    const next = this.charAt(end);
    if (!/[_\p{L}\p{Nd}]/u.test(next)) return end;
    this.fail(`bad number syntax: ${goQuote(this.input.slice(this.at, end + next.length))}`);
    return undefined;
  }
}

/** A loop, because a pattern for blanks at the end would look at every run of blanks to its end. */
function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && ' \t\r\n'.includes(text[end - 1] as string)) end--;
  return text.slice(0, end);
}
