/**
 * What Go's reflection sees in a decoded Kubernetes object. kubectl decodes whole JSON numbers to int64 and all others
 * to float64, so a JavaScript number is an int64 when it is whole and a float64 else. A bigint is an `int`: a literal of
 * a template, or the answer of `len`; where a number could not hold it, it is an int64 of the object.
 */
export type GoKind = 'nil' | 'bool' | 'string' | 'int' | 'float' | 'list' | 'map';

/** A float64 that is whole, such as the literal `2.0`: a JavaScript number would be taken for an int64. */
export class GoFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

const TWO_TO_63 = 2 ** 63;

/** The kind of a value. Anything that JSON cannot hold counts as nil. */
export function goKind(value: unknown): GoKind {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'string':
      return 'string';
    case 'bigint':
      return 'int';
    case 'number':
      return Number.isInteger(value) && Math.abs(value) < TWO_TO_63 ? 'int' : 'float';
    case 'object':
      if (value === null) return 'nil';
      if (value instanceof GoFloat) return 'float';
      return Array.isArray(value) ? 'list' : 'map';
    default:
      return 'nil';
  }
}

/** The name that Go gives to the type of a value (`%T`). */
export function goTypeName(value: unknown): string {
  switch (goKind(value)) {
    case 'nil':
      return '<nil>';
    case 'bool':
      return 'bool';
    case 'string':
      return 'string';
    case 'int':
      return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? 'int' : 'int64';
    case 'float':
      return 'float64';
    case 'list':
      return '[]interface {}';
    case 'map':
      return 'map[string]interface {}';
  }
}

/** An own field of a map. Names such as `__proto__` and `constructor` are fields like any other, and missing if not own. */
export function ownField(map: unknown, key: string): { value: unknown } | undefined {
  return Object.hasOwn(map as object, key) ? { value: (map as Record<string, unknown>)[key] } : undefined;
}

/** The integer value of something whose kind is `int`. */
export function toBigInt(value: unknown): bigint {
  return typeof value === 'bigint' ? value : BigInt(value as number);
}

/** The number in something whose kind is `float`. */
export function toFloat(value: unknown): number {
  return value instanceof GoFloat ? value.value : (value as number);
}
