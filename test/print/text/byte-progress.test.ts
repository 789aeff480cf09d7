import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ByteProgress, byteLine, RecentRate } from '../../../src/print/text/byte-progress.ts';

const MI = 1024 ** 2;
const half: ByteProgress = { bytes: 143 * MI, total: 286 * MI, rate: 31.1 * MI, scale: 'binary' };

describe('the line of bytes that move', () => {
  test.each([
    [120, '███████████████░░░░░░░░░░░░░░░ 50% 143MiB of 286MiB, 31.1MiB/s, 5s left'],
    [77, '███████████░░░░░░░░░░░░ 50% 143MiB of 286MiB, 31.1MiB/s, 5s left'],
    [50, '████░░░░ 50% 143MiB of 286MiB, 31.1MiB/s, 5s left'],
    [37, '████░░░░ 50% 31.1MiB/s, 5s left'],
    [20, '50%, 5s left'],
    [5, '50%'],
  ])('in %i columns', (columns, line) => {
    expect(byteLine(half, columns, true)).toBe(line);
  });

  test('has ASCII for terminals that have no more', () => {
    expect(byteLine(half, 40, false)).toBe('[####....] 50% 31.1MiB/s, 5s left');
  });

  test('speaks in the sizes of its command', () => {
    expect(byteLine({ bytes: 1e6, total: 4e6, rate: 0, scale: 'decimal' }, 50, true)).toBe('██░░░░░░ 25% 1MB of 4MB');
  });

  test.each([
    [59, '59s'],
    [61, '1m1s'],
    [3600, '1h0m'],
  ])('says of %i seconds that %s are left', (seconds, text) => {
    expect(byteLine({ bytes: 0, total: seconds * 100, rate: 100, scale: 'decimal' }, 77, true)).toContain(
      `, ${text} left`,
    );
  });

  test('fits, whatever the numbers', () => {
    const numbers = fc.record({
      bytes: fc.nat(2 ** 31 - 1),
      total: fc.nat(2 ** 31 - 1),
      rate: fc.nat(2 ** 31 - 1),
      scale: fc.constantFrom('binary' as const, 'decimal' as const),
    });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 4, max: 200 }), fc.boolean(), (progress, columns, unicode) => {
        const line = byteLine(progress, columns, unicode);
        expect(line.length).toBeLessThanOrEqual(columns);
        expect(line).toMatch(/(?<!\d)(?:100|\d\d?)%/);
      }),
    );
  });
});

describe('the rate', () => {
  test('is not guessed of a moment', () => {
    expect(new RecentRate().add(1e6, 100)).toBe(0);
  });

  test('is that of late', () => {
    const rate = new RecentRate();
    for (let second = 1; second <= 20; second++) rate.add(second * 1000, second * 1000);
    expect(rate.add(20_000, 20_000)).toBe(1000);
    for (let second = 21; second < 30; second++) rate.add(20_000 + (second - 20) * 10, second * 1000);
    expect(rate.add(20_100, 30_000)).toBe(10);
  });

  test('of what has to go again is none', () => {
    const rate = new RecentRate();
    rate.add(5000, 1000);
    expect(rate.add(0, 7000)).toBe(0);
  });
});
