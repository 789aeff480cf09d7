import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  checkContent,
  checkEncoding,
  digestOf,
  toldDigest,
  verifiedDigest,
} from '../../../src/registry/content/integrity.ts';

const body = Buffer.from('content');
const of = (algorithm: string) => `${algorithm}:${createHash(algorithm).update(body).digest('hex')}`;
const [sha256, sha512] = [of('sha256'), of('sha512')];
const other = `sha256:${'a'.repeat(64)}`;
const answer = (headers: Record<string, string> = {}) => ({
  from: 'public' as const,
  ...{ status: 200, statusText: '', headers, body },
});
const told = (digest: string) => answer({ 'docker-content-digest': digest });
const broken = expect.objectContaining({ code: 'REGISTRY_CONTENT' });

test('the digest of content, by an algorithm', () => {
  expect([digestOf(body), digestOf(body, sha512), digestOf(body, other)]).toEqual([sha256, sha512, sha256]);
});

test.each([
  [sha256, sha256],
  [` ${sha512} `, sha512],
  ['sha256:abc', undefined],
  [of('sha384'), undefined],
  ['', undefined],
])('%s tells %s', (header, expected) => expect(toldDigest(told(header))).toBe(expected));

describe('the digest of a manifest', () => {
  test.each([
    ['what was asked for', answer(), sha256, sha256],
    ['what was asked for, by the same algorithm', told(sha256), sha512, sha512],
    ['what is told', told(sha512), 'v1', sha512],
    ['what it is', answer(), 'v1', sha256],
  ])('is %s', (_what, given, reference, expected) => expect(verifiedDigest(given, reference)).toBe(expected));

  test.each([
    ['another was asked for', answer(), other],
    ['another is told', told(other), 'v1'],
    ['another is told than was asked for', told(other), sha256],
  ])('is broken where %s', (_what, given, reference) => {
    expect(() => verifiedDigest(given, reference)).toThrow(broken);
  });

  test('names both digests', () => {
    expect(() => checkContent('manifest', body, other)).toThrow(
      `the manifest retrieved with digest ${other} does not match the digest calculated from the content ${sha256}`,
    );
  });
});

test.each([undefined, '', 'identity', ' Identity '])('the encoding %j is none', (encoding) => {
  expect(() =>
    checkEncoding(answer(encoding === undefined ? {} : { 'content-encoding': encoding }), 'r'),
  ).not.toThrow();
});

test.each(['gzip', 'identity, gzip', 'br'])('the encoding %j was not asked for', (encoding) => {
  expect(() => checkEncoding(answer({ 'content-encoding': encoding }), 'r')).toThrow(broken);
});
