import { describe, expect, test } from '@jest/globals';
import { compareQuantities, parseQuantity, quantityNumber } from '../../src/core/quantity.ts';

test.each([
  ['500', 500],
  ['1Ki', 1024],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['2G', 2e9],
  ['1e3', 1000],
  ['1E', 1e18],
  ['500m', 0.5],
  [7, 7],
  ['much', undefined],
  ['1Xi', undefined],
  ['', undefined],
  [null, undefined],
])('the quantity %j', (text, bytes) => {
  expect(quantityNumber(text)).toBe(bytes);
});

describe('quantities', () => {
  test('are ordered by size', () => {
    const values = [
      '-1',
      '0',
      '1n',
      '0.5',
      '500.5m',
      '1',
      '1.5k',
      '2e3',
      '1Mi',
      '1.1M',
      '500M',
      '1G',
      '1Gi',
      '3E',
      '4Ei',
    ];
    for (const [i, text] of values.slice(1).entries()) {
      const before = parseQuantity(values[i] as string);
      const after = parseQuantity(text);
      expect(before && after && compareQuantities(before, after)).toBe(-1);
    }
  });

  test.each(['m', '', '.', '1x', '1 Gi', '1e99999', 'web9', '1.2.3', '--1'])('%j is none', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });
});
