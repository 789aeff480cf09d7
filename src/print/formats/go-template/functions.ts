import { equalAny, less } from '../go/compare.ts';
import { GoFault } from '../go/fault.ts';
import { goPrint, goPrintf, goPrintln } from '../go/printf.ts';
import { goKind, goTypeName, ownField, toBigInt, toFloat } from '../go/value.ts';
import { decodeBase64, escapeHtml, escapeJs, escapeQuery } from './escapes.ts';

/**
 * A function of templates. In arguments, null is a null of the data, and undefined is no value at all: a missing key,
 * or what a pipeline made of a null.
 */
export interface TemplateFunction {
  /** Arguments that must be given. */
  fixed: number;
  /** Whether more may follow. */
  variadic: boolean;
  /** The first argument must be a string; all others may be anything. */
  takesString?: boolean;
  /** @param inside which arguments come right out of a map or list, where they are an `interface {}` to Go */
  call(args: readonly unknown[], inside: readonly boolean[]): unknown;
}

const exactly = (fixed: number, call: TemplateFunction['call']): TemplateFunction => ({ fixed, variadic: false, call });
const atLeast = (fixed: number, call: TemplateFunction['call']): TemplateFunction => ({ fixed, variadic: true, call });
const strings = (fn: TemplateFunction): TemplateFunction => ({ ...fn, takesString: true });

/**
 * The functions of Go's `text/template` and kubectl's own `exists` and `base64decode`.
 * `and` and `or` stand here with their arity only: they do not evaluate more than they need.
 */
export const FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ['and', atLeast(1, () => undefined)],
  ['or', atLeast(1, () => undefined)],
  ['not', exactly(1, ([value]) => !isTrue(value))],
  ['eq', atLeast(1, equalsOne)],
  ['ne', exactly(2, ([a, b]) => !equalAny(a, b))],
  ['lt', exactly(2, ([a, b]) => less(a, b))],
  ['le', exactly(2, ([a, b]) => less(a, b) || equalAny(a, b))],
  ['gt', exactly(2, ([a, b]) => !(less(a, b) || equalAny(a, b)))],
  ['ge', exactly(2, ([a, b]) => !less(a, b))],
  ['index', atLeast(1, index)],
  ['slice', atLeast(1, slice)],
  ['len', exactly(1, ([value]) => length(value))],
  ['call', atLeast(1, callValue)],
  ['print', atLeast(0, goPrint)],
  ['printf', strings(atLeast(1, ([format, ...args]) => goPrintf(format as string, args)))],
  ['println', atLeast(0, goPrintln)],
  ['html', atLeast(0, (args) => escapeHtml(textOf(args)))],
  ['js', atLeast(0, (args) => escapeJs(textOf(args)))],
  ['urlquery', atLeast(0, (args) => escapeQuery(textOf(args)))],
  ['base64decode', strings(exactly(1, ([text]) => decodeBase64(text as string)))],
  ['exists', atLeast(1, exists)],
]);

/** What `if`, `and`, `or` and `not` take for true: all but false, 0, null and what is empty. */
export function isTrue(value: unknown): boolean {
  switch (goKind(value)) {
    case 'nil':
      return false;
    case 'bool':
      return value as boolean;
    case 'int':
      return toBigInt(value) !== 0n;
    case 'float':
      return toFloat(value) !== 0;
    case 'string':
      return value !== '';
    case 'list':
      return (value as unknown[]).length > 0;
    case 'map':
      return Object.keys(value as object).length > 0;
  }
}

function textOf(args: readonly unknown[]): string {
  return goPrint(args.map((arg) => arg ?? '<no value>'));
}

function equalsOne([first, ...others]: readonly unknown[]): boolean {
  if (others.length === 0) throw new GoFault('missing argument for comparison');
  return others.some((other) => equalAny(first, other));
}

function length(value: unknown): bigint {
  if (value === undefined) throw new GoFault('reflect: call of reflect.Value.Type on zero Value');
  if (value === null) throw new GoFault('len of nil pointer');
  const size = sizeOf(value);
  if (size === undefined) throw new GoFault(`len of type ${goTypeName(value)}`);
  return BigInt(size);
}

/** A string's size is in bytes. */
function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'string') return new TextEncoder().encode(value).length;
  if (Array.isArray(value)) return value.length;
  return goKind(value) === 'map' ? Object.keys(value as object).length : undefined;
}

function index([first, ...indexes]: readonly unknown[]): unknown {
  if (first == null) throw new GoFault('index of untyped nil');
  let item: unknown = first;
  for (const at of indexes) {
    if (item == null) throw new GoFault('index of nil pointer');
    const kind = goKind(item);
    if (kind === 'map') item = indexMap(item, at);
    else if (kind === 'list' || kind === 'string') item = indexList(item as unknown[] | string, at);
    else throw new GoFault(`can't index item of type ${goTypeName(item)}`);
  }
  return item;
}

function indexMap(map: unknown, key: unknown): unknown {
  if (key == null) throw new GoFault('value is nil; should be of type string');
  if (typeof key !== 'string') throw new GoFault(`value has type ${goTypeName(key)}; should be string`);
  return ownField(map, key)?.value ?? null;
}

function indexList(list: unknown[] | string, at: unknown): unknown {
  const isText = typeof list === 'string';
  const items: ArrayLike<unknown> = isText ? new TextEncoder().encode(list) : list;
  const position = positionOf(at, items.length);
  if (position === items.length) {
    throw new GoFault(`reflect: ${isText ? 'string' : 'slice'} index out of range`);
  }
  return isText ? BigInt(items[position] as number) : (items[position] ?? null);
}

function positionOf(at: unknown, limit: number): number {
  if (at == null) throw new GoFault('cannot index slice/array with nil');
  if (goKind(at) !== 'int') throw new GoFault(`cannot index slice/array with type ${goTypeName(at)}`);
  const position = toBigInt(at);
  if (position < 0n || position > BigInt(limit)) throw new GoFault(`index out of range: ${position}`);
  return Number(position);
}

/** Go takes the bounds as they are held, so none can be a field of the data. */
function slice([item, ...indexes]: readonly unknown[], [, ...inside]: readonly boolean[]): unknown {
  if (item == null) throw new GoFault('slice of untyped nil');
  if (indexes.length > 3) throw new GoFault(`too many slice indexes: ${indexes.length}`);
  if (typeof item === 'string' && indexes.length === 3) throw new GoFault('cannot 3-index slice a string');
  if (typeof item !== 'string' && !Array.isArray(item)) {
    throw new GoFault(`can't slice item of type ${goTypeName(item)}`);
  }
  const size = sizeOf(item) as number;
  const bounds = indexes.map((at, i) => {
    if (inside[i]) throw new GoFault('cannot index slice/array with type interface {}');
    return positionOf(at, size);
  });
  const [from = 0, to = size, limit = to] = bounds;
  if (from > to) throw new GoFault(`invalid slice index: ${from} > ${to}`);
  if (to > limit) throw new GoFault(`invalid slice index: ${to} > ${limit}`);
  if (Array.isArray(item)) return item.slice(from, to);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(item).subarray(from, to));
}

/** Objects hold no functions, so there is never one to call. */
function callValue([fn]: readonly unknown[]): never {
  throw new GoFault(fn == null ? 'call of nil' : `non-function of type ${goTypeName(fn)}`);
}

/** Whether `index` with the same arguments would find something; without indexes always true, as in kubectl. */
function exists([first, ...indexes]: readonly unknown[]): boolean {
  if (indexes.length === 0) return true;
  try {
    return index([first, ...indexes]) != null;
  } catch (error) {
    if (error instanceof GoFault) return false;
    throw error;
  }
}
