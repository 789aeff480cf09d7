import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RateLimit } from '../../../src/core/schedule/rate-limit.ts';

const takeAll = (limit: RateLimit, now: number, most = 10_000) => {
  let taken = 0;
  while (taken < most && limit.take(now)) taken++;
  return taken;
};

describe('RateLimit', () => {
  test('gives two minutes at once, then one permit after the other', () => {
    const limit = new RateLimit(60);
    expect(takeAll(limit, 0)).toBe(120);
    expect(limit.availableAt(0)).toBe(1000);
    expect(limit.take(999)).toBe(false);
    expect(limit.take(1000)).toBe(true);
    expect(takeAll(limit, 61_000)).toBe(60);
  });

  test.each([0, -1])('%d is no limit', (perMinute) => {
    expect(takeAll(new RateLimit(perMinute), 0)).toBe(10_000);
  });

  test('a clock that is set forward by a year fills it once', () => {
    const limit = new RateLimit(60);
    takeAll(limit, 0);
    expect(takeAll(limit, 365 * 86_400_000)).toBe(120);
  });

  test('a clock that is set back neither fills it nor stops it', () => {
    const limit = new RateLimit(60);
    takeAll(limit, 1e9);
    expect(limit.take(0)).toBe(false);
    expect(limit.take(1000)).toBe(true);
  });

  test('no window of time gives more than what it holds and what is born in it; and what is promised is there', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), steps, (perMinute, pauses) => {
        const limit = new RateLimit(perMinute);
        let now = 0;
        let taken = 0;
        for (const pause of pauses) {
          now += pause;
          taken += takeAll(limit, now);
          expect(taken).toBeLessThanOrEqual(2 * perMinute + (now * perMinute) / 60_000 + 1e-3);
        }
        const at = limit.availableAt(now);
        expect(limit.take(at)).toBe(true);
      }),
    );
  });
});
