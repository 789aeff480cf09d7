import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../../src/errors.ts';
import {
  connectionError,
  failureOf,
  isLost,
  isUnknownAuthority,
} from '../../../src/registry/transport/connection-error.ts';

const https = new URL('https://r.example.com:5000/v2/secret?signature=x');
const http = new URL('http://r.example.com:5000/v2/');

/** An error as Node or undici throws it. */
const thrown = (code: string, message = 'it failed') => Object.assign(new Error(message), { code });

/** What the error for `cause` is: kind, code, and what it says after the host. */
function is(cause: unknown, url = https) {
  const error = connectionError(cause, url) as AppError;
  expect(error.message).toMatch(/^r\.example\.com:5000: /);
  return [failureOf(error), error.code, error.message.slice('r.example.com:5000: '.length)];
}

const UNKNOWN = 'its certificate is signed by an unknown authority';
const PLAIN = 'it answers in plain HTTP, not in HTTPS';
const GONE = 'the connection was closed without an answer';

describe('what an error means', () => {
  test.each([
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', 'REGISTRY_TIMEOUT', 'no connection in time'],
    ['ETIMEDOUT', 'timeout', 'REGISTRY_TIMEOUT', 'no connection in time'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout', 'REGISTRY_TIMEOUT', 'no answer in time'],
    ['UND_ERR_BODY_TIMEOUT', 'timeout', 'REGISTRY_TIMEOUT', 'the answer stopped arriving'],
    ['TOTAL_TIMEOUT', 'too-slow', 'REGISTRY_TIMEOUT', 'the answer took too long'],
    ['ECONNRESET', 'lost', 'REGISTRY_CONNECTION', GONE],
    ['EPIPE', 'lost', 'REGISTRY_CONNECTION', GONE],
    ['ECONNABORTED', 'lost', 'REGISTRY_CONNECTION', GONE],
    ['UND_ERR_SOCKET', 'lost', 'REGISTRY_CONNECTION', GONE],
    ['ENETRESET', 'lost', 'REGISTRY_CONNECTION', GONE],
    ['ECONNREFUSED', 'refused', 'REGISTRY_CONNECTION', 'connection refused'],
    ['ENOTFOUND', 'final', 'REGISTRY_CONNECTION', 'no such host'],
    ['EAI_AGAIN', 'final', 'REGISTRY_CONNECTION', 'no such host'],
    ['EHOSTUNREACH', 'final', 'REGISTRY_CONNECTION', 'the network does not reach it'],
    ['ENETUNREACH', 'final', 'REGISTRY_CONNECTION', 'the network does not reach it'],
    ['HPE_INVALID_CONSTANT', 'final', 'REGISTRY_UNEXPECTED_ANSWER', 'its answer is not HTTP (HPE_INVALID_CONSTANT)'],
    ['EMFILE', 'crowded', 'REGISTRY_CONNECTION', 'too many connections and files are open'],
    ['ENFILE', 'crowded', 'REGISTRY_CONNECTION', 'too many connections and files are open on this system'],
  ])('%s is %s, with and without TLS', (code, ...expected) => {
    expect(is(thrown(code))).toEqual(expected);
    expect(is(thrown(code), http)).toEqual(expected);
  });

  test.each([
    ['FORBIDDEN_ADDRESS', 'REGISTRY_REFUSED'],
    ['UND_ERR_HEADERS_OVERFLOW', 'REGISTRY_LIMIT'],
  ])('%s is %s', (code, expected) => {
    expect(is(thrown(code)).slice(0, 2)).toEqual(['final', expected]);
  });

  test.each([
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unknown-authority', 'REGISTRY_TLS', UNKNOWN],
    ['UNABLE_TO_GET_ISSUER_CERT', 'unknown-authority', 'REGISTRY_TLS', UNKNOWN],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'unknown-authority', 'REGISTRY_TLS', UNKNOWN],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'unknown-authority', 'REGISTRY_TLS', UNKNOWN],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'unknown-authority', 'REGISTRY_TLS', UNKNOWN],
    ['CERT_UNTRUSTED', 'unknown-authority', 'REGISTRY_TLS', UNKNOWN],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'not-tls', 'REGISTRY_HTTP_ONLY', PLAIN],
    ['ERR_SSL_HTTP_REQUEST', 'not-tls', 'REGISTRY_HTTP_ONLY', PLAIN],
    ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'not-tls', 'REGISTRY_HTTP_ONLY', PLAIN],
    ['ERR_SSL_UNKNOWN_PROTOCOL', 'not-tls', 'REGISTRY_HTTP_ONLY', PLAIN],
    ['ERR_SSL_UNEXPECTED_MESSAGE', 'not-tls', 'REGISTRY_HTTP_ONLY', PLAIN],
    ['ERR_SSL_RECORD_TOO_SMALL', 'not-tls', 'REGISTRY_HTTP_ONLY', PLAIN],
    ['CERT_HAS_EXPIRED', 'final', 'REGISTRY_TLS', 'its certificate has expired'],
    ['CERT_NOT_YET_VALID', 'final', 'REGISTRY_TLS', 'its certificate is not valid yet'],
    ['CERT_REVOKED', 'final', 'REGISTRY_TLS', 'its certificate was revoked'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'final', 'REGISTRY_TLS', 'its certificate is for another name'],
    [
      'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
      'final',
      'REGISTRY_TLS',
      'TLS failed (ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE)',
    ],
    ['EPROTO', 'final', 'REGISTRY_TLS', 'TLS failed (EPROTO)'],
  ])('%s over TLS is %s', (code, ...expected) => {
    expect(is(thrown(code))).toEqual(expected);
    expect(is(thrown(code), http)).toEqual(['final', 'REGISTRY_CONNECTION', `the connection failed (${code})`]);
  });

  test.each(['wrong version number', 'packet length too long'])('EPROTO with %s is plain HTTP', (message) => {
    expect(is(thrown('EPROTO', message))).toEqual(['not-tls', 'REGISTRY_HTTP_ONLY', PLAIN]);
  });

  test('a reset before TLS is there is no handshake', () => {
    const message = 'Client network socket disconnected before secure TLS connection was established';
    expect(is(thrown('ECONNRESET', message)).slice(0, 2)).toEqual(['no-handshake', 'REGISTRY_TLS']);
    expect(is(thrown('EPIPE', message))).toEqual(['lost', 'REGISTRY_CONNECTION', GONE]);
  });

  test.each([
    ['inside of a cause', new Error('outer', { cause: thrown('ENOTFOUND') })],
    ['of the first of several', new AggregateError([thrown('ENOTFOUND'), thrown('ECONNREFUSED')])],
    ['under an empty one', Object.assign(new Error('outer', { cause: thrown('ENOTFOUND') }), { code: '' })],
    ['under one that is no text', Object.assign(new Error('outer', { cause: thrown('ENOTFOUND') }), { code: 7 })],
    ['behind an empty list', Object.assign(new Error('outer', { cause: thrown('ENOTFOUND') }), { errors: [] })],
  ])('a code %s counts', (_what, cause) => {
    expect(is(cause)).toEqual(['final', 'REGISTRY_CONNECTION', 'no such host']);
  });

  test.each([[undefined], [null], ['text'], [new Error('')], [circular()]])(
    '%p without a code is a failed connection',
    (cause) => {
      expect(is(cause)).toEqual(['final', 'REGISTRY_CONNECTION', 'the connection failed']);
    },
  );

  function circular(): Error {
    const error: Error = new Error('round');
    error.cause = error;
    return error;
  }

  test('an error of ours is passed on', () => {
    const own = new AppError('INTERRUPTED', 'stopped');
    expect(connectionError(own, https)).toBe(own);
    expect(failureOf(own)).toBeUndefined();
    expect(failureOf('text')).toBeUndefined();
  });

  test('who went away is lost, be it the registry or the proxy', () => {
    const of = (code: string) => isLost(connectionError(thrown(code), https, 'http://proxy.example.com:3128'));
    expect([of('ECONNRESET'), of('PROXY_LOST'), of('ECONNREFUSED')]).toEqual([true, true, false]);
  });

  test('only an unknown authority is one', () => {
    const of = (code: string) => isUnknownAuthority(connectionError(thrown(code), https));
    expect([of('CERT_UNTRUSTED'), of('CERT_HAS_EXPIRED')]).toEqual([true, false]);
  });
});
