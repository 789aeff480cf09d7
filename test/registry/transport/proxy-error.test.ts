import { describe, expect, test } from '@jest/globals';
import type { AppError } from '../../../src/errors.ts';
import { connectionError, failureOf } from '../../../src/registry/transport/connection-error.ts';
import { PROXY_FAILED, PROXY_LOST, proxyProblem } from '../../../src/registry/transport/proxy-error.ts';

const url = new URL('https://r.example.com/v2/');
const thrown = (code: string, message = 'it failed', cause?: unknown) =>
  Object.assign(new Error(message, cause === undefined ? {} : { cause }), { code });
const onTheWay = (code: string, message?: string) => thrown(PROXY_FAILED, 'x', thrown(code, message));

/** What is said of a failure behind a proxy: its kind, the sentence after the proxy's name, and what to do. */
function said(cause: unknown, proxy = 'http://proxy.example.com:3128', to = url) {
  const problem = proxyProblem(cause, to, proxy);
  if (problem === undefined) return undefined;
  expect(problem.message).toMatch(/^the proxy proxy\.example\.com:3128 /);
  expect(problem.hint).not.toContain('--insecure');
  return [problem.kind, problem.message.slice('the proxy proxy.example.com:3128 '.length), problem.hint];
}

const CHECK = 'check the address in HTTPS_PROXY';

describe('what a proxy has to do with a failure', () => {
  test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])(
    '%s is about the proxy',
    (code) => {
      expect(said(thrown(code))).toEqual(['final', `does not answer (${code})`, CHECK]);
      expect(said(onTheWay(code))).toEqual(['final', `does not answer (${code})`, CHECK]);
    },
  );

  test.each<[string, unknown, string[]]>([
    [
      'that speaks plain HTTP',
      onTheWay('ERR_SSL_WRONG_VERSION_NUMBER'),
      [
        'final',
        'speaks plain HTTP, and HTTPS_PROXY says https://',
        'write http://proxy.example.com:3128 in HTTPS_PROXY',
      ],
    ],
    [
      'that speaks plain HTTP, in the words of other versions',
      onTheWay('EPROTO', 'packet length too long'),
      [
        'final',
        'speaks plain HTTP, and HTTPS_PROXY says https://',
        'write http://proxy.example.com:3128 in HTTPS_PROXY',
      ],
    ],
    [
      'with an unknown authority',
      onTheWay('DEPTH_ZERO_SELF_SIGNED_CERT'),
      [
        'proxy-unknown-authority',
        'has a certificate that is signed by an unknown authority',
        'name its authority in SSL_CERT_FILE',
      ],
    ],
    [
      'whose certificate has expired',
      onTheWay('CERT_HAS_EXPIRED'),
      ['final', 'cannot be trusted: its certificate has expired', 'check the clock, or ask whoever runs it'],
    ],
    [
      'with a certificate for another name',
      onTheWay('ERR_TLS_CERT_ALTNAME_INVALID'),
      ['final', 'has a certificate for another name', CHECK],
    ],
    [
      'with a certificate for another name, found later',
      onTheWay('UND_ERR_PRX_TLS'),
      ['final', 'has a certificate for another name', CHECK],
    ],
    ['that is slow', onTheWay('UND_ERR_CONNECT_TIMEOUT'), ['timeout', 'does not answer in time', CHECK]],
    [
      'that speaks TLS',
      onTheWay('HPE_INVALID_CONSTANT'),
      [
        'final',
        'does not answer in HTTP (HPE_INVALID_CONSTANT)',
        'if it speaks TLS, write https://proxy.example.com:3128 in HTTPS_PROXY',
      ],
    ],
    ['that hangs up', thrown(PROXY_LOST), ['proxy-lost', 'does not answer (it closed the connection)', CHECK]],
    ['that fails without a code', thrown(PROXY_FAILED), ['final', 'does not answer', CHECK]],
    [
      'that wants a login',
      thrown('X', 'Proxy response (407) !== 200 when HTTP Tunneling'),
      ['final', 'wants a login (HTTP 407)', 'write USER:PASSWORD@ before the host in HTTPS_PROXY'],
    ],
    [
      'that wants a login, without a tunnel',
      thrown('X', 'Proxy Authentication Required (407)'),
      ['final', 'wants a login (HTTP 407)', 'write USER:PASSWORD@ before the host in HTTPS_PROXY'],
    ],
    [
      'that refuses',
      thrown('X', 'Proxy response (503) !== 200 when HTTP Tunneling'),
      ['final', 'does not connect to it (HTTP 503)', 'ask whoever runs it, or leave r.example.com out with NO_PROXY'],
    ],
  ])('one %s', (_what, cause, expected) => {
    expect(said(cause, 'https://proxy.example.com:3128')).toEqual(expected);
  });

  test.each(['ECONNRESET', 'ERR_SSL_WRONG_VERSION_NUMBER', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'HPE_INVALID_CONSTANT'])(
    "inside the tunnel %s is the registry's",
    (code) => expect(said(thrown(code))).toBeUndefined(),
  );

  test('a text that only speaks of an answer of a proxy is none', () => {
    expect(said(thrown('X', 'a Proxy response (503)'))).toBeUndefined();
  });

  test('the variable of plain HTTP is named where it counts', () => {
    expect(said(thrown('ECONNREFUSED'), undefined, new URL('http://r.example.com/'))?.[2]).toContain('HTTP_PROXY');
  });
});

test('an error names the registry and the proxy, and is about the connection', () => {
  const error = connectionError(onTheWay('EPROTO', 'wrong version number'), url, 'https://p:1') as AppError;
  expect(error).toMatchObject({ code: 'REGISTRY_CONNECTION', hint: 'write http://p:1 in HTTPS_PROXY' });
  expect(error.message).toBe('r.example.com: the proxy p:1 speaks plain HTTP, and HTTPS_PROXY says https://');
  expect(failureOf(error)).toBe('final');
});
