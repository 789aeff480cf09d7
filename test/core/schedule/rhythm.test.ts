import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dueAfter, leeway, parseInterval, parseRhythm, SPREAD } from '../../../src/core/schedule/rhythm.ts';
import { AppError } from '../../../src/errors.ts';

const parseCron = async (expression: string) => {
  if (!/^\S+( \S+){4}$/.test(expression)) throw new AppError('ARGUMENT', `no cron: ${expression}`);
  return { next: (after: number) => after + 1 };
};

describe('parseRhythm', () => {
  test.each([
    ['15m', 900_000],
    ['1h30m', 5_400_000],
    ['90s', 90_000],
    [' 2h ', 7_200_000],
    ['1s', 1000],
  ])('%j is an interval', async (text, every) => {
    expect(await parseRhythm(text, parseCron)).toEqual({ type: 'interval', every });
  });

  test('five fields are a cron expression', async () => {
    const rhythm = await parseRhythm('0 3 * * mon-fri', parseCron);
    expect(rhythm.type).toBe('cron');
    expect(dueAfter(rhythm, 41, 'x')).toBe(42);
  });

  test.each(['', '5', '10ms', '-5m', '5 minutes', 'often', '5y'])('%j is refused', async (text) => {
    await expect(parseRhythm(text, parseCron)).rejects.toMatchObject({ code: 'ARGUMENT' });
  });

  test('an interval is at least a second', () => {
    expect(() => parseInterval('999ms')).toThrow('at least 1s');
    expect(parseInterval('1000ms')).toBe(1000);
  });
});

describe('dueAfter', () => {
  test('what was never looked at is due at once', () => {
    expect(dueAfter({ type: 'interval', every: 1000 }, 0, 'a')).toBe(0);
  });

  test('a cron expression without a next time is never due', () => {
    expect(dueAfter({ type: 'cron', times: { next: () => undefined } }, 1, 'a')).toBe(Number.POSITIVE_INFINITY);
  });

  test('an interval is kept, and exceeded by no more than the spread', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 1, max: 2e12 }),
        fc.integer({ min: 1000, max: 1e9 }),
        (key, at, every) => {
          const due = dueAfter({ type: 'interval', every }, at, key);
          expect(due).toBeGreaterThanOrEqual(at + every);
          expect(due).toBeLessThan(at + every * (1 + SPREAD) + 1);
          expect(dueAfter({ type: 'interval', every }, at, key)).toBe(due);
        },
      ),
    );
  });

  test('references that were looked at together do not come up together', () => {
    const dues = Array.from({ length: 100 }, (_, n) => dueAfter({ type: 'interval', every: 900_000 }, 1e12, `r/${n}`));
    const sorted = [...dues].sort((a, b) => a - b);
    expect((sorted[99] as number) - (sorted[0] as number)).toBeGreaterThan(900_000 * SPREAD * 0.8);
    expect(new Set(dues).size).toBeGreaterThan(95);
  });

  test('cron times are not anticipated', () => {
    expect(leeway({ type: 'cron', times: { next: () => 1 } })).toBe(0);
  });
});
