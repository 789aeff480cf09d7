import { isAppError, RegistryError, type RegistryErrorCode } from '../errors.ts';

/** What kind of failure lies behind an error of `connectionError`. */
export type ConnectionFailure =
  /** The other side went away, or cut its answer: may be tried again. */
  | 'lost'
  /** Nobody answered in time. */
  | 'timeout'
  /** The port is closed. */
  | 'refused'
  /** The port answers, and does not speak TLS. */
  | 'not-tls'
  /** The port closed the connection during the TLS handshake. */
  | 'no-handshake'
  | 'unknown-authority'
  | 'final';

const failures = new WeakMap<Error, ConnectionFailure>();

/** The kind of failure, or undefined for an error that is not about the connection. */
export function failureOf(error: unknown): ConnectionFailure | undefined {
  return error instanceof Error ? failures.get(error) : undefined;
}

export function isUnknownAuthority(error: unknown): boolean {
  return failureOf(error) === 'unknown-authority';
}

const UNKNOWN_AUTHORITY = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_UNTRUSTED',
]);
const NOT_TLS = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_HTTP_REQUEST',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_UNKNOWN_PROTOCOL',
  'ERR_SSL_UNEXPECTED_MESSAGE',
  'ERR_SSL_RECORD_TOO_SMALL',
]);
const LOST = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_SOCKET', 'ENETRESET']);
/** The code of a proxy that ended the connection in the middle of opening a tunnel. */
export const PROXY_LOST = 'PROXY_LOST';
const PROXY_UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const TIMED_OUT: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  ETIMEDOUT: 'no connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped arriving',
  TOTAL_TIMEOUT: 'the answer took too long',
};
const CERTIFICATE_TIMES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  CERT_REVOKED: 'its certificate was revoked',
};

/**
 * The RegistryError for whatever made an exchange fail; an error that is ours already is passed on.
 * Names the host, never a path or a query: those may hold signatures.
 *
 * @param proxied whether a proxy stands between: then what cannot be connected to is the proxy
 */
export function connectionError(cause: unknown, url: URL, proxied = false): Error {
  if (isAppError(cause)) return cause;
  const code = codeOf(cause);
  const make = (kind: ConnectionFailure, is: RegistryErrorCode, message: string, hint?: string) => {
    const error = new RegistryError(is, `${url.host}: ${message}`, hint === undefined ? { cause } : { cause, hint });
    failures.set(error, kind);
    return error;
  };
  if (proxied && (PROXY_UNREACHABLE.has(code) || code === PROXY_LOST)) {
    const why = code === PROXY_LOST ? 'it closed the connection' : code;
    const hint = 'check the proxy variables of the environment';
    return make(
      code === PROXY_LOST ? 'lost' : 'final',
      'REGISTRY_CONNECTION',
      `the proxy does not answer (${why})`,
      hint,
    );
  }
  const timedOut = TIMED_OUT[code];
  if (timedOut !== undefined) return make('timeout', 'REGISTRY_TIMEOUT', timedOut);
  if (code === 'ECONNRESET' && /before secure TLS connection/.test(String(cause))) {
    return make('no-handshake', 'REGISTRY_TLS', 'the connection was closed during the TLS handshake');
  }
  if (LOST.has(code)) return make('lost', 'REGISTRY_CONNECTION', 'the connection was closed without an answer');
  if (url.protocol === 'https:') {
    const error = tlsError(code, cause, make);
    if (error) return error;
  }
  switch (code) {
    case 'ECONNREFUSED':
      return make(
        'refused',
        'REGISTRY_CONNECTION',
        'connection refused',
        'is the registry running, and the port right',
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return make('final', 'REGISTRY_CONNECTION', 'no such host', 'check the name, or the proxy settings');
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return make('final', 'REGISTRY_CONNECTION', 'the network does not reach it');
    case 'FORBIDDEN_ADDRESS':
      return make(
        'final',
        'REGISTRY_REFUSED',
        'it is at an address of a private or local network, which a registry may not name',
      );
    case 'UND_ERR_HEADERS_OVERFLOW':
      return make('final', 'REGISTRY_LIMIT', 'the headers of its answer exceed the limit of 16384 bytes');
    default:
      return make('final', ...otherError(code, cause));
  }
}

type Make = (kind: ConnectionFailure, is: RegistryErrorCode, message: string, hint?: string) => Error;

function tlsError(code: string, cause: unknown, make: Make): Error | undefined {
  if (UNKNOWN_AUTHORITY.has(code)) {
    const hint = 'name the authority in SSL_CERT_FILE, or use --insecure';
    return make('unknown-authority', 'REGISTRY_TLS', 'its certificate is signed by an unknown authority', hint);
  }
  if (NOT_TLS.has(code) || (code === 'EPROTO' && /wrong version number|packet length/.test(String(cause)))) {
    const hint = 'if you trust the network, allow it with --insecure';
    return make('not-tls', 'REGISTRY_HTTP_ONLY', 'it answers in plain HTTP, not in HTTPS', hint);
  }
  const times = CERTIFICATE_TIMES[code];
  if (times !== undefined) return make('final', 'REGISTRY_TLS', times, 'check the clock, or use --insecure');
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'UND_ERR_PRX_TLS') {
    return make('final', 'REGISTRY_TLS', 'its certificate is for another name', 'check the name, or use --insecure');
  }
  if (/^(?:ERR_SSL_|ERR_TLS_|CERT_|EPROTO)/.test(code)) return make('final', 'REGISTRY_TLS', `TLS failed (${code})`);
  return undefined;
}

function otherError(code: string, cause: unknown): [RegistryErrorCode, string] {
  const message = cause instanceof Error ? cause.message : '';
  const proxied = /^Proxy response \((\d+)\)/.exec(message);
  if (proxied?.[1] === '407') return ['REGISTRY_CONNECTION', 'the proxy wants a login (HTTP 407)'];
  if (proxied) return ['REGISTRY_CONNECTION', `the proxy does not connect to it (HTTP ${proxied[1]})`];
  if (message.includes('Proxy Authentication Required'))
    return ['REGISTRY_CONNECTION', 'the proxy wants a login (HTTP 407)'];
  if (code.startsWith('HPE_')) return ['REGISTRY_UNEXPECTED_ANSWER', `its answer is not HTTP (${code})`];
  return ['REGISTRY_CONNECTION', code === '' ? 'the connection failed' : `the connection failed (${code})`];
}

function codeOf(error: unknown): string {
  const { code, errors, cause } = (error ?? {}) as { code?: unknown; errors?: unknown; cause?: unknown };
  if (typeof code === 'string' && code !== '') return code;
  if (Array.isArray(errors) && errors.length > 0) return codeOf(errors[0]);
  return cause === undefined || cause === error ? '' : codeOf(cause);
}
