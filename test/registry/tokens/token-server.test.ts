import { describe, expect, test } from '@jest/globals';
import type { Credential } from '../../../src/core/ports/credential-source.ts';
import {
  basic,
  isHeaderSafe,
  readToken,
  type TokenQuestion,
  tokenError,
  tokenGet,
  tokenPost,
} from '../../../src/registry/tokens/token-server.ts';

const alice: Credential = { username: 'alice', password: 's3cret', origin: 'the test' };
const now = Date.parse('2024-05-01T12:00:00Z');
const question = (over: Partial<TokenQuestion> = {}): TokenQuestion => ({
  realm: new URL('https://auth.example.com/token?fixed=1'),
  service: 'registry',
  scopes: ['repository:a:pull', 'repository:b:pull,push'],
  credential: undefined,
  ...over,
});
const answer = (status: number, body: unknown, statusText = '') => ({
  from: 'public' as const,
  status,
  statusText,
  headers: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

describe('asking with GET', () => {
  test('one parameter for each scope, the query of the realm stays', () => {
    const { method, url, headers } = tokenGet(question());
    expect([method, url.origin + url.pathname, headers]).toEqual(['GET', 'https://auth.example.com/token', {}]);
    expect([...url.searchParams]).toEqual([
      ['fixed', '1'],
      ['service', 'registry'],
      ['scope', 'repository:a:pull'],
      ['scope', 'repository:b:pull,push'],
    ]);
  });

  test('no service where none was named', () => {
    expect(tokenGet(question({ service: undefined })).url.searchParams.has('service')).toBe(false);
  });

  test('a login as Basic, its name as account', () => {
    const { url, headers } = tokenGet(question({ credential: alice }));
    expect(url.searchParams.get('account')).toBe('alice');
    expect(headers).toEqual({ authorization: `Basic ${Buffer.from('alice:s3cret').toString('base64')}` });
    expect(tokenGet(question({ credential: { ...alice, username: '' } })).url.searchParams.has('account')).toBe(false);
  });

  test.each<[string, Partial<Credential>, string]>([
    ['a password', {}, 'alice:s3cret'],
    ['an identity token instead of a missing password', { password: '', identityToken: 'id' }, 'alice:id'],
    ['a password before an identity token', { identityToken: 'id' }, 'alice:s3cret'],
    ['neither', { password: '' }, 'alice:'],
    ['letters beyond ASCII', { password: 'pässword' }, 'alice:pässword'],
  ])('Basic of %s', (_name, over, plain) => {
    expect(basic({ ...alice, ...over })).toBe(`Basic ${Buffer.from(plain, 'utf8').toString('base64')}`);
  });
});

describe('asking with POST', () => {
  const body = (over: Partial<TokenQuestion>) =>
    Object.fromEntries(new URLSearchParams(tokenPost(question(over), 'id').body));

  test('a form with the identity token', () => {
    const { method, url, headers } = tokenPost(question(), 'id');
    expect([method, url.href]).toEqual(['POST', 'https://auth.example.com/token?fixed=1']);
    expect(headers).toEqual({ 'content-type': 'application/x-www-form-urlencoded' });
    expect(body({ credential: alice })).toEqual({
      grant_type: 'refresh_token',
      client_id: 'imagestream',
      service: 'registry',
      scope: 'repository:a:pull repository:b:pull,push',
      username: 'alice',
      refresh_token: 'id',
    });
  });

  test('without what there is not', () => {
    const bare = { grant_type: 'refresh_token', client_id: 'imagestream', refresh_token: 'id' };
    expect(body({ service: undefined, scopes: [], credential: { ...alice, username: '' } })).toEqual(bare);
    expect(body({ service: undefined, scopes: [] })).toEqual(bare);
  });
});

describe('the answer', () => {
  test.each<[string, object, string, number]>([
    ['token', { token: 't', expires_in: 300 }, 't', 300],
    ['access_token', { access_token: 'a', expires_in: 61 }, 'a', 61],
    ['token before access_token', { token: 't', access_token: 'a' }, 't', 60],
    ['access_token where token is empty', { token: '', access_token: 'a' }, 'a', 60],
    ['access_token where token is no text', { token: 7, access_token: 'a' }, 'a', 60],
    ['at least a minute', { token: 't', expires_in: 5 }, 't', 60],
    ['a life in a text', { token: 't', expires_in: '120' }, 't', 120],
    ['a life that is no number', { token: 't', expires_in: 'soon' }, 't', 60],
    ['a long token', { token: 'x'.repeat(64 * 1024) }, 'x'.repeat(64 * 1024), 60],
  ])('%s', (_name, document, value, seconds) => {
    const token = readToken(answer(200, document), question(), now);
    expect(token).toEqual({ value, scopes: question().scopes, expires: now + seconds * 1000 });
  });

  test.each<[string, unknown, string]>([
    ['no JSON', '<html>', 'does not answer in JSON'],
    ['null', null, 'answers without a token'],
    ['no token', {}, 'answers without a token'],
    ['a token with a line break', { token: 'a\nb' }, 'cannot be sent'],
    ['a token that is too long', { token: 'x'.repeat(64 * 1024 + 1) }, 'cannot be sent'],
  ])('%s is refused', (_name, body, why) => {
    const expected = { code: 'REGISTRY_UNEXPECTED_ANSWER', message: expect.stringContaining(why) };
    expect(() => readToken(answer(200, body), question(), now)).toThrow(expect.objectContaining(expected));
  });

  test.each([
    ['abc.DEF~!', true],
    ['', false],
    ['a b', false],
    ['a\u007f', false],
    ['ä', false],
    ['a\r\nX: y', false],
  ])('%j in a header: %s', (text, safe) => expect(isHeaderSafe(text)).toBe(safe));
});

describe('a refusal', () => {
  const wrong = { errors: [{ code: 'UNAUTHORIZED', message: 'Incorrect Username or Password' }] };
  const hint = 'check the login from the test';
  test.each<[string, number, unknown, Credential | undefined, object]>([
    ['a wrong password', 401, wrong, alice, { code: 'REGISTRY_WRONG_PASSWORD', hint }],
    ['the same words without a login', 401, wrong, undefined, { code: 'REGISTRY_UNAUTHORIZED', hint: undefined }],
    ['no words', 401, '', alice, { code: 'REGISTRY_UNAUTHORIZED', hint }],
    ['a web page', 403, '<html>', alice, { code: 'REGISTRY_UNAUTHORIZED', message: 'unauthorized', hint }],
    [
      'its own words',
      403,
      { errors: [{ code: 'DENIED', message: 'not you' }] },
      undefined,
      { code: 'REGISTRY_UNAUTHORIZED', message: 'denied: not you', hint: undefined },
    ],
    ['too many requests', 429, 'slow down', alice, { code: 'REGISTRY_TOO_MANY_REQUESTS' }],
    [
      'anything else',
      404,
      '',
      alice,
      {
        code: 'REGISTRY_UNEXPECTED_ANSWER',
        message: 'the token server auth.example.com: received unexpected HTTP status: 404 Not Found',
      },
    ],
  ])('%s', (_name, status, body, credential, expected) => {
    const error = tokenError(answer(status, body), question({ credential }));
    expect(error).toMatchObject({ ...expected, status });
  });
});
