import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { safeLine, safeText } from '../../../src/print/text/safe-text.ts';

test.each<[string, string]>([
  ['plain text, ümläut 😀', 'plain text, ümläut 😀'],
  ['\u001b[31mred\u001b[0m', '^[[31mred^[[0m'],
  ['a\rb', 'a\\rb'],
  ['bell\u0007 null\u0000 del\u007f', 'bell^G null^@ del^?'],
  ['\u009b2J', '\\x9b2J'],
  ['abc\u202etxt.exe', 'abc\\u202etxt.exe'],
  ['\v\f', '^K^L'],
  ['tab\tand\nnewline', 'tab\tand\nnewline'],
])('%j is shown as %j', (text, shown) => {
  expect(safeText(text)).toBe(shown);
});

test('a line stays one line', () => {
  expect(safeLine('a\tb\nc\u001b')).toBe('a b c^[');
});

test('nothing that steers a terminal is left', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(safeText(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    }),
  );
});
