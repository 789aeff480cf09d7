import { describe, expect, test } from '@jest/globals';
import { digestHex, digestProblem, isContentDigest, isDigest } from '../../../src/core/images/digest.ts';

const hex = (digits: number, digit = 'a') => digit.repeat(digits);

describe('digests', () => {
  test.each([
    [`sha256:${hex(64)}`, undefined],
    [`sha384:${hex(96)}`, undefined],
    [`sha512:${hex(128)}`, undefined],
    [`sha256:${hex(64, 'A')}`, undefined],
    [`sha256:${hex(63)}`, 'invalid checksum digest length'],
    [`sha256:${hex(65)}`, 'invalid checksum digest length'],
    [`sha512:${hex(64)}`, 'invalid checksum digest length'],
    [`SHA256:${hex(64)}`, 'unsupported digest algorithm'],
    [`md5:${hex(32)}`, 'unsupported digest algorithm'],
    [`constructor:${hex(64)}`, 'unsupported digest algorithm'],
    [`sha256:${hex(64, 'g')}`, 'invalid checksum digest format'],
    [`sha256:${hex(64)}\n`, 'invalid checksum digest format'],
    [`:${hex(64)}`, 'invalid checksum digest format'],
    ['sha256:', 'invalid checksum digest format'],
    [hex(64), 'invalid checksum digest format'],
    ['', 'invalid checksum digest format'],
  ])('%s', (text, problem) => {
    expect(digestProblem(text)).toBe(problem);
    expect(isDigest(text)).toBe(problem === undefined);
  });

  test.each([
    [`sha256:${hex(64)}`, true],
    [`sha512:${hex(128)}`, true],
    [`sha256:${hex(64, 'A')}`, false],
    [`sha384:${hex(96)}`, false],
    [`sha256:${hex(64)}/../x`, false],
    [`sha256:${hex(64)}\n`, false],
    [` sha256:${hex(64)}`, false],
  ])('%s names content: %s', (text, expected) => {
    expect(isContentDigest(text)).toBe(expected);
  });

  test('the hex digits are what follows the algorithm', () => {
    expect(digestHex('sha256:abc')).toBe('abc');
    expect(digestHex('abc')).toBe('abc');
  });
});
