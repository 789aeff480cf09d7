import { describe, expect, test } from '@jest/globals';
import { parseDuration } from '../../../src/core/time/duration.ts';

describe('durations as Go reads them', () => {
  test.each([
    ['60m', 3_600_000],
    ['1h30m', 5_400_000],
    ['96h', 345_600_000],
    ['1.5h', 5_400_000],
    ['.5s', 500],
    ['1.s', 1000],
    ['250ms', 250],
    ['1us', 0.001],
    ['1µs', 0.001],
    ['10ns', 1e-5],
    ['0', 0],
    ['-0', 0],
    ['+5m', 300_000],
    ['-5m', -300_000],
  ])('%s', (text, milliseconds) => {
    expect(parseDuration(text)).toBeCloseTo(milliseconds, 9);
  });

  test.each([
    ['', 'time: invalid duration ""'],
    ['-', 'time: invalid duration "-"'],
    ['5', 'time: missing unit in duration "5"'],
    ['1h5', 'time: missing unit in duration "1h5"'],
    ['4d', 'time: unknown unit "d" in duration "4d"'],
    ['1h 5m', 'time: unknown unit "h " in duration "1h 5m"'],
    ['h', 'time: invalid duration "h"'],
    ['.h', 'time: invalid duration ".h"'],
    ['60M', 'time: unknown unit "M" in duration "60M"'],
    ['3000000h', 'time: invalid duration "3000000h"'],
    ['1constructor', 'time: unknown unit "constructor" in duration "1constructor"'],
  ])('not %j', (text, message) => {
    expect(() => parseDuration(text)).toThrow(expect.objectContaining({ code: 'ARGUMENT', message }));
  });
});
