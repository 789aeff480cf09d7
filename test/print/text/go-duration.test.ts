import { expect, test } from '@jest/globals';
import { goDuration } from '../../../src/print/text/go-duration.ts';

test.each<[number, string]>([
  [0, '0s'],
  [350_000_000, '350ms'],
  [1_500, '1.5µs'],
  [7, '7ns'],
  [1_500_000_000, '1.5s'],
  [90_000_000_000, '1m30s'],
  [3_600_000_000_000, '1h0m0s'],
  [7_505_000_000_000, '2h5m5s'],
  [-90_000_000_000, '-1m30s'],
])('%i nanoseconds are %s', (nanoseconds, text) => {
  expect(goDuration(nanoseconds)).toBe(text);
});
