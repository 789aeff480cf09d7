import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { orderTags } from '../../../src/core/references/tag-order.ts';

describe('the order of tags', () => {
  test.each([
    ['of the command line reference', 'latest 2.0 v2.0 2.0-beta 1.2 v1.2 v1.2.3 1.2.3-rc1 1 Alpha v1 zeta'],
    ['of the image API', 'latest 5.6 5.5 v5.5 v5.3.6-bother 5.3.6-abba 5.2.3 other'],
    ['a pre-release is below its release', '1.0.0 1.0.0-rc.2 1.0.0-rc.1 1.0.0-beta.11 1.0.0-beta.2 1.0.0-beta'],
    ['and more parts are above fewer', '1.0.0-beta 1.0.0-alpha.beta 1.0.0-alpha.1 1.0.0-alpha'],
    ['words are above numbers', '1.0.0-a 1.0.0-99999999999'],
    ['build metadata does not count', '1.0.1+a 1.0.0+a v1.0.0+z'],
    [
      'numbers beyond what a double holds',
      '9007199254740993.0 9007199254740992.0 1.0.9007199254740993 1.0.9007199254740992',
    ],
    ['empty build metadata makes another word of it', '1.0.0 1.0.0+ 1.0.0+a..b'],
    ['numbers compare by value', '10.0 9.0 1.10.0 1.9.0'],
    ['major versions alone are others', '10 2024.05.01 3 5.1-rc.1'],
    [
      'so are leading zeros, empty parts and numbers beyond 64 bits',
      '01.2 1.0.0- 1.0.0-01 1.0.0-a..b 18446744073709551616.0 1_0.2 v vv1.0',
    ],
    ['a word of a minor version may hold no underscore', '1.0-a 1.0-a_b'],
    ['and is no number with leading zeros', '1.0-1 1.0-01'],
    ['others go by byte', 'A _ a b \uFFFD \u{1F600}'],
    ['nothing', ''],
  ])('%s', (_why, line) => {
    const expected = line === '' ? [] : line.split(' ');
    expect(orderTags([...expected].reverse())).toEqual(expected);
    expect(orderTags([...expected].sort())).toEqual(expected);
  });

  const tag = fc.oneof(
    fc.constantFrom('latest', 'v1', '1', ''),
    fc.stringMatching(/^v?[0-9]\.[0-9](-[a-z0-9_]{1,2})?$/),
    fc.stringMatching(/^v?[0-9]\.[0-9]\.[0-9](-[a-z0-9.]{1,4})?(\+[a-z0-9]{1,2})?$/),
    fc.string(),
  );
  test('is the same however the tags came, loses none, and leaves its input alone', () => {
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 12 }), (tags) => {
        const before = [...tags];
        const ordered = orderTags(tags);
        expect(tags).toEqual(before);
        expect([...ordered].sort()).toEqual([...tags].sort());
        expect(orderTags([...tags].reverse())).toEqual(ordered);
        expect(orderTags(ordered)).toEqual(ordered);
      }),
      { numRuns: 500 },
    );
  });

  test('holds for many long tags', () => {
    const tags = Array.from({ length: 2000 }, (_, i) => `1.0.${i}-${'a.'.repeat(60)}b`);
    expect(orderTags(tags)).toEqual([...tags].reverse());
  });
});
