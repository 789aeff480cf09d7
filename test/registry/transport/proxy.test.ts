import { describe, expect, test } from '@jest/globals';
import { proxyFor, usesProxy } from '../../../src/registry/transport/proxy.ts';

describe('NO_PROXY', () => {
  test.each<[noProxy: string, url: string, proxied: boolean]>([
    ['', 'https://example.com', true],
    ['', 'http://localhost:5000', false],
    ['', 'http://127.0.0.1:5000', false],
    ['', 'http://127.9.9.9', false],
    ['', 'http://[::1]:5000', false],
    ['', 'http://[::ffff:127.0.0.1]', false],
    ['', 'https://localhost.example.com', true],
    ['*', 'https://example.com', false],
    ['example.com', 'https://example.com', false],
    ['example.com', 'https://a.example.com', false],
    ['example.com', 'https://notexample.com', true],
    ['EXAMPLE.com', 'https://example.COM', false],
    ['.example.com', 'https://a.example.com', false],
    ['.example.com', 'https://example.com', true],
    ['*.example.com', 'https://a.example.com', false],
    ['*.example.com', 'https://example.com', true],
    ['example.com:443', 'https://example.com', false],
    ['example.com:443', 'https://example.com:8443', true],
    ['example.com:80', 'http://example.com', false],
    ['other.com, example.com', 'https://example.com', false],
    ['other.com,,', 'https://example.com', true],
    ['10.1.2.3', 'https://10.1.2.3', false],
    ['10.1.2.3', 'https://10.1.2.30', true],
    ['10.1.2.3:5000', 'https://10.1.2.3:5000', false],
    ['10.1.2.3:5000', 'https://10.1.2.3', true],
    ['10.0.0.0/8', 'https://10.200.2.3', false],
    ['10.0.0.0/8', 'https://11.0.0.1', true],
    ['10.16.0.0/12', 'https://10.31.255.255', false],
    ['10.16.0.0/12', 'https://10.32.0.0', true],
    ['0.0.0.0/0', 'https://9.9.9.9', false],
    ['10.0.0.0/33', 'https://10.0.0.1', true],
    ['10.0.0.0/8', 'https://registry.example.com', true],
    ['fd00::/8', 'https://[fd12::1]', false],
    ['fd00::/8', 'https://[fe12::1]', true],
    ['[fd12::1]:5000', 'https://[fd12::1]:5000', false],
    ['fd12::1', 'https://[fd12:0::1]', false],
    ['10.1.2.3', 'https://[::ffff:10.1.2.3]', false],
    ['10.1.2.3', 'https://[1::ffff:a01:203]', true],
    ['10.1.2.3', 'https://[::fffe:a01:203]', true],
    ['10.1.2.3', 'https://[::ff00:a01:203]', true],
  ])('%j: %s proxied? %s', (noProxy, url, proxied) => {
    expect(usesProxy(new URL(url), noProxy)).toBe(proxied);
  });
});

describe('the proxy', () => {
  test.each<[string, Record<string, string>, string, string | undefined]>([
    ['none', {}, 'https://example.com', undefined],
    ['for https', { HTTPS_PROXY: 'http://p:1' }, 'https://example.com', 'http://p:1/'],
    ['in lower case', { https_proxy: 'http://p:1' }, 'https://example.com', 'http://p:1/'],
    [
      'upper case wins',
      { HTTPS_PROXY: 'http://up:1', https_proxy: 'http://low:1' },
      'https://example.com',
      'http://up:1/',
    ],
    ['http has its own', { HTTPS_PROXY: 'http://p:1' }, 'http://example.com', undefined],
    ['for http', { HTTP_PROXY: 'http://p:1' }, 'http://example.com', 'http://p:1/'],
    ['http is not for https', { HTTP_PROXY: 'http://p:1' }, 'https://example.com', undefined],
    [
      'a CGI request cannot set it',
      { HTTP_PROXY: 'http://p:1', REQUEST_METHOD: 'GET' },
      'http://example.com',
      undefined,
    ],
    ['without a scheme', { HTTPS_PROXY: 'p:3128' }, 'https://example.com', 'http://p:3128/'],
    ['empty', { HTTPS_PROXY: '' }, 'https://example.com', undefined],
    ['switched off', { HTTPS_PROXY: 'http://p:1', no_proxy: 'example.com' }, 'https://example.com', undefined],
  ])('%s', (_name, env, url, expected) => {
    expect(proxyFor(new URL(url), env)?.href).toBe(expected);
  });

  test('a variable that is no URL is an error', () => {
    expect(() => proxyFor(new URL('https://example.com'), { HTTPS_PROXY: 'http://a b' })).toThrow('Invalid URL');
  });
});
