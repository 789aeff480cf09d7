import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DEEPEST, faultOffset, parseJson } from '../../../src/core/json/json-syntax.ts';

const isJson = (text: string) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('where a text stops being JSON', () => {
  test.each([
    ['', 1, 1],
    ['{', 1, 2],
    ['{"a" 1}', 1, 6],
    ['{"a":1,}', 1, 8],
    ['[1,]', 1, 4],
    ['[1 2]', 1, 4],
    ['{"a": tru}', 1, 7],
    ['{"a": "x\n"}', 1, 9],
    ['{"a": "\\q"}', 1, 8],
    ['{"a": "x', 1, 9],
    ['{\n  "a": 1,\n  b: 2\n}', 3, 3],
    ['{} x', 1, 4],
    ['[}', 1, 2],
    ['01', 1, 2],
    ['-', 1, 1],
  ])('%j: line %i, column %i', (text, line, column) => {
    expect(parseJson(text)).toEqual({ ok: false, position: { line, column } });
  });

  test('a byte order mark is not content', () => {
    expect(parseJson('\ufeff{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
  });

  test('deep nesting and long strings are read without a deep stack', () => {
    expect(faultOffset('['.repeat(200_000))).toBe(200_000);
    expect(faultOffset(`"${'\\n'.repeat(500_000)}"`)).toBeUndefined();
  });

  test('a text that nests too deeply is refused where it does, whatever stands in its strings', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}"]]]\\"]"${']'.repeat(depth)}`;
    expect(parseJson(nested(DEEPEST)).ok).toBe(true);
    expect(parseJson(nested(DEEPEST + 1))).toEqual({
      ok: false,
      position: { line: 1, column: DEEPEST + 1 },
      tooDeep: true,
    });
    const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    expect(parseJson(objects(DEEPEST)).ok).toBe(true);
    expect(parseJson(objects(DEEPEST + 1))).toMatchObject({ ok: false, tooDeep: true });
    expect(parseJson(JSON.stringify(Array.from({ length: 2 * DEEPEST }, () => ({ a: {} })))).ok).toBe(true);
    expect(parseJson(JSON.stringify({ text: '{['.repeat(DEEPEST) })).ok).toBe(true);
    expect(parseJson(JSON.stringify(Array.from({ length: 2 * DEEPEST }, () => [{}]))).ok).toBe(true);
  });

  test('finds a fault exactly where JSON.parse finds one', () => {
    const nearJson = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', ':', '\\', 'e', '.', '0', '-', '\u0001'))
      .map(([text, at, piece]) => {
        const index = at % (text.length + 1);
        return text.slice(0, index) + piece + text.slice(index + 1);
      });
    fc.assert(
      fc.property(fc.oneof(nearJson, fc.string()), (text) => {
        const offset = faultOffset(text);
        expect(offset === undefined).toBe(isJson(text));
        expect(offset ?? 0).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 1000 },
    );
  });
});
