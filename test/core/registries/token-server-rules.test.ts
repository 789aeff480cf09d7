import { describe, expect, test } from '@jest/globals';
import {
  parseTokenServer,
  parseTokenServers,
  readTokenServers,
} from '../../../src/core/registries/token-server-rules.ts';

const pair = { registry: 'r.example.com', server: 'sso.example.net' };

describe('--token-server', () => {
  test.each([
    ['sso.example.net', { registry: undefined, server: 'sso.example.net' }],
    ['r.example.com=sso.example.net', pair],
    ['r.example.com:5000=SSO.example.net:8443', { registry: 'r.example.com:5000', server: 'sso.example.net:8443' }],
    ['r.example.com=https://sso.example.net/', pair],
    ['r.example.com=sso.example.net:443', pair],
    [' r.example.com = sso.example.net ', pair],
    ['[::1]:5000=[fd00::1]:8443', { registry: '[::1]:5000', server: '[fd00::1]:8443' }],
  ])('%s', (text, expected) => expect(parseTokenServer(text)).toEqual(expected));

  test.each([
    '',
    'r=',
    '=sso.example.net',
    'r.example.com=http://sso.example.net',
    'r.example.com=sso.example.net/token',
    'https://user:pass@sso.example.net',
    '*.example.net',
    'a b',
    'r/repo=sso.example.net',
    'r=sso.example.net:99999',
  ])('not %j, and it is not repeated', (text) => {
    const problem = parseTokenServer(text);
    expect(typeof problem).toBe('string');
    if (text !== '') expect(problem).not.toContain(text);
  });
});

describe('the variable', () => {
  test('holds several', () => {
    expect(parseTokenServers(' r.example.com=sso.example.net ,,b=c.net,')).toEqual([
      pair,
      { registry: 'b', server: 'c.net' },
    ]);
    expect(parseTokenServers('')).toEqual([]);
  });

  test('names a registry for each', () => {
    expect(parseTokenServers('sso.example.net')).toContain('REGISTRY=HOST');
    expect(parseTokenServers('r=a b')).toEqual(expect.any(String));
  });
});

describe('tokenServers of the configuration', () => {
  test.each<[unknown, unknown]>([
    [undefined, []],
    [null, []],
    [{}, []],
    [{ 'r.example.com': 'sso.example.net' }, [pair]],
    [{ 'r.example.com': ['sso.example.net', 'b.net'] }, [pair, { registry: 'r.example.com', server: 'b.net' }]],
  ])('%j', (value, expected) => expect(readTokenServers(value)).toEqual(expected));

  test.each<[unknown, string]>([
    [[], 'tokenServers: must be an object'],
    ['x', 'tokenServers: must be an object'],
    [{ 'r/a': 'x' }, 'is not the host of a registry'],
    [{ r: 7 }, 'tokenServers["r"]'],
    [{ r: 'http://x' }, 'tokenServers["r"]'],
    [{ r: [null] }, 'tokenServers["r"]'],
  ])('not %j', (value, why) => expect(readTokenServers(value)).toContain(why));
});
