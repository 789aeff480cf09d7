import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { displayWidth } from '../../../src/print/text/display-width.ts';

test.each([
  ['', 0],
  ['web', 3],
  ['né', 2],
  ['ne\u0301', 2],
  ['아파치', 6],
  ['日本語', 6],
  ['ｗｅｂ', 6],
  ['ｶﾞ', 2],
  ['😀', 2],
  ['👩‍💻', 2],
  ['🇩🇪', 2],
  ['a\u200bb', 2],
])('%j takes %i columns', (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test('ASCII takes its length', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => displayWidth(text) === text.length));
});
