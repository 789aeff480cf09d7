import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseLayerChoice } from '../../../src/core/images/layer-choice.ts';
import { parsePathChoice } from '../../../src/core/images/path-choice.ts';
import type { LayerEntry } from '../../../src/core/ports/layer-files.ts';
import { isAppError } from '../../../src/errors.ts';

const layers = [...'abcd'].map((letter) => ({ mediaType: '', size: 1, digest: `sha256:${letter.repeat(64)}` }));
const chosen = (selector: string) =>
  parseLayerChoice(`x:1[${selector}]`)
    .choice(layers)
    .map(({ digest }) => digest.at(-1))
    .join('');

describe('a selector of layers', () => {
  test.each([
    ['0', 'a'],
    ['-1', 'd'],
    ['1:3', 'bc'],
    [':2', 'ab'],
    ['-2:', 'cd'],
    ['1:', 'bcd'],
    ['2:9', 'cd'],
    ['1:-1', 'bc'],
    ['~sha256:b', 'b'],
    ['~c', 'c'],
  ])('[%s] means %s', (selector, expected) => expect(chosen(selector)).toBe(expected));

  test.each([
    ['4', 'tried to select layer 4, but image only has 4 layers'],
    ['9:', 'tried to select [9:], but image only has 4 layers'],
    ['3:1', '[from:to] to must be larger than from'],
    ['~sha256', 'multiple layers start with'],
    ['~e', "no layers start with 'e'"],
    ['a:1', '[from:to] must have valid numbers'],
  ])('[%s] is refused', (selector, message) => expect(() => chosen(selector)).toThrow(message));

  test('is a list of layers or a refusal, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789-+:~[]ab') }), (selector) => {
        try {
          for (const letter of chosen(selector)) expect('abcd').toContain(letter);
        } catch (error) {
          expect(isAppError(error, 'ARGUMENT')).toBe(true);
        }
      }),
    );
  });
});

describe('a path of an image', () => {
  const entry = (name: string, linkname = ''): LayerEntry => ({
    ...{ name, linkname, type: 'file', flag: '0', mode: 0o644, size: 0, uid: 0, gid: 0, modified: 0 },
  });
  const taken = (source: string, name: string, link?: string) => {
    const found = parsePathChoice(source)?.(entry(name, link));
    return found && [found.name, found.linkname];
  };

  test.each([
    ['/', 'a/b', ['a/b', '']],
    ['/a/', 'a/b/c', ['b/c', '']],
    ['/a/', 'ab', undefined],
    ['/a/b*', 'a/bcd/e', ['bcd/e', '']],
    ['/a/?x', 'a/yx', ['yx', '']],
    ['/a/[^b]', 'a/b', undefined],
    ['/a/[a-c]', 'a/b', ['b', '']],
    ['/a/\\*', 'a/*', ['*', '']],
    ['/a/\\*', 'a/b', undefined],
    ['a/b', 'a/.wh.b', ['.wh.b', '']],
    ['b', 'a/b', undefined],
  ])('%s takes of %s what is %j', (source, name, expected) => expect(taken(source, name)).toEqual(expected));

  test('moves links with it', () => {
    expect(taken('/a/', 'a/b', 'a/c')).toEqual(['b', 'c']);
    expect(taken('/a/', 'a/b', '../c')).toEqual(['b', '../c']);
  });

  test('has patterns that cost no time', () => {
    const began = Date.now();
    expect(taken(`/${'a*'.repeat(2000)}b`, 'a'.repeat(4000))).toBeUndefined();
    expect(Date.now() - began).toBeLessThan(5000);
  });

  test.each(['/a/[', '/a/[a', '/a/\\', '/a/[]'])('%s is broken', (source) => {
    expect(parsePathChoice(source)).toBeUndefined();
  });
});
