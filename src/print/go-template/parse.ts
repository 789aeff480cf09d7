import { goQuote } from './go-format.ts';
import { LiteralMistake, parseCharacter, parseNumber, parseString } from './literals.ts';
import type { Command, Operand, Pipe, Statement, TemplateCall, Variable } from './nodes.ts';
import { describeToken, type Token, type TokenType, tokenize } from './tokens.ts';

/** A mistake in a template, in the words of Go's `text/template`, with the line. */
export class TemplateMistake extends Error {}

/** What a `{{end}}` or `{{else}}` is called in messages; they end a list of statements. */
type ListEnd = '{{end}}' | '{{else}}';

/** Parses a template and those defined in it. Throws `TemplateMistake`. */
export function parseDefinitions(text: string, functions: ReadonlySet<string>): Map<string, Statement[]> {
  const definitions = new Map<string, Statement[]>();
  const tokens = tokenize(text);
  let next = 0;
  const last = tokens.length - 1;
  const source = () => tokens[Math.min(next++, last)] as Token;
  new Parser(source, functions, definitions).template();
  return definitions;
}

/** Parses one template; each definition inside has its own parser over the same tokens. */
class Parser {
  private readonly source: () => Token;
  private readonly functions: ReadonlySet<string>;
  private readonly definitions: Map<string, Statement[]>;
  /** Up to three tokens of look-ahead; the first is the one read last. */
  private readonly ahead: Token[] = [];
  private pending = 0;
  private readonly variables: string[] = ['$'];
  private actionLine = 0;
  private rangeDepth = 0;

  constructor(source: () => Token, functions: ReadonlySet<string>, definitions: Map<string, Statement[]>) {
    this.source = source;
    this.functions = functions;
    this.definitions = definitions;
  }

  template(): void {
    const list: Statement[] = [];
    while (this.peek().type !== 'eof') {
      if (this.peek().type === 'left delimiter') {
        const delimiter = this.next();
        if (this.nextToken().type === 'define') {
          new Parser(this.source, this.functions, this.definitions).definition();
          continue;
        }
        this.backup2(delimiter);
      }
      const statement = this.statement();
      if (typeof statement === 'string') this.fail(`unexpected ${statement}`);
      list.push(statement);
    }
    this.define('output', list);
  }

  private definition(): void {
    const context = 'define clause';
    const name = this.nextToken();
    if (name.type !== 'string' && name.type !== 'raw string') this.unexpected(name, context);
    const parsed = this.literal(() => parseString(name.text));
    this.expect('right delimiter', context);
    this.body(parsed, context);
  }

  private body(name: string, context: string): void {
    const { list, end } = this.list();
    if (end !== '{{end}}') this.fail(`unexpected ${end} in ${context}`);
    this.define(name, list);
  }

  private define(name: string, list: Statement[]): void {
    const known = this.definitions.get(name);
    if (known === undefined || known.every(isBlank)) this.definitions.set(name, list);
    else if (!list.every(isBlank)) this.fail(`template: multiple definition of template ${goQuote(name)}`);
  }

  private next(): Token {
    if (this.pending > 0) this.pending--;
    else this.ahead[0] = this.source();
    return this.ahead[this.pending] as Token;
  }

  private backup(): void {
    this.pending++;
  }

  private backup2(first: Token): void {
    this.ahead[1] = first;
    this.pending = 2;
  }

  private backup3(first: Token, second: Token): void {
    this.ahead[1] = second;
    this.ahead[2] = first;
    this.pending = 3;
  }

  private peek(): Token {
    const token = this.next();
    this.backup();
    return token;
  }

  private nextToken(): Token {
    let token = this.next();
    while (token.type === 'space') token = this.next();
    return token;
  }

  private peekToken(): Token {
    const token = this.nextToken();
    this.backup();
    return token;
  }

  private fail(message: string): never {
    throw new TemplateMistake(`template: output:${this.ahead[0]?.line ?? 1}: ${message}`);
  }

  private unexpected(token: Token, context: string): never {
    if (token.type !== 'error') this.fail(`unexpected ${describeToken(token)} in ${context}`);
    let where = '';
    if (this.actionLine !== 0 && this.actionLine !== token.line) {
      where = token.text.endsWith(' action') ? '' : ' in action';
      where += ` started at output:${this.actionLine}`;
    }
    this.fail(token.text + where);
  }

  private expect(type: TokenType, context: string): Token {
    const token = this.nextToken();
    if (token.type !== type) this.unexpected(token, context);
    return token;
  }

  private literal<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof LiteralMistake) this.fail(error.message);
      throw error;
    }
  }

  private list(): { list: Statement[]; end: ListEnd } {
    const list: Statement[] = [];
    while (this.peekToken().type !== 'eof') {
      const statement = this.statement();
      if (typeof statement === 'string') return { list, end: statement };
      list.push(statement);
    }
    return this.fail('unexpected EOF');
  }

  private statement(): Statement | ListEnd {
    const token = this.nextToken();
    if (token.type === 'text') return { type: 'text', at: token.at, text: token.text };
    if (token.type !== 'left delimiter') this.unexpected(token, 'input');
    this.actionLine = token.line;
    const action = this.action();
    this.actionLine = 0;
    return action;
  }

  private action(): Statement | ListEnd {
    const token = this.nextToken();
    switch (token.type) {
      case 'block':
        return this.block();
      case 'break':
      case 'continue':
        return this.jump(token, token.type);
      case 'else':
        if (this.peekToken().type !== 'if') this.expect('right delimiter', 'else');
        return '{{else}}';
      case 'end':
        this.expect('right delimiter', 'end');
        return '{{end}}';
      case 'if':
      case 'range':
      case 'with':
        return this.control(token.type);
      case 'template':
        return this.call();
      default: {
        this.backup();
        const { at } = this.peek();
        return { type: 'action', at, pipe: this.pipeline('command', 'right delimiter') };
      }
    }
  }

  private jump(token: Token, type: 'break' | 'continue'): Statement {
    const next = this.nextToken();
    if (next.type !== 'right delimiter') this.unexpected(next, `{{${type}}}`);
    if (this.rangeDepth === 0) this.fail(`{{${type}}} outside {{range}}`);
    return { type, at: token.at };
  }

  private control(type: 'if' | 'range' | 'with'): Statement {
    const visible = this.variables.length;
    const pipe = this.pipeline(type, 'right delimiter');
    if (type === 'range') this.rangeDepth++;
    const { list, end } = this.list();
    if (type === 'range') this.rangeDepth--;
    const node: Statement = { type, at: pipe.at, pipe, list };
    if (end === '{{else}}') node.otherwise = this.otherwise(type);
    this.variables.length = visible;
    return node;
  }

  /** `{{else if x}}a{{end}}` stands for `{{else}}{{if x}}a{{end}}{{end}}`. */
  private otherwise(type: string): Statement[] {
    if (type === 'if' && this.peek().type === 'if') {
      this.next();
      return [this.control('if')];
    }
    const { list, end } = this.list();
    if (end !== '{{end}}') this.fail(`expected end; found ${end}`);
    return list;
  }

  private templateName(token: Token, context: string): string {
    if (token.type !== 'string' && token.type !== 'raw string') this.unexpected(token, context);
    return this.literal(() => parseString(token.text));
  }

  private block(): TemplateCall {
    const context = 'block clause';
    const token = this.nextToken();
    const name = this.templateName(token, context);
    const pipe = this.pipeline(context, 'right delimiter');
    new Parser(this.source, this.functions, this.definitions).body(name, context);
    return { type: 'template', at: token.at, name, pipe };
  }

  private call(): TemplateCall {
    const context = 'template clause';
    const token = this.nextToken();
    const node: TemplateCall = { type: 'template', at: token.at, name: this.templateName(token, context) };
    if (this.nextToken().type === 'right delimiter') return node;
    this.backup();
    return { ...node, pipe: this.pipeline(context, 'right delimiter') };
  }

  private pipeline(context: string, end: TokenType): Pipe {
    const { at } = this.peekToken();
    const pipe: Pipe = { type: 'pipe', at, variables: [], assigns: false, commands: [] };
    while (this.declaration(pipe, context)) {}
    for (;;) {
      const token = this.nextToken();
      if (token.type === end) {
        this.checkPipeline(pipe, context);
        return pipe;
      }
      if (!STARTS_OPERAND.has(token.type)) this.unexpected(token, context);
      this.backup();
      pipe.commands.push(this.command());
    }
  }

  /** `$x :=`, `$x =`, `$x,`. Says whether another variable follows. */
  private declaration(pipe: Pipe, context: string): boolean {
    const variable = this.peekToken();
    if (variable.type !== 'variable') return false;
    this.next();
    const after = this.peek();
    const next = this.peekToken();
    const isComma = next.type === 'char' && next.text === ',';
    if (next.type === 'assign' || next.type === 'declare' || isComma) {
      if (!isComma) pipe.assigns = next.type === 'assign';
      this.nextToken();
      pipe.variables.push(variableOf(variable));
      this.variables.push(variable.text);
      return isComma && this.another(pipe, context);
    }
    if (after.type === 'space') this.backup3(variable, after);
    else this.backup2(variable);
    return false;
  }

  private another(pipe: Pipe, context: string): true {
    if (context === 'range' && pipe.variables.length < 2) {
      const { type } = this.peekToken();
      if (type === 'variable' || type === 'right delimiter' || type === 'right paren') return true;
      this.fail('range can only initialize variables');
    }
    return this.fail(`too many declarations in ${context}`);
  }

  private checkPipeline(pipe: Pipe, context: string): void {
    if (pipe.commands.length === 0) this.fail(`missing value for ${context}`);
    for (const [stage, { args }] of pipe.commands.entries()) {
      const type = args[0]?.type ?? '';
      if (stage > 0 && ['bool', 'dot', 'nil', 'number', 'string'].includes(type)) {
        this.fail(`non executable command in pipeline stage ${stage + 1}`);
      }
    }
  }

  private command(): Command {
    const command: Command = { type: 'command', at: this.peekToken().at, args: [] };
    for (;;) {
      this.peekToken();
      const operand = this.operand();
      if (operand) command.args.push(operand);
      const token = this.next();
      if (token.type === 'space') continue;
      if (token.type === 'right delimiter' || token.type === 'right paren') this.backup();
      else if (token.type !== 'pipe') this.unexpected(token, 'operand');
      break;
    }
    if (command.args.length === 0) this.fail('empty command');
    return command;
  }

  private operand(): Operand | undefined {
    const term = this.term();
    if (!term || this.peek().type !== 'field') return term;
    const { at } = this.peek();
    const fields: string[] = [];
    while (this.peek().type === 'field') fields.push(this.next().text.slice(1));
    switch (term.type) {
      case 'field':
        return { type: 'field', at, fields: [...term.fields, ...fields] };
      case 'variable':
        return { ...term, at, fields };
      case 'bool':
      case 'dot':
      case 'nil':
      case 'number':
        return this.fail(`unexpected . after term ${goQuote(termText(term))}`);
      case 'string':
        return this.fail(`unexpected . after term ${goQuote(term.quoted)}`);
      default:
        return { type: 'chain', at, of: term, fields };
    }
  }

  private term(): Operand | undefined {
    const token = this.nextToken();
    const { at, text } = token;
    switch (token.type) {
      case 'identifier':
        if (!this.functions.has(text)) this.fail(`function ${goQuote(text)} not defined`);
        return { type: 'identifier', at, name: text };
      case 'dot':
      case 'nil':
        return { type: token.type, at };
      case 'variable':
        if (!this.variables.includes(text)) this.fail(`undefined variable ${goQuote(text)}`);
        return variableOf(token);
      case 'field':
        return { type: 'field', at, fields: [text.slice(1)] };
      case 'bool':
        return { type: 'bool', at, value: text === 'true' };
      case 'character constant':
        return { type: 'number', at, text, value: this.literal(() => parseCharacter(text)) };
      case 'complex':
      case 'number':
        return { type: 'number', at, text, value: this.literal(() => parseNumber(text)) };
      case 'left paren':
        return this.pipeline('parenthesized pipeline', 'right paren');
      case 'string':
      case 'raw string':
        return { type: 'string', at, quoted: text, text: this.literal(() => parseString(text)) };
      default:
        this.backup();
        return undefined;
    }
  }
}

const STARTS_OPERAND: ReadonlySet<TokenType> = new Set<TokenType>([
  'bool',
  'character constant',
  'complex',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'raw string',
  'string',
  'variable',
  'left paren',
]);

const variableOf = ({ text, at }: Token): Variable => ({ type: 'variable', at, name: text, fields: [] });

function termText(term: Operand): string {
  if (term.type === 'number') return term.text;
  return term.type === 'bool' ? String(term.value) : term.type === 'dot' ? '.' : 'nil';
}

/** A definition of nothing but blanks does not count, and may be replaced. */
const isBlank = (statement: Statement): boolean => statement.type === 'text' && statement.text.trim() === '';
