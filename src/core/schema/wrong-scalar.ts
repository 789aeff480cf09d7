import { canonicalTime } from '../time/canonical-time.ts';
import type { ScalarType } from './types.ts';

/**
 * Why a value is none of a type. `mismatch` is a JSON value of another type: `found` where Go says more of it than its
 * type, `go` where the type that it was read into is another one. `hard` is the whole message of a type that reads itself.
 */
export type WrongScalar = { is: 'mismatch'; found?: string; go?: string } | { is: 'hard'; message: string };

const MISMATCH: WrongScalar = { is: 'mismatch' };

/** The least and the greatest value of Go's integers, the greatest beyond them. */
const LIMITS = { int32: [-(2n ** 31n), 2n ** 31n], int64: [-(2n ** 63n), 2n ** 63n] } as const;

/**
 * Undefined where the value is one of the type.
 * @param written the value as its text has it, where that is an unusual number
 */
export function wrongScalar(value: unknown, type: ScalarType['is'], written?: string): WrongScalar | undefined {
  switch (type) {
    case 'any':
      return undefined;
    case 'string':
    case 'bytes':
      return typeof value === 'string' ? undefined : MISMATCH;
    case 'duration':
      return typeof value === 'string' ? undefined : { is: 'mismatch', go: 'string' };
    case 'bool':
      return typeof value === 'boolean' ? undefined : MISMATCH;
    case 'float64':
      return isNumber(value) ? undefined : MISMATCH;
    case 'int32':
    case 'int64':
      return wrongInteger(value, type, written);
    case 'intOrString': {
      const why = typeof value === 'string' ? undefined : wrongInteger(value, 'int32', written);
      return why?.is === 'mismatch' ? { ...why, go: 'int32' } : why;
    }
    case 'quantity':
      return wrongQuantity(value);
    case 'time':
      return typeof value === 'string' ? wrongTime(value) : { is: 'mismatch', go: 'string' };
  }
}

const isNumber = (value: unknown): value is number | bigint => typeof value === 'number' || typeof value === 'bigint';

function wrongInteger(value: unknown, type: 'int32' | 'int64', written?: string): WrongScalar | undefined {
  if (!isNumber(value)) return MISMATCH;
  const [least, beyond] = LIMITS[type];
  const whole = /^-?\d+$/.test(written ?? '') || (written === undefined && isWhole(value));
  if (whole && value >= least && value < beyond) return undefined;
  return { is: 'mismatch', found: `number ${written ?? digits(value)}` };
}

const isWhole = (value: number | bigint) => typeof value === 'bigint' || Number.isInteger(value);

/** An integer in all its digits, or another number. */
const digits = (value: number | bigint) => (Number.isInteger(value) ? BigInt(value) : value);

const QUANTITY = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/;
const QUANTITY_RULE = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

function wrongQuantity(value: unknown): WrongScalar | undefined {
  return (typeof value === 'string' || isNumber(value)) && QUANTITY.test(String(value))
    ? undefined
    : { is: 'hard', message: QUANTITY_RULE };
}

/** The parts of a time as Go reads them, one after the other: what is there, and what Go says was expected. */
const TIME_PARTS: readonly [RegExp, string][] = [
  [/^\d{4}/, '2006'],
  [/^-/, '-'],
  [/^\d\d/, '01'],
  [/^-/, '-'],
  [/^\d\d/, '02'],
  [/^T/, 'T'],
  [/^\d{1,2}/, '15'],
  [/^:/, ':'],
  [/^\d\d/, '04'],
  [/^:/, ':'],
  [/^\d\d(?:[.,]\d+)?/, '05'],
  [/^(?:Z|[+-]\d\d:\d\d)/, 'Z07:00'],
];

function wrongTime(text: string): WrongScalar | undefined {
  if (canonicalTime(text) !== undefined) return undefined;
  const head = `parsing time ${JSON.stringify(text)}`;
  let rest = text;
  for (const [part, layout] of TIME_PARTS) {
    const found = part.exec(rest);
    if (!found) {
      const why = `cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(layout)}`;
      return { is: 'hard', message: `${head} as "2006-01-02T15:04:05Z07:00": ${why}` };
    }
    rest = rest.slice(found[0].length);
  }
  const why = rest === '' ? 'day out of range' : `extra text: ${JSON.stringify(rest)}`;
  return { is: 'hard', message: `${head}: ${why}` };
}
