import { describe, expect, test } from '@jest/globals';
import { completingAddress, uploadAddress, uploadedBytes } from '../../../src/registry/blobs/upload-address.ts';

const url = new URL('https://r.example.com/v2/a/blobs/uploads/1');
const before = { url, namedBy: 'public' as const };
const answer = (headers: Record<string, string>, at = url) => ({
  ...{ status: 202, statusText: '', body: Buffer.alloc(0), foreign: false, from: 'private' as const },
  headers,
  url: at,
});

describe('where an upload goes on', () => {
  test.each([
    ['/v2/a/blobs/uploads/2?state=x%2By', 'https://r.example.com/v2/a/blobs/uploads/2?state=x%2By'],
    ['https://storage.net/u', 'https://storage.net/u'],
    ['2#part', 'https://r.example.com/v2/a/blobs/uploads/2'],
  ])('%s', (location, expected) => {
    expect(uploadAddress(answer({ location }), before).url.href).toBe(expected);
  });

  test('named by whoever answered', () => {
    expect(uploadAddress(answer({ location: '/u' }), before).namedBy).toBe('private');
  });

  test('where it was, if nothing is said', () => {
    expect(uploadAddress(answer({}), before)).toBe(before);
    expect(() => uploadAddress(answer({}))).toThrow('wants an upload to go on and does not say where');
  });

  test.each([
    ['https://[', 'at no readable address'],
    ['ftp://storage.net/', 'at ftp:, which is no web address'],
    ['https://user@storage.net/', 'at an address that holds a login'],
    ['https://:pass@storage.net/', 'at an address that holds a login'],
    ['http://storage.net/', 'in plain HTTP at storage.net'],
  ])('not %s', (location, why) => {
    const expected = {
      code: 'REGISTRY_REFUSED',
      status: 202,
      message: `r.example.com wants an upload to go on ${why}`,
    };
    expect(() => uploadAddress(answer({ location }), before)).toThrow(expect.objectContaining(expected));
  });

  test('from plain HTTP to plain HTTP', () => {
    const plain = new URL('http://r.example.com/');
    expect(uploadAddress(answer({ location: 'http://storage.net/' }, plain)).url.host).toBe('storage.net');
  });
});

test.each([
  ['https://r/u', 'https://r/u?digest=sha256%3Aa'],
  ['https://r/u?state=x%2By&z', 'https://r/u?state=x%2By&z&digest=sha256%3Aa'],
])('%s is completed by %s', (address, expected) => {
  const signed = { url: new URL(address), namedBy: 'private' as const };
  const completing = completingAddress(signed, 'sha256:a');
  expect([completing.url.href, completing.namedBy]).toEqual([expected, 'private']);
  expect(signed.url.href).toBe(address);
});

test.each<[string | undefined, number | undefined]>([
  [undefined, undefined],
  ['0-0', 0],
  ['0-9', 10],
  ['bytes=0-9', 10],
  [' 0-9 ', 10],
  ['0-1', 2],
  ['1-9', undefined],
  ['0-', undefined],
  ['0-9x', undefined],
  ['x0-9', undefined],
  ['0-9999999999999999', undefined],
])('Range %s is %s bytes', (range, bytes) => {
  expect(uploadedBytes(answer(range === undefined ? {} : { range }))).toBe(bytes);
});
