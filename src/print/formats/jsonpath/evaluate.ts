import { sortedEntries } from '../../../core/byte-order.ts';
import { equal, less } from '../go/compare.ts';
import { GoFault } from '../go/fault.ts';
import { goText } from '../go/format.ts';
import { goKind, goTypeName, ownField } from '../go/value.ts';
import type { ArrayParameter, Node } from './nodes.ts';

/** Why a template cannot be evaluated, in kubectl's words, and what had been found: a filter for existence looks at that. */
export class JsonPathFault extends Error {
  readonly found: unknown[];

  constructor(message: string, found: unknown[]) {
    super(message);
    this.found = found;
  }
}

/** Repeated descents and ranges multiply; a template that finds more values than this is refused. */
const VALUE_LIMIT = 2_000_000;

/**
 * All that a template finds: one list of values for each text and each pair of braces, ranges unrolled.
 * Maps are walked in the order of their keys (kubectl: in random order). An element that is `undefined` stands for the
 * object of a range over nothing. Throws `JsonPathFault`.
 */
export function evaluate(nodes: readonly Node[], data: unknown, allowMissingKeys: boolean): unknown[][] {
  return new Evaluation(nodes, allowMissingKeys).from(0, data);
}

class Evaluation {
  private readonly nodes: readonly Node[];
  private readonly allowMissingKeys: boolean;
  private values = 0;
  private beginRange = 0;
  private inRange = 0;
  private endRange = 0;
  /** Where the range that was left last ended. */
  private lastEnd = -1;

  constructor(nodes: readonly Node[], allowMissingKeys: boolean) {
    this.nodes = nodes;
    this.allowMissingKeys = allowMissingKeys;
  }

  /** Evaluates the template from a node on, up to the end of the range that it is in. */
  from(start: number, data: unknown): unknown[][] {
    const results: unknown[][] = [];
    const current = [data ?? undefined];
    for (let i = start; i < this.nodes.length; i++) {
      const found = this.walk(current, this.nodes[i] as Node);
      if (this.endRange > 0 && this.endRange <= this.inRange) {
        this.endRange--;
        this.lastEnd = i;
        break;
      }
      if (this.beginRange > 0) {
        this.range(i, found, results);
        if (this.lastEnd > i) i = this.lastEnd;
      } else {
        this.count(found.length + 1);
        results.push(found);
      }
    }
    return results;
  }

  private range(at: number, found: readonly unknown[], results: unknown[][]): void {
    this.beginRange--;
    this.inRange++;
    for (const value of found) {
      for (const result of this.from(at + 1, value)) results.push(result);
    }
    // Nothing to repeat: the body is walked all the same, to find its end.
    if (found.length === 0) this.from(at + 1, undefined);
    this.inRange--;
  }

  private count(values: number): void {
    this.values += values;
    if (this.values > VALUE_LIMIT) throw new JsonPathFault(`more than ${VALUE_LIMIT} values`, []);
  }

  private walkAll(input: unknown[], nodes: readonly Node[]): unknown[] {
    let current = input;
    for (const node of nodes) current = this.walk(current, node);
    return current;
  }

  private walk(input: unknown[], node: Node): unknown[] {
    this.count(input.length + 1);
    switch (node.type) {
      case 'list':
        return this.walkAll(input, node.nodes);
      case 'text':
        return [node.text];
      case 'literal':
        return input.map(() => node.value);
      case 'field':
        return this.field(input, node.name);
      case 'array':
        return slice(input, node);
      case 'filter':
        return this.filter(input, node);
      case 'wildcard':
        return input.flatMap(children);
      case 'recursive':
        return this.descend(input, []);
      case 'union':
        return this.union(input, node.branches);
      case 'identifier':
        return this.identifier(input, node.name);
    }
  }

  private field(input: unknown[], name: string): unknown[] {
    const found: unknown[] = [];
    for (const value of input) {
      const field = goKind(value) === 'map' ? ownField(value, name) : undefined;
      if (field) found.push(field.value ?? null);
    }
    if (found.length === 0 && input.length > 0 && !this.allowMissingKeys) {
      throw new JsonPathFault(`${name} is not found`, found);
    }
    return found;
  }

  private union(input: unknown[], branches: readonly Node[][]): unknown[] {
    try {
      return branches.flatMap((branch) => this.walkAll(input, branch));
    } catch (error) {
      throw error instanceof JsonPathFault ? new JsonPathFault(error.message, input) : error;
    }
  }

  private descend(input: readonly unknown[], found: unknown[]): unknown[] {
    for (const value of input) {
      const below = children(value);
      if (below.length === 0) continue;
      this.count(below.length);
      found.push(value);
      this.descend(below, found);
    }
    return found;
  }

  private identifier(input: unknown[], name: string): unknown[] {
    if (name === 'range') {
      this.beginRange++;
      return input;
    }
    if (name !== 'end') throw new JsonPathFault(`unrecognized identifier ${name}`, input);
    if (this.inRange === 0) throw new JsonPathFault('not in range, nothing to end', []);
    this.endRange++;
    return [];
  }

  private filter(input: unknown[], node: Node & { type: 'filter' }): unknown[] {
    const found: unknown[] = [];
    for (const value of input) {
      if (!Array.isArray(value)) {
        const text = value === undefined ? '<invalid reflect.Value>' : goText(value);
        throw new JsonPathFault(`${text} is not array or slice and cannot be filtered`, input);
      }
      for (const item of value as unknown[]) {
        const passes = node.operator === 'exists' ? this.exists(item, node.left) : this.compares(item, node, found);
        if (passes) found.push(item);
      }
    }
    return found;
  }

  private exists(item: unknown, path: readonly Node[]): boolean {
    try {
      return this.walkAll([item], path).length > 0;
    } catch (error) {
      if (error instanceof JsonPathFault) return error.found.length > 0;
      throw error;
    }
  }

  private compares(item: unknown, node: Node & { type: 'filter' }, found: unknown[]): boolean {
    const left = single(this.walkAll([item], node.left));
    if (!left) return false;
    const right = single(this.walkAll([item], node.right));
    if (!right) return false;
    try {
      return compare(node.operator, left.value, right.value);
    } catch (error) {
      throw error instanceof GoFault ? new JsonPathFault(error.message, found) : error;
    }
  }
}

function single(values: unknown[]): { value: unknown } | undefined {
  if (values.length > 1) throw new JsonPathFault('can only compare one element at a time', values);
  return values.length === 0 ? undefined : { value: values[0] };
}

function compare(operator: string, left: unknown, right: unknown): boolean {
  switch (operator) {
    case '==':
      return equal(left, right);
    case '!=':
      return !equal(left, right);
    case '<':
      return less(left, right);
    case '<=':
      return less(left, right) || equal(left, right);
    case '>':
      return !(less(left, right) || equal(left, right));
    case '>=':
      return !less(left, right);
    default:
      throw new GoFault(`unrecognized filter operator ${operator}`);
  }
}

/** What `*` gives: of a string its bytes, as kubectl has it. */
function children(value: unknown): unknown[] {
  switch (goKind(value)) {
    case 'list':
      return (value as unknown[]).map((item) => item ?? null);
    case 'map':
      return sortedEntries(value as Record<string, unknown>).map(([, item]) => item ?? null);
    case 'string':
      return [...new TextEncoder().encode(value as string)];
    default:
      return [];
  }
}

/**
 * `[n]`, `[from:to:step]`. An empty selection ends the search in the values that follow too, as it does in kubectl:
 * `.items[*].tags[*]` finds nothing after an item without tags.
 */
function slice(input: unknown[], node: { from: ArrayParameter; to: ArrayParameter; step: ArrayParameter }): unknown[] {
  const found: unknown[] = [];
  for (const value of input) {
    if (value === null || value === undefined) continue;
    if (!Array.isArray(value)) throw new JsonPathFault(`${goTypeName(value)} is not array or slice`, input);
    const { from, to } = bounds(node, value.length);
    if (from === to) return found;
    checkBounds(from, to, value.length, input);
    if (node.step.known && node.step.value <= 0) throw new JsonPathFault('step must be > 0', input);
    for (let i = from; i < to; i += node.step.known ? node.step.value : 1) found.push(value[i] ?? null);
  }
  return found;
}

function bounds(node: { from: ArrayParameter; to: ArrayParameter }, length: number): { from: number; to: number } {
  let from = node.from.known ? node.from.value : 0;
  let to = node.to.known ? node.to.value : length;
  if (from < 0) from += length;
  if (to < 0 || (to === 0 && node.to.derived)) to += length;
  return { from, to };
}

function checkBounds(from: number, to: number, length: number, input: unknown[]): void {
  const outside = (index: number) =>
    new JsonPathFault(`array index out of bounds: index ${index}, length ${length}`, input);
  if (from >= length || from < 0) throw outside(from);
  if (to > length || to < 0) throw outside(to - 1);
  if (from > to) throw new JsonPathFault(`starting index ${from} is greater than ending index ${to}`, input);
}
