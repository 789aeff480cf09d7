import { describe, expect, test } from '@jest/globals';
import {
  checkResourceName,
  digestOrImageMatch,
  isTagName,
  parseImageStreamImageName,
  parseImageStreamTagName,
  pathSegmentProblems,
  splitImageStreamTag,
  streamNameProblems,
} from '../../../src/core/references/names.ts';

const failing = (message: string) => expect.objectContaining({ code: 'ARGUMENT', message });

describe('tag names', () => {
  test.each([
    ['latest', true],
    ['_x', true],
    ['1.0-RC_1', true],
    ['t'.repeat(128), true],
    ['t'.repeat(129), false],
    ['', false],
    ['.x', false],
    ['-x', false],
    ['a b', false],
    ['a\n', false],
    ['é', false],
  ])('%j: %s', (text, expected) => {
    expect(isTagName(text)).toBe(expected);
  });
});

describe('names of image stream tags', () => {
  test.each([
    ['a:', 'a', 'latest', true],
    ['a', 'a', 'latest', false],
    ['a:b', 'a', 'b', true],
    ['a:b:c', 'a', 'b:c', true],
    [':b', '', 'b', true],
  ])('%s splits into %s and %s, %s', (name, stream, tag, ok) => {
    expect(splitImageStreamTag(name)).toEqual({ stream, tag, ok });
  });

  test('are read strictly', () => {
    expect(parseImageStreamTagName('a:b')).toEqual({ stream: 'a', tag: 'b' });
  });

  test.each([
    ['a@b', '"a@b" is an image stream image, not an image stream tag'],
    ['a:b@c', '"a:b@c" is an image stream image, not an image stream tag'],
    ['a', 'expected exactly one : delimiter in the istag "a"'],
    ['a:b:c', 'expected exactly one : delimiter in the istag "a:b:c"'],
    ['', 'expected exactly one : delimiter in the istag ""'],
    ['a:', 'image stream tag name "a:" must have a name and a tag'],
    [':b', 'image stream tag name ":b" must have a name and a tag'],
  ])('%j is none', (name, message) => {
    expect(() => parseImageStreamTagName(name)).toThrow(failing(message));
  });
});

describe('names of image stream images', () => {
  test('are read strictly', () => {
    expect(parseImageStreamImageName('a@sha256:12')).toEqual({ stream: 'a', id: 'sha256:12' });
  });

  test.each([
    ['a', 'expected exactly one @ in the isimage name "a"'],
    ['a@b@c', 'expected exactly one @ in the isimage name "a@b@c"'],
    ['a@', 'image stream image name "a@" must have a name and ID'],
    ['@b', 'image stream image name "@b" must have a name and ID'],
  ])('%j is none', (name, message) => {
    expect(() => parseImageStreamImageName(name)).toThrow(failing(message));
  });

  test.each([
    ['sha256:abcd', 'sha256:ab', true],
    ['sha256:abcd', 'ab', true],
    ['sha256:abcd', 'sha', true],
    ['sha256:abcd', 'bc', false],
    ['sha256:abcd', 'sha256:abcde', false],
    ['plain', 'pla', true],
    ['plain', 'lain', false],
  ])('%s is found by %s: %s', (image, id, expected) => {
    expect(digestOrImageMatch(image, id)).toBe(expected);
  });
});

describe('names in paths', () => {
  test.each([
    ['b/c', `invalid resource name "b/c": [may not contain '/']`],
    ['a/%', `invalid resource name "a/%": [may not contain '/' may not contain '%']`],
    ['.', `invalid resource name ".": [may not be '.']`],
    ['..', `invalid resource name "..": [may not be '..']`],
    ['', 'resource name may not be empty'],
  ])('%j is refused', (name, message) => {
    expect(() => checkResourceName(name)).toThrow(failing(message));
  });

  test('anything else is a name', () => {
    expect(() => checkResourceName('a b:c@d')).not.toThrow();
    expect(pathSegmentProblems('...')).toEqual([]);
  });
});

describe('names of streams', () => {
  const GRAMMAR = 'must match "[a-z0-9]+(?:[._-][a-z0-9]+)*"';
  test.each<[string, string[]]>([
    ['app', []],
    ['a.b-c_d', []],
    ['0', []],
    ['Foo', [GRAMMAR]],
    ['Bad_Name', [GRAMMAR]],
    ['a__b', [GRAMMAR]],
    ['a--b', [GRAMMAR]],
    ['a-', [GRAMMAR]],
    ['a\n', [GRAMMAR]],
    ['', [GRAMMAR]],
    ['.', ["may not be '.'"]],
    ['..', ["may not be '..'"]],
    ['A/B', ["may not contain '/'"]],
    ['a%b/', ["may not contain '/'", "may not contain '%'"]],
    [`${'a-'.repeat(500_000)}!`, [GRAMMAR]],
    ['a'.repeat(1_000_000), []],
  ])('%.20s', (name, problems) => {
    expect(streamNameProblems(name)).toEqual(problems);
  });
});
