import { describe, expect, test } from '@jest/globals';
import { backoffMs, isTemporaryStatus, pauseInWords, retryAfterMs } from '../../src/registry/retry.ts';

const now = Date.parse('2024-05-01T12:00:00Z');

test('which answers may be different a moment later', () => {
  const statuses = Array.from({ length: 500 }, (_, at) => at + 100);
  expect(statuses.filter(isTemporaryStatus)).toEqual([408, 429, 500, 502, 503, 504, 522]);
});

test.each([
  [1, 0, 0],
  [1, 1, 250],
  [2, 1, 500],
  [3, 0.5, 500],
  [4, 1, 2000],
  [7, 1, 15_000],
  [40, 1, 15_000],
])('after failure %i with chance %d the pause is %i ms', (failures, random, ms) => {
  expect(backoffMs(failures, random)).toBe(ms);
});

const DAY = 24 * 60 * 60 * 1000;

describe('Retry-After', () => {
  test.each<[string | undefined, number | undefined]>([
    [undefined, undefined],
    ['', undefined],
    ['0', 0],
    ['60', 60_000],
    [' 7 ', 7000],
    ['-1', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['99999999999999', DAY],
    ['Wed, 01 May 2024 12:00:30 GMT', 30_000],
    ['Wednesday, 01-May-24 12:00:30 GMT', 30_000],
    ['Wed, 01 May 2024 11:00:00 GMT', 0],
    ['2024-05-01', undefined],
    ['86400', DAY],
    ['123456789', DAY],
    ['9'.repeat(31), undefined],
    ['Wed, 01 May 2034 12:00:30 GMT', DAY],
    ['x Wed, 01 May 2024 12:00:30 GMT', undefined],
    ['Wed, 01 May 2024 12:00:30 GMT x', undefined],
    ['Wed, 99 May 2024 12:00:30 GMT', undefined],
  ])('%j', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });

  test.each([
    [1, '1 s'],
    [60_000, '60 s'],
    [300_000, '5 min'],
    [1001, '2 s'],
    [119_000, '119 s'],
    [120_000, '2 min'],
    [121_000, '3 min'],
    [7_140_000, '119 min'],
    [7_200_000, '2 h'],
    [7_201_000, '3 h'],
  ])('%i ms is %s', (ms, words) => {
    expect(pauseInWords(ms)).toBe(words);
  });
});
