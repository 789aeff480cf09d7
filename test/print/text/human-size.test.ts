import { expect, test } from '@jest/globals';
import { binarySize, humanSize } from '../../../src/print/text/human-size.ts';

test.each<[number, string]>([
  [0, '0B'],
  [405, '405B'],
  [999, '999B'],
  [1000, '1kB'],
  [9155, '9.155kB'],
  [17_600, '17.6kB'],
  [40_186, '40.19kB'],
  [52_139, '52.14kB'],
  [999_960, '1000kB'],
  [33_500_000, '33.5MB'],
  [79_990_000, '79.99MB'],
  [1_234_567_890, '1.235GB'],
  [5e12, '5TB'],
])('%i bytes are %s', (bytes, text) => {
  expect(humanSize(bytes)).toBe(text);
});

test.each<[number, string]>([
  [0, '0B'],
  [1023, '1023B'],
  [1024, '1KiB'],
  [60_488, '59.07KiB'],
  [3 * 1024 ** 3, '3GiB'],
])('%i bytes are %s in a mirror plan', (bytes, text) => {
  expect(binarySize(bytes)).toBe(text);
});
