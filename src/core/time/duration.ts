import { AppError } from '../../errors.ts';

/** Milliseconds in each unit that Go's `time.ParseDuration` knows. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** The same, with the days and weeks that people write. */
const LONG_UNITS: Readonly<Record<string, number>> = { ...UNITS, d: 24 * 3_600_000, w: 7 * 24 * 3_600_000 };

/** What an int64 of nanoseconds holds, in milliseconds. */
const LIMIT = 2 ** 63 / 1e6;

/**
 * Reads a duration as Go does: `60m`, `1h30m`, `-1.5h`, `0`.
 * Fails with ARGUMENT in Go's words.
 *
 * @returns milliseconds
 */
export function parseDuration(text: string): number {
  return durationOf(text, UNITS);
}

/** The same, where days and weeks may be written too: `7d`, `2w`, `1d12h`. A day has 24 hours. */
export function parseLongDuration(text: string): number {
  return durationOf(text, LONG_UNITS);
}

function durationOf(text: string, units: Readonly<Record<string, number>>): number {
  const [, sign = '', body = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (body === '0') return 0;
  const fail = (why: string): never => {
    const hint = `A duration is written as 30s, 15m${units === LONG_UNITS ? ', 1h30m or 7d' : ' or 1h30m'}`;
    throw new AppError('ARGUMENT', `time: ${why} ${JSON.stringify(text)}`, { hint });
  };
  if (body === '') fail('invalid duration');
  let total = 0;
  let rest = body;
  while (rest !== '') {
    const [part, number = '', unit = ''] = /^(\d+\.?\d*|\.\d+)([^\d.]*)/.exec(rest) ?? [];
    if (part === undefined) fail('invalid duration');
    if (unit === '') fail('missing unit in duration');
    if (!Object.hasOwn(units, unit)) fail(`unknown unit ${JSON.stringify(unit)} in duration`);
    total += Number(number) * (units[unit] as number);
    rest = rest.slice((part as string).length);
  }
  if (total >= LIMIT) fail('invalid duration');
  // Without a negative zero.
  return sign === '-' ? 0 - total : total;
}
