import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { repeatedJsonKeys } from '../../../src/core/json/repeated-json-keys.ts';

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
