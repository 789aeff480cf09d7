import { GoFault } from '../go/fault.ts';
import { goQuote } from '../go/quote.ts';
import { goKind, goTypeName, ownField } from '../go/value.ts';
import { FUNCTIONS, isTrue } from './functions.ts';
import {
  type Command,
  type GoTemplate,
  type Identifier,
  type Node,
  nodeText,
  type Operand,
  type Pipe,
} from './nodes.ts';

/**
 * A value and how it is held: what lies in a map or list is an `interface {}` to Go, which only shows in messages,
 * and in a null, which is a value there (null) and none at all elsewhere (undefined).
 */
export interface Held {
  value: unknown;
  inside: boolean;
}

export const held = (value: unknown): Held => ({ value, inside: false });
export const inside = (value: unknown): Held => ({ value: value ?? null, inside: true });
export const NOTHING: Held = held(undefined);

/** Loops in loops multiply; a template that takes more steps is refused. */
const STEP_LIMIT = 5_000_000;

/** Why a template stopped, in Go's words. */
export class Stop extends Error {}

/** What all templates of one run share. */
export interface Run {
  template: GoTemplate;
  allowMissingKeys: boolean;
  output: string[];
  size: number;
  steps: number;
}

/** Evaluates the pipelines of one template, and holds its variables. */
export class Evaluator {
  protected readonly run: Run;
  private readonly name: string;
  protected readonly variables: { name: string; held: Held }[];
  /** What is being evaluated, for messages. */
  protected node: Node | undefined;

  constructor(run: Run, name: string, root: Held) {
    this.run = run;
    this.name = name;
    this.variables = [{ name: '$', held: root }];
  }

  protected step(): void {
    if (++this.run.steps > STEP_LIMIT) this.fail(`more than ${STEP_LIMIT} steps`);
  }

  protected fail(message: string): never {
    if (!this.node) throw new Stop(`template: ${this.name}: ${message}`);
    const before = this.run.template.text.slice(0, this.node.at);
    const lineStart = before.lastIndexOf('\n') + 1;
    const line = before.split('\n').length;
    const column = new TextEncoder().encode(before.slice(lineStart)).length;
    const place = `output:${line}:${column}: executing ${goQuote(this.name)} at <${nodeText(this.node)}>`;
    throw new Stop(`template: ${place}: ${message}`);
  }

  protected pipeline(dot: Held, pipe: Pipe): Held {
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
      if (!(error instanceof GoFault)) throw error;
      this.node = node;
      return this.fail(`error calling ${name}: ${error.message}`);
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
