import { goQuote } from '../go/quote.ts';
import { parseString } from './literals.ts';
import type { Statement, TemplateCall } from './nodes.ts';
import { PipelineParser } from './parse-pipeline.ts';
import { type Token, tokenize } from './tokens.ts';

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
class Parser extends PipelineParser {
  private readonly definitions: Map<string, Statement[]>;
  private rangeDepth = 0;

  constructor(source: () => Token, functions: ReadonlySet<string>, definitions: Map<string, Statement[]>) {
    super(source, functions);
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
    const name = this.templateName(this.nextToken(), context);
    this.expect('right delimiter', context);
    this.body(name, context);
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
}

/** A definition of nothing but blanks does not count, and may be replaced. */
const isBlank = (statement: Statement): boolean => statement.type === 'text' && statement.text.trim() === '';
