import { CERTIFICATE_TIMES, codeOf, isNotTls, UNKNOWN_AUTHORITY } from './tls-codes.ts';

/** The code of a proxy that ended the connection in the middle of opening a tunnel. */
export const PROXY_LOST = 'PROXY_LOST';
/** The code of any other failure on the way to a proxy; its cause says which. */
export const PROXY_FAILED = 'PROXY_FAILED';

/** Codes that only whoever is connected to gives cause for: behind a proxy that is the proxy. */
const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const TOO_LATE = new Set(['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

export interface ProxyProblem {
  kind: 'proxy-lost' | 'proxy-unknown-authority' | 'timeout' | 'final';
  message: string;
  hint: string;
}

/**
 * What a proxy has to do with a failure, or undefined where it has nothing to do with it. Nothing of it is mended by
 * trusting the registry less.
 *
 * @param proxy `scheme://host:port`, without a login
 */
export function proxyProblem(cause: unknown, url: URL, proxy: string): ProxyProblem | undefined {
  const variable = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const host = proxy.slice(proxy.indexOf('//') + 2);
  const problem = (message: string, hint: string, kind: ProxyProblem['kind'] = 'final') => {
    return { kind, message: `the proxy ${host} ${message}`, hint };
  };
  const refusal = statusOf(cause);
  if (refusal === '407')
    return problem('wants a login (HTTP 407)', `write USER:PASSWORD@ before the host in ${variable}`);
  if (refusal !== undefined)
    return problem(
      `does not connect to it (HTTP ${refusal})`,
      `ask whoever runs it, or leave ${url.host} out with NO_PROXY`,
    );
  const outer = codeOf(cause);
  const check = `check the address in ${variable}`;
  if (outer === PROXY_LOST) return problem('does not answer (it closed the connection)', check, 'proxy-lost');
  if (outer !== PROXY_FAILED) return UNREACHABLE.has(outer) ? problem(`does not answer (${outer})`, check) : undefined;
  const failed = (cause as Error).cause;
  const code = codeOf(failed);
  if (isNotTls(code, failed))
    return problem(`speaks plain HTTP, and ${variable} says https://`, `write http://${host} in ${variable}`);
  if (UNKNOWN_AUTHORITY.has(code))
    return problem(
      'has a certificate that is signed by an unknown authority',
      'name its authority in SSL_CERT_FILE',
      'proxy-unknown-authority',
    );
  const times = CERTIFICATE_TIMES[code];
  if (times !== undefined) return problem(`cannot be trusted: ${times}`, 'check the clock, or ask whoever runs it');
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'UND_ERR_PRX_TLS')
    return problem('has a certificate for another name', check);
  if (TOO_LATE.has(code)) return problem('does not answer in time', check, 'timeout');
  if (code.startsWith('HPE_'))
    return problem(`does not answer in HTTP (${code})`, `if it speaks TLS, write https://${host} in ${variable}`);
  return problem(`does not answer${code === '' ? '' : ` (${code})`}`, check);
}

/** The status with which a proxy refused to pass a request on, in undici's words. */
function statusOf(cause: unknown): string | undefined {
  const message = cause instanceof Error ? cause.message : '';
  if (message.includes('Proxy Authentication Required')) return '407';
  return /^Proxy response \((\d+)\)/.exec(message)?.[1];
}
