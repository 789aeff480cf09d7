import { compareBytes } from '../../../core/byte-order.ts';
import { GoFault } from './fault.ts';
import { goText } from './format.ts';
import { goPrintf } from './printf.ts';
import { goKind, goTypeName, toBigInt, toFloat } from './value.ts';

type Basic = 'bool' | 'string' | 'int' | 'float';

function basicKind(value: unknown): Basic {
  const kind = goKind(value);
  if (kind === 'nil' || kind === 'list' || kind === 'map') throw new GoFault('invalid type for comparison');
  return kind;
}

/** `==` of kubectl's filters. Throws `GoFault`: an int is no float, and a list or null is not comparable. */
export function equal(a: unknown, b: unknown): boolean {
  const kind = commonKind(a, b);
  if (kind === 'int') return toBigInt(a) === toBigInt(b);
  if (kind === 'float') return toFloat(a) === toFloat(b);
  return a === b;
}

/** `<`, as `equal`. Booleans have no order. */
export function less(a: unknown, b: unknown): boolean {
  const kind = commonKind(a, b);
  if (kind === 'bool') throw new GoFault('invalid type for comparison');
  if (kind === 'int') return toBigInt(a) < toBigInt(b);
  if (kind === 'float') return toFloat(a) < toFloat(b);
  return compareBytes(a as string, b as string) < 0;
}

function commonKind(a: unknown, b: unknown): Basic {
  const kind = basicKind(a);
  if (basicKind(b) !== kind) throw new GoFault('incompatible types for comparison');
  return kind;
}

/** `eq` of Go's templates, which also compares with nil. Throws `GoFault`. */
export function equalAny(a: unknown, b: unknown): boolean {
  if (a == null || b == null) return a == null && b == null;
  const composite = (value: unknown) => ['list', 'map'].includes(goKind(value));
  if (!composite(a) || !composite(b)) {
    if (goKind(a) !== goKind(b)) throw new GoFault('incompatible types for comparison');
    return equal(a, b);
  }
  if (goKind(a) !== goKind(b)) {
    throw new GoFault(`non-comparable types ${goPrintf('%s', [a])}: ${goTypeName(a)}, ${goTypeName(b)}: ${goText(b)}`);
  }
  throw new GoFault(`non-comparable type ${goPrintf('%s', [b])}: ${goTypeName(b)}`);
}
