import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { age, ageDuration, ago, humanDuration, shortHumanDuration } from '../../../src/print/text/human-duration.ts';

const S = 1000;
const M = 60 * S;
const H = 60 * M;
const D = 24 * H;
const now = new Date('2026-11-23T08:00:00Z');

test.each<[number, string]>([
  [-5 * D, 'Less than a second'],
  [0, 'Less than a second'],
  [999, 'Less than a second'],
  [S, '1 second'],
  [1999, '1 second'],
  [2 * S, '2 seconds'],
  [59_999, '59 seconds'],
  [M, 'About a minute'],
  [119_999, 'About a minute'],
  [2 * M, '2 minutes'],
  [60 * M - 1, '59 minutes'],
  [H, 'About an hour'],
  [90 * M - 1, 'About an hour'],
  [90 * M, '2 hours'],
  [24 * H, '24 hours'],
  [47.5 * H - 1, '47 hours'],
  [47.5 * H, '2 days'],
  [14 * D - H, '13 days'],
  [14 * D, '2 weeks'],
  [59 * D, '8 weeks'],
  [60 * D, '2 months'],
  [729 * D, '24 months'],
  [730 * D - 31 * M, '24 months'],
  [730 * D - 1, '1 years'],
  [730 * D, '2 years'],
  [1_500 * D, '4 years'],
])('%i ms is %s', (milliseconds, text) => {
  expect(humanDuration(milliseconds)).toBe(text);
});

describe('ago', () => {
  test.each<[string | null | undefined, string]>([
    ['2026-11-23T07:59:09Z', '51 seconds ago'],
    ['2026-11-23T09:00:00Z', 'Less than a second ago'],
    ['2022-11-08T10:00:00Z', '4 years ago'],
    [null, '292 years ago'],
    [undefined, '292 years ago'],
    ['', '292 years ago'],
    ['0001-01-01T00:00:00Z', '292 years ago'],
    ['yesterday', '<invalid>'],
  ])('%s is %s', (from, text) => {
    expect(ago(from, now)).toBe(text);
  });
});

test.each<[number, string, string]>([
  [-2 * S, '<invalid>', '<invalid>'],
  [-1 * S, '0s', '0s'],
  [0, '0s', '0s'],
  [45 * S, '45s', '45s'],
  [60 * S, '1m', '60s'],
  [119 * S, '1m', '119s'],
  [120 * S, '2m', '2m'],
  [5 * M + 3 * S, '5m', '5m3s'],
  [10 * M + 3 * S, '10m', '10m'],
  [60 * M, '1h', '60m'],
  [179 * M, '2h', '179m'],
  [3 * H, '3h', '3h'],
  [3 * H + 12 * M, '3h', '3h12m'],
  [8 * H + 12 * M, '8h', '8h'],
  [47 * H, '1d', '47h'],
  [48 * H, '2d', '2d'],
  [3 * D + 7 * H, '3d', '3d7h'],
  [8 * D + 7 * H, '8d', '8d'],
  [365 * D, '1y', '365d'],
  [730 * D, '2y', '2y'],
  [850 * D, '2y', '2y120d'],
  [8 * 365 * D + 9 * D, '8y', '8y'],
])('%i ms is %s in short and %s as an age', (milliseconds, short, long) => {
  expect(shortHumanDuration(milliseconds)).toBe(short);
  expect(ageDuration(milliseconds)).toBe(long);
});

test('the age of what has no time is unknown', () => {
  expect(age(undefined, now)).toBe('<unknown>');
  expect(age('2026-11-23T07:55:00Z', now)).toBe('5m');
  expect(age('nonsense', now)).toBe('<invalid>');
});

test('no duration of a thousand years breaks', () => {
  fc.assert(
    fc.property(fc.integer({ min: -D, max: 365_000 * D }), (milliseconds) => {
      expect(humanDuration(milliseconds)).toMatch(/^(Less than a second|About an? (minute|hour)|\d+ [a-z]+)$/);
      expect(ageDuration(milliseconds)).toMatch(/^(<invalid>|(\d+[ydhms]){1,2})$/);
      expect(shortHumanDuration(milliseconds)).toMatch(/^(<invalid>|\d+[ydhms])$/);
    }),
  );
});
