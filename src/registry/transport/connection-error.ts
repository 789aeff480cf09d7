import { isAppError, RegistryError, type RegistryErrorCode } from '../../errors.ts';
import { proxyProblem } from './proxy-error.ts';
import { CERTIFICATE_TIMES, codeOf, isNotTls, UNKNOWN_AUTHORITY } from './tls-codes.ts';

/** What kind of failure lies behind an error of `connectionError`. */
export type ConnectionFailure =
  /** The other side went away, or cut its answer: may be tried again. */
  | 'lost'
  /** Nobody answered in time. */
  | 'timeout'
  /** It answered, and took longer than everything together may: another try would do no better. */
  | 'too-slow'
  /** The port is closed. */
  | 'refused'
  /** The port answers, and does not speak TLS. */
  | 'not-tls'
  /** The port closed the connection during the TLS handshake. */
  | 'no-handshake'
  | 'unknown-authority'
  /** The proxy went away while it was asked: may be tried again. */
  | 'proxy-lost'
  | 'proxy-unknown-authority'
  /** This process, or the system, may open no more of them: may be tried again when another one is closed. */
  | 'crowded'
  | 'final';

const failures = new WeakMap<Error, ConnectionFailure>();

/** The kind of failure, or undefined for an error that is not about the connection. */
export function failureOf(error: unknown): ConnectionFailure | undefined {
  return error instanceof Error ? failures.get(error) : undefined;
}

/** Whether there were too many connections and files open already; what was to be asked was not even sent. */
export function isCrowded(error: unknown): boolean {
  return failureOf(error) === 'crowded';
}

/** Whether the other side, or what leads to it, went away. */
export function isLost(error: unknown): boolean {
  const kind = failureOf(error);
  return kind === 'lost' || kind === 'proxy-lost';
}

export function isUnknownAuthority(error: unknown): boolean {
  const kind = failureOf(error);
  return kind === 'unknown-authority' || kind === 'proxy-unknown-authority';
}

const LOST = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_SOCKET', 'ENETRESET']);
const TIMED_OUT: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  ETIMEDOUT: 'no connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped arriving',
  TOTAL_TIMEOUT: 'the answer took too long',
};
const CROWDED: Readonly<Record<string, [why: string, hint: string]>> = {
  EMFILE: ['too many connections and files are open', 'raise the limit with "ulimit -n"'],
  ENFILE: ['too many connections and files are open on this system', 'try again later'],
};
/**
 * The RegistryError for whatever made an exchange fail; an error that is ours already is passed on.
 * Names the host, never a path or a query: those may hold signatures.
 *
 * @param proxy `scheme://host:port` of the proxy that stands between: then what cannot be connected to is the proxy
 */
export function connectionError(cause: unknown, url: URL, proxy?: string): Error {
  if (isAppError(cause)) return cause;
  const code = codeOf(cause);
  const make = (kind: ConnectionFailure, is: RegistryErrorCode, message: string, hint?: string) => {
    const error = new RegistryError(is, `${url.host}: ${message}`, { cause, hint });
    failures.set(error, kind);
    return error;
  };
  // On the way to a proxy it is a cause.
  const crowded = CROWDED[code] ?? CROWDED[codeOf((cause as { cause?: unknown } | null | undefined)?.cause)];
  if (crowded !== undefined) return make('crowded', 'REGISTRY_CONNECTION', ...crowded);
  const proxys = proxy === undefined ? undefined : proxyProblem(cause, url, proxy);
  if (proxys) return make(proxys.kind, 'REGISTRY_CONNECTION', proxys.message, proxys.hint);
  const timedOut = TIMED_OUT[code];
  if (timedOut !== undefined)
    return make(code === 'TOTAL_TIMEOUT' ? 'too-slow' : 'timeout', 'REGISTRY_TIMEOUT', timedOut);
  if (code === 'ECONNRESET' && /before secure TLS connection/.test(String(cause))) {
    return make('no-handshake', 'REGISTRY_TLS', 'the connection was closed during the TLS handshake');
  }
  if (LOST.has(code)) return make('lost', 'REGISTRY_CONNECTION', 'the connection was closed without an answer');
  if (url.protocol === 'https:') {
    const error = tlsError(code, cause, url.host, make);
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
      return make('final', ...otherError(code));
  }
}

type Make = (kind: ConnectionFailure, is: RegistryErrorCode, message: string, hint?: string) => Error;

function tlsError(code: string, cause: unknown, host: string, make: Make): Error | undefined {
  if (UNKNOWN_AUTHORITY.has(code)) {
    const hint = `keep its authority as ~/.config/containers/certs.d/${host}/ca.crt, or name it with --certificate-authority`;
    return make('unknown-authority', 'REGISTRY_TLS', 'its certificate is signed by an unknown authority', hint);
  }
  if (isNotTls(code, cause)) {
    const hint = 'if you trust the network, allow it with --insecure';
    return make('not-tls', 'REGISTRY_HTTP_ONLY', 'it answers in plain HTTP, not in HTTPS', hint);
  }
  const times = CERTIFICATE_TIMES[code];
  if (times !== undefined) return make('final', 'REGISTRY_TLS', times, 'check the clock, or have it renewed');
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return make('final', 'REGISTRY_TLS', 'its certificate is for another name', 'check the name');
  }
  if (/^(?:ERR_SSL_|ERR_TLS_|CERT_|EPROTO)/.test(code)) return make('final', 'REGISTRY_TLS', `TLS failed (${code})`);
  return undefined;
}

function otherError(code: string): [RegistryErrorCode, string] {
  if (code.startsWith('HPE_')) return ['REGISTRY_UNEXPECTED_ANSWER', `its answer is not HTTP (${code})`];
  return ['REGISTRY_CONNECTION', code === '' ? 'the connection failed' : `the connection failed (${code})`];
}
