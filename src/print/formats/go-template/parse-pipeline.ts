import { goQuote } from '../go/quote.ts';
import { parseCharacter, parseNumber, parseString } from './literals.ts';
import { type Command, nodeText, type Operand, type Pipe, type Variable } from './nodes.ts';
import { TokenReader } from './token-reader.ts';
import type { Token, TokenType } from './tokens.ts';

/** Parses what stands in an action after its keyword: `$x := .items | len`. */
export class PipelineParser extends TokenReader {
  protected readonly functions: ReadonlySet<string>;
  /** The names that are declared so far; those of a block go with its `{{end}}`. */
  protected readonly variables: string[] = ['$'];

  constructor(source: () => Token, functions: ReadonlySet<string>) {
    super(source);
    this.functions = functions;
  }

  protected pipeline(context: string, end: TokenType): Pipe {
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
      case 'string':
        return this.fail(`unexpected . after term ${goQuote(nodeText(term))}`);
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
