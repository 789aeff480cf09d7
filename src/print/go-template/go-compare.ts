import { compareBytes } from '../../codec/byte-order.ts';
import { goKind, toBigInt, toFloat } from './go-value.ts';

/** Why two values cannot be compared, in the words of Go's templates. */
export class ComparisonMistake extends Error {}

type Basic = 'bool' | 'string' | 'int' | 'float';

function basicKind(value: unknown): Basic {
  const kind = goKind(value);
  if (kind === 'nil' || kind === 'list' || kind === 'map') throw new ComparisonMistake('invalid type for comparison');
  return kind;
}

/** `==` of kubectl's filters. Throws `ComparisonMistake`: an int is no float, and a list or null is not comparable. */
export function equal(a: unknown, b: unknown): boolean {
  const kind = commonKind(a, b);
  if (kind === 'int') return toBigInt(a) === toBigInt(b);
  if (kind === 'float') return toFloat(a) === toFloat(b);
  return a === b;
}

/** `<`, as `equal`. Booleans have no order. */
export function less(a: unknown, b: unknown): boolean {
  const kind = commonKind(a, b);
  if (kind === 'bool') throw new ComparisonMistake('invalid type for comparison');
  if (kind === 'int') return toBigInt(a) < toBigInt(b);
  if (kind === 'float') return toFloat(a) < toFloat(b);
  return compareBytes(a as string, b as string) < 0;
}

function commonKind(a: unknown, b: unknown): Basic {
  const kind = basicKind(a);
  if (basicKind(b) !== kind) throw new ComparisonMistake('incompatible types for comparison');
  return kind;
}
