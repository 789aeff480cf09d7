import { FUNCTIONS, faultOf, isTrue } from './functions.ts';
import { goQuote, goText } from './go-format.ts';
import { goKind, goTypeName, ownField, sortedKeys } from './go-value.ts';
import {
  type Command,
  type GoTemplate,
  type Identifier,
  type Node,
  nodeText,
  type Operand,
  type Pipe,
  type Statement,
  type TemplateCall,
} from './nodes.ts';

/** Why a template stopped, in Go's words, and what it had printed until then. */
export class TemplateFault extends Error {
  readonly output: string;

  constructor(message: string, output: string) {
    super(message);
    this.output = output;
  }
}

/**
 * A value and how it is held: what lies in a map or list is an `interface {}` to Go, which only shows in messages,
 * and in a null, which is a value there (null) and none at all elsewhere (undefined).
 */
interface Held {
  value: unknown;
  inside: boolean;
}

const held = (value: unknown): Held => ({ value, inside: false });
const inside = (value: unknown): Held => ({ value: value ?? null, inside: true });
const NOTHING: Held = held(undefined);

/** Loops in loops multiply; a template that takes more steps, or prints more, is refused. */
const STEP_LIMIT = 5_000_000;
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

/** The fault itself; `execute` adds what was printed. */
class Stop extends Error {}

/** What all templates of one run share. */
interface Run {
  template: GoTemplate;
  allowMissingKeys: boolean;
  output: string[];
  size: number;
  steps: number;
}

/** One template with its variables; a template that calls another shares none with it. */
class Scope {
  private readonly run: Run;
  private readonly name: string;
  private readonly variables: { name: string; held: Held }[];
  /** What is being evaluated, for messages. */
  private node: Node | undefined;

  constructor(run: Run, name: string, root: Held) {
    this.run = run;
    this.name = name;
    this.variables = [{ name: '$', held: root }];
  }

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

  private step(): void {
    if (++this.run.steps > STEP_LIMIT) this.fail(`more than ${STEP_LIMIT} steps`);
  }

  private print(text: string): void {
    this.run.size += text.length;
    if (this.run.size > TEXT_LIMIT) this.fail(`more than ${TEXT_LIMIT} characters`);
    this.run.output.push(text);
  }

  private fail(message: string): never {
    if (!this.node) throw new Stop(`template: ${this.name}: ${message}`);
    const before = this.run.template.text.slice(0, this.node.at);
    const lineStart = before.lastIndexOf('\n') + 1;
    const line = before.split('\n').length;
    const column = new TextEncoder().encode(before.slice(lineStart)).length;
    const place = `output:${line}:${column}: executing ${goQuote(this.name)} at <${nodeText(this.node)}>`;
    throw new Stop(`template: ${place}: ${message}`);
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
          ? sortedKeys(value as object).map((key) => [key, (value as Record<string, unknown>)[key]])
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

  private pipeline(dot: Held, pipe: Pipe): Held {
    this.node = pipe;
    let result: Held | undefined;
    for (const command of pipe.commands) result = held(this.command(dot, command, result).value ?? undefined);
    const found = result ?? NOTHING;
    for (const { name } of pipe.variables) {
      if (pipe.assigns) this.variable(name).held = found;
      else this.variables.push({ name, held: found });
    }
    return found;
  }

  private variable(name: string): { held: Held } {
    const variable = this.variables.findLast((one) => one.name === name);
    return variable ?? this.fail(`undefined variable: ${name}`);
  }

  /** @param final what the command before in the pipeline gave: the last argument of this one */
  private command(dot: Held, command: Command, final: Held | undefined): Held {
    this.step();
    const first = command.args[0] as Operand;
    const hasArguments = command.args.length > 1 || final !== undefined;
    if (first.type === 'identifier') return this.function(dot, first, command, command.args.slice(1), final);
    if (first.type === 'field' || first.type === 'chain' || first.type === 'variable') {
      return this.reference(dot, first, hasArguments);
    }
    if (first.type !== 'pipe') this.node = first;
    if (hasArguments) this.fail(`can't give argument to non-function ${nodeText(first)}`);
    if (first.type === 'nil') this.fail('nil is not a command');
    return this.operand(dot, first);
  }

  private operand(dot: Held, node: Operand): Held {
    if (node.type !== 'pipe') this.node = node;
    switch (node.type) {
      case 'pipe':
        return this.pipeline(dot, node);
      case 'field':
      case 'chain':
      case 'variable':
        return this.reference(dot, node, false);
      case 'identifier':
        return this.function(dot, node, node, [], undefined);
      case 'dot':
        return dot;
      case 'nil':
        return NOTHING;
      case 'bool':
        return held(node.value);
      case 'string':
        return held(node.text);
      case 'number':
        return held(node.value ?? this.fail(`${node.text} overflows int`));
    }
  }

  private reference(dot: Held, node: Operand & { fields: string[] }, hasArguments: boolean): Held {
    this.node = node;
    let receiver = dot;
    if (node.type === 'chain') {
      if (node.of.type === 'nil') this.fail(`indirection through explicit nil in ${nodeText(node)}`);
      receiver = this.operand(dot, node.of);
    } else if (node.type === 'variable') {
      receiver = this.variable(node.name).held;
      if (node.fields.length === 0 && hasArguments) {
        this.fail(`can't give argument to non-function ${nodeText(node)}`);
      }
    }
    for (const [i, field] of node.fields.entries()) {
      receiver = this.field(receiver, field, hasArguments && i === node.fields.length - 1);
    }
    return receiver;
  }

  private field(receiver: Held, name: string, hasArguments: boolean): Held {
    const { value } = receiver;
    if (value === undefined) {
      if (!this.run.allowMissingKeys) this.fail(`nil data; no entry for key ${goQuote(name)}`);
      return NOTHING;
    }
    if (value === null) return this.fail(`nil pointer evaluating interface {}.${name}`);
    if (goKind(value) !== 'map') {
      return this.fail(`can't evaluate field ${name} in type ${receiver.inside ? 'interface {}' : goTypeName(value)}`);
    }
    if (hasArguments) this.fail(`${name} is not a method but has arguments`);
    const field = ownField(value, name);
    if (field) return inside(field.value);
    if (!this.run.allowMissingKeys) this.fail(`map has no entry for key ${goQuote(name)}`);
    return NOTHING;
  }

  private function(
    dot: Held,
    { name, ...place }: Identifier,
    node: Node,
    operands: readonly Operand[],
    final: Held | undefined,
  ): Held {
    this.node = { name, ...place };
    const called = FUNCTIONS.get(name);
    if (!called) return this.fail(`${goQuote(name)} is not a defined function`);
    const count = operands.length + (final ? 1 : 0);
    if (called.variadic ? count < called.fixed : count !== called.fixed) {
      const [least, got] = called.variadic ? ['at least ', operands.length] : ['', count];
      this.fail(`wrong number of args for ${name}: want ${least}${called.fixed} got ${got}`);
    }
    if (name === 'and' || name === 'or') return this.logic(dot, name === 'or', operands, final);
    const args = operands.map((operand, i) => this.argument(dot, operand, i === 0 && called.takesString === true));
    if (final) args.push(this.checked(final, args.length === 0 && called.takesString === true));
    try {
      return held(
        called.call(
          args.map(({ value }) => value),
          args.map((arg) => arg.inside),
        ),
      );
    } catch (error) {
      const reason = faultOf(error);
      if (reason === undefined) throw error;
      this.node = node;
      return this.fail(`error calling ${name}: ${reason}`);
    }
  }

  /** `and` and `or` stop at the argument that decides. */
  private logic(dot: Held, decides: boolean, operands: readonly Operand[], final: Held | undefined): Held {
    let value: unknown;
    for (const operand of operands) {
      value = this.argument(dot, operand, false).value;
      if (isTrue(value) === decides) return held(value);
    }
    return final ?? held(value);
  }

  private argument(dot: Held, operand: Operand, string: boolean): Held {
    this.node = operand;
    if (string) {
      if (operand.type === 'nil') this.fail('cannot assign nil to string');
      if (operand.type === 'bool' || operand.type === 'number') {
        this.fail(`expected string; found ${nodeText(operand)}`);
      }
    }
    return this.checked(this.operand(dot, operand), string);
  }

  private checked(argument: Held, string: boolean): Held {
    const { value } = argument;
    if (!string || typeof value === 'string') return argument;
    if (value === undefined) this.fail('invalid value; expected string');
    const type = value === null ? 'interface {}' : goTypeName(value);
    return this.fail(`wrong type for value; expected string; got ${type}`);
  }
}
