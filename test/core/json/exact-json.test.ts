import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  exactNumber,
  parseExactJson,
  repeatedJsonKeys,
  stringifyExactJson,
  unusualNumbers,
} from '../../../src/core/json/exact-json.ts';
import { parseJson } from '../../../src/core/json/json-syntax.ts';
import { sameJson } from '../../../src/core/json/json-value.ts';

const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => exactNumber(JSON.stringify(value))),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => exactNumber(String(value))),
);
const { value: json } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    number,
    fc.constantFrom(true, false, null),
    fc.string(),
    fc.constantFrom('1234567890123456789', ':12345678901234567890', '\\"', '__proto__', '"'),
    fc.array(tie('value')),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('7', '"', '\\')), tie('value')),
  ),
}));

describe('exact JSON', () => {
  test.each<[string, unknown]>([
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['{"a":[-9223372036854775808,9223372036854775807]}', { a: [-9223372036854775808n, 9223372036854775807n] }],
    ['9223372036854775808', 2 ** 63],
    ['[1e16, 1.5, 100e-2]', [10000000000000000n, 1.5, 1]],
    [
      '{"a": "9007199254740993", "b\\"": "\\\\", "c": 9007199254740993}',
      {
        a: '9007199254740993',
        'b"': '\\',
        c: 9007199254740993n,
      },
    ],
    ['{"__proto__": 9007199254740993}', JSON.parse('{"__proto__": null}')],
  ])('%s', (text, value) => {
    const parsed = parseJson(text);
    if (text.includes('__proto__')) {
      expect(Object.keys((parsed as { value: object }).value)).toEqual(['__proto__']);
    } else expect(parsed).toEqual({ ok: true, value });
  });

  test('what was written is read as the same, with and without indentation', () => {
    fc.assert(
      fc.property(json, fc.constantFrom('', '  ', '\t'), (value, indent) => {
        const text = stringifyExactJson(value, indent);
        expect(sameJson(parseExactJson(text), value)).toBe(true);
      }),
    );
  });

  test('without large numbers it is what JSON itself reads and writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('', '\t'), (value, indent) => {
        expect(stringifyExactJson(value, indent)).toBe(JSON.stringify(value, null, indent));
        const text = stringifyExactJson({ value, large: 9007199254740993n }, indent);
        expect(text).toBe(JSON.stringify({ value, large: 0 }, null, indent).replace(/0(?=\s*\}$)/, '9007199254740993'));
      }),
    );
  });
});

describe('unusual numbers', () => {
  test('are known by their fields, as they are written', () => {
    const text = '{"a": {"b": [1, 1e3, {"c": 9223372036854775809}]}, "d": 1.0, "e": "1.0", "f": -7, "g.h": 2E+1}';
    expect(Object.fromEntries(unusualNumbers(text))).toEqual({
      'a.b[1]': '1e3',
      'a.b[2].c': '9223372036854775809',
      d: '1.0',
      'g.h': '2E+1',
    });
  });

  test.each(['', '{', '{"a": 1.0', 'a: 1.0', `${'['.repeat(100_000)}1.0`])('none are in %.20s', (text) => {
    expect(unusualNumbers(text).size).toBe(0);
  });
});

describe('keys that JSON has twice', () => {
  test.each<[string, string[][]]>([
    ['{"a": 1, "b": 2}', [[]]],
    ['{"a": 1, "a": 2}', [['a']]],
    ['{"spec": {"tags": [{"name": 1}, {"name": 1, "x": {}, "name": 2}]}}', [['spec.tags[1].name']]],
    ['{"a": "a", "b": "{\\"b\\": \\"b\\", \\"b\\": 1}"}', [[]]],
    ['{"a": {"x": 1, "x": 2}, "\\u0061": 3}', [['a.x', 'a']]],
    ['{"a": 1, "a": 2, "a": 3}', [['a', 'a']]],
    ['[[1, {"k": 1, "k": 2}]]', [['[0][1].k']]],
    ['{"a": 1}{"b": 1, "b": 2}\n[]', [[], ['b'], []]],
  ])('%s', (text, keys) => {
    expect(repeatedJsonKeys(text)).toEqual(keys);
  });

  test('are none in what is written from a value', () => {
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())), (value) => {
        expect(repeatedJsonKeys(JSON.stringify(value, null, 1))).toEqual([[]]);
      }),
    );
  });
});
