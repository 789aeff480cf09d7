import type { Download } from '../core/ports/download.ts';
import { noCertificates } from '../core/ports/host-certificates.ts';
import type { Post } from '../core/ports/post.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUTS } from './limits.ts';
import type { Environment } from './proxy.ts';
import { Transport } from './transport.ts';

export interface WebOptions {
  /** For the proxy variables, `NODE_EXTRA_CA_CERTS`, `SSL_CERT_FILE` and `SSL_CERT_DIR`. */
  env: Environment;
  userAgent: string;
  warn(message: string): void;
}

/** Downloads of plain files, over the transport that registries are spoken to with. Each closes what it opened. */
export function createDownload(options: WebOptions): Download {
  return async (url, { headers, limit, signal }) => {
    const answer = await exchange(options, {
      method: 'GET',
      url,
      headers,
      limit: { what: 'the file', bytes: limit, option: 'the largest manifest' },
      signal,
    });
    const { location } = answer.headers;
    return {
      status: answer.status,
      statusText: answer.statusText,
      location: Array.isArray(location) ? location[0] : location,
      body: answer.body,
    };
  };
}

/** Sends to web servers over the same transport. What they answer beyond the status is not looked at. */
export function createPost(options: WebOptions): Post {
  return async (url, { headers, body, signal }) => {
    const limit = { what: 'the answer', bytes: DEFAULT_LIMITS.manifest, option: 'the largest manifest' };
    const { status, statusText } = await exchange(options, { method: 'POST', url, headers, body, limit, signal });
    return { status, statusText };
  };
}

async function exchange(
  { env, userAgent, warn }: WebOptions,
  request: Omit<HttpRequest, 'trust' | 'addresses'>,
): Promise<HttpAnswer> {
  const transport = new Transport({
    env,
    connections: 1,
    timeouts: DEFAULT_TIMEOUTS,
    limits: DEFAULT_LIMITS,
    warn,
    certificates: noCertificates,
  });
  try {
    return await transport.exchange({
      ...request,
      headers: { 'user-agent': userAgent, ...request.headers },
      trust: 'verified',
      addresses: 'any',
    });
  } finally {
    await transport.close();
  }
}
