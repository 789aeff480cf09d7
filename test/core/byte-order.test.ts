import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareBytes } from '../../src/core/byte-order.ts';

test('the order is that of the UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});

test('characters outside the basic plane come after all inside it', () => {
  expect(['\u{1F600}', '\uFFFD', 'z', 'A'].sort(compareBytes)).toEqual(['A', 'z', '\uFFFD', '\u{1F600}']);
});
