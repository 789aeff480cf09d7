import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeName, encodeName } from '../../../src/store/objects/file-name.ts';

describe('encodeName', () => {
  test.each([
    ['app', 'app'],
    ['b-1.x_y', 'b-1.x_y'],
    [`sha256:${'ab'.repeat(32)}`, `sha256%3A${'ab'.repeat(32)}`],
    ['App', '%41pp'],
    ['a/b', 'a%2Fb'],
    ['a\\b', 'a%5Cb'],
    ['..', '%2E%2E'],
    ['.', '%2E'],
    ['.git', '%2Egit'],
    ['a.', 'a%2E'],
    ['a%2fb', 'a%252fb'],
    ['con', '%63on'],
    ['con.x', '%63on.x'],
    ['console', 'console'],
    ['lpt1', '%6Cpt1'],
    ['lpt10', 'lpt10'],
    ['ü', '%C3%BC'],
    ['', '%'],
  ])('writes %j as %j', (name, file) => {
    expect(encodeName(name)).toBe(file);
    expect(decodeName(file)).toBe(name);
  });

  test.each(['App', 'a b', '.x', 'x.', 'con', '%2f', '%61', 'a%', '%zz', '%3a', '%-0123'])(
    'never writes %j, so it stands for no name',
    (file) => {
      expect(decodeName(file)).toBeUndefined();
    },
  );

  test('cuts long names, and keeps them apart', () => {
    const [a, b] = [encodeName(`${'x'.repeat(300)}a`), encodeName(`${'x'.repeat(300)}b`)];
    expect(a).not.toBe(b);
    expect(a.length).toBe(150);
    expect(decodeName(a)).toBeUndefined();
    expect(encodeName('ü'.repeat(60))).toMatch(/^(?:%C3%BC)+(?:%C3)?%-[0-9a-f]{32}$/);
  });

  test('gives every name a file of its own, also where case is ignored, that no system refuses', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary-ascii', maxLength: 12 }),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
      fc.constantFrom('con', 'CON', 'Nul.x', '..', '.', 'a', 'A', 'a.', '%41', 'aux.', 'com1'),
    );
    fc.assert(
      fc.property(name, name, (a, b) => {
        const [x, y] = [encodeName(a), encodeName(b)];
        expect(x).toMatch(/^[a-z0-9_%-](?:[A-Za-z0-9._%-]*[A-Za-z0-9_%-])?$/);
        expect(x).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i);
        if (a !== b) expect(x.toLowerCase()).not.toBe(y.toLowerCase());
        expect(decodeName(x)).toBe(a);
      }),
      { numRuns: 2000 },
    );
  });
});
