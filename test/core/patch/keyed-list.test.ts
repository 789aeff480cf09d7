import { describe, expect, test } from '@jest/globals';
import { itemsByKey, orderKeys } from '../../../src/core/patch/keyed-list.ts';

describe('the order of keys', () => {
  test.each<[keys: string, wanted: string, expected: string]>([
    ['abc', '', 'abc'],
    ['abc', 'cba', 'cba'],
    ['abc', 'ca', 'cab'],
    ['xabc', 'ba', 'xbca'],
    ['axby', 'ba', 'byax'],
    ['ab', 'bz', 'ab'],
    ['', 'ab', ''],
  ])('%s in the order %s is %s', (keys, wanted, expected) => {
    expect(orderKeys([...keys], [...wanted]).join('')).toBe(expected);
  });
});

describe('items by key', () => {
  test('in the order of the list, keys of any type', () => {
    const items = itemsByKey([{ p: 80 }, { p: '80' }, { p: 0 }], 'p');
    expect([...(items?.keys() ?? [])]).toEqual(['80', '"80"', '0']);
  });

  test('none for a key that is there twice', () => {
    expect(itemsByKey([{ p: 1 }, { p: 1 }], 'p')).toBeUndefined();
  });

  test.each([[{}], ['text'], [null], [{ q: 1 }]])('%j has no key', (item) => {
    expect(() => itemsByKey([item], 'p')).toThrow(
      expect.objectContaining({
        code: 'ARGUMENT',
        message: `${JSON.stringify(item)} does not contain declared merge key: p`,
      }),
    );
  });
});
