import { LiteralMistake } from './literals.ts';
import { describeToken, type Token, type TokenType } from './tokens.ts';

/** A mistake in a template, in the words of Go's `text/template`, with the line. */
export class TemplateMistake extends Error {}

/** Reads tokens with up to three of look-ahead, and words what is wrong with them. */
export class TokenReader {
  protected readonly source: () => Token;
  /** The first is the token that was read last, whose line messages name. */
  private readonly ahead: Token[] = [];
  private pending = 0;
  /** Where the action began that is being read, 0 between actions. */
  protected actionLine = 0;

  constructor(source: () => Token) {
    this.source = source;
  }

  protected next(): Token {
    if (this.pending > 0) this.pending--;
    else this.ahead[0] = this.source();
    return this.ahead[this.pending] as Token;
  }

  protected backup(): void {
    this.pending++;
  }

  protected backup2(first: Token): void {
    this.ahead[1] = first;
    this.pending = 2;
  }

  protected backup3(first: Token, second: Token): void {
    this.ahead[1] = second;
    this.ahead[2] = first;
    this.pending = 3;
  }

  protected peek(): Token {
    const token = this.next();
    this.backup();
    return token;
  }

  protected nextToken(): Token {
    let token = this.next();
    while (token.type === 'space') token = this.next();
    return token;
  }

  protected peekToken(): Token {
    const token = this.nextToken();
    this.backup();
    return token;
  }

  protected fail(message: string): never {
    throw new TemplateMistake(`template: output:${this.ahead[0]?.line ?? 1}: ${message}`);
  }

  protected unexpected(token: Token, context: string): never {
    if (token.type !== 'error') this.fail(`unexpected ${describeToken(token)} in ${context}`);
    let where = '';
    if (this.actionLine !== 0 && this.actionLine !== token.line) {
      where = token.text.endsWith(' action') ? '' : ' in action';
      where += ` started at output:${this.actionLine}`;
    }
    this.fail(token.text + where);
  }

  protected expect(type: TokenType, context: string): Token {
    const token = this.nextToken();
    if (token.type !== type) this.unexpected(token, context);
    return token;
  }

  protected literal<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof LiteralMistake) this.fail(error.message);
      throw error;
    }
  }
}
