import { sortedEntries } from '../../../core/byte-order.ts';
import { goText } from '../go/format.ts';
import { goQuote } from '../go/quote.ts';
import { goKind } from '../go/value.ts';
import { Evaluator, type Held, held, inside, NOTHING, type Run, Stop } from './evaluate.ts';
import { isTrue } from './functions.ts';
import type { GoTemplate, Pipe, Statement, TemplateCall } from './nodes.ts';

/** Why a template stopped, in Go's words, and what it had printed until then. */
export class TemplateFault extends Error {
  readonly output: string;

  constructor(message: string, output: string) {
    super(message);
    this.output = output;
  }
}

/** A template that prints more than this is refused. */
const TEXT_LIMIT = 64 * 1024 * 1024;

type Jump = 'break' | 'continue' | undefined;

/** Runs a template over data. Throws `TemplateFault`. */
export function execute(template: GoTemplate, data: unknown, allowMissingKeys: boolean): string {
  const run: Run = { template, allowMissingKeys, output: [], size: 0, steps: 0 };
  try {
    const root = held(data ?? undefined);
    new Scope(run, 'output', root).walkAll(root, template.definitions.get('output') ?? []);
    return run.output.join('');
  } catch (error) {
    const message = error instanceof RangeError ? 'template: output: nested too deeply' : undefined;
    if (message === undefined && !(error instanceof Stop)) throw error;
    throw new TemplateFault(message ?? (error as Stop).message, run.output.join(''));
  }
}

/** One template with its variables; a template that calls another shares none with it. */
class Scope extends Evaluator {
  walkAll(dot: Held, list: readonly Statement[]): Jump {
    for (const statement of list) {
      const jump = this.walk(dot, statement);
      if (jump) return jump;
    }
    return undefined;
  }

  private walk(dot: Held, statement: Statement): Jump {
    this.step();
    switch (statement.type) {
      case 'text':
        this.print(statement.text);
        return undefined;
      case 'action': {
        const { value } = this.pipeline(dot, statement.pipe);
        if (statement.pipe.variables.length === 0) this.print(value === undefined ? '<no value>' : goText(value));
        return undefined;
      }
      case 'if':
      case 'with':
        return this.branch(dot, statement);
      case 'range':
        return this.range(dot, statement);
      case 'template':
        this.call(dot, statement);
        return undefined;
      case 'break':
      case 'continue':
        return statement.type;
    }
  }

  private print(text: string): void {
    this.run.size += text.length;
    if (this.run.size > TEXT_LIMIT) this.fail(`more than ${TEXT_LIMIT} characters`);
    this.run.output.push(text);
  }

  private branch(dot: Held, statement: Statement & { type: 'if' | 'with' | 'range' }): Jump {
    const mark = this.variables.length;
    const found = this.pipeline(dot, statement.pipe);
    const jump = isTrue(found.value)
      ? this.walkAll(statement.type === 'with' ? found : dot, statement.list)
      : this.walkAll(dot, statement.otherwise ?? []);
    this.variables.length = mark;
    return jump;
  }

  private range(dot: Held, statement: Statement & { type: 'if' | 'with' | 'range' }): Jump {
    const outer = this.variables.length;
    const { value } = this.pipeline(dot, statement.pipe);
    const kind = goKind(value);
    if (kind !== 'list' && kind !== 'map' && kind !== 'nil') this.fail(`range can't iterate over ${goText(value)}`);
    const entries: [unknown, unknown][] =
      kind === 'list'
        ? (value as unknown[]).map((item, i) => [BigInt(i), item])
        : kind === 'map'
          ? sortedEntries(value as Record<string, unknown>)
          : [];
    let jump: Jump;
    if (entries.length === 0) jump = this.walkAll(dot, statement.otherwise ?? []);
    else this.repeat(entries, statement);
    this.variables.length = outer;
    return jump;
  }

  private repeat(entries: [unknown, unknown][], { pipe, list }: { pipe: Pipe; list: Statement[] }): void {
    const mark = this.variables.length;
    for (const [key, item] of entries) {
      this.step();
      if (pipe.variables.length > 0) this.setTop(1, inside(item));
      if (pipe.variables.length > 1) this.setTop(2, held(key));
      const jump = this.walkAll(inside(item), list);
      this.variables.length = mark;
      if (jump === 'break') return;
    }
  }

  /** The variables of a range are those on top, also where it assigns (`=`) to others. */
  private setTop(n: number, value: Held): void {
    const variable = this.variables.at(-n);
    if (!variable) {
      const index = this.variables.length - n;
      throw new Stop(`caught panic: runtime error: index out of range [${index}]`);
    }
    variable.held = value;
  }

  private call(dot: Held, node: TemplateCall): void {
    this.node = node;
    const list =
      this.run.template.definitions.get(node.name) ?? this.fail(`template ${goQuote(node.name)} not defined`);
    const argument = node.pipe ? this.pipeline(dot, node.pipe) : NOTHING;
    new Scope(this.run, node.name, argument).walkAll(argument, list);
  }
}
