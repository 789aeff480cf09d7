import type { Download } from '../core/ports/download.ts';
import { noCertificates } from '../core/ports/host-certificates.ts';
import type { Post } from '../core/ports/post.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUTS } from './limits.ts';
import type { Environment } from './transport/proxy.ts';
import { Transport } from './transport/transport.ts';

export interface WebOptions {
  /** For the proxy variables, `NODE_EXTRA_CA_CERTS`, `SSL_CERT_FILE` and `SSL_CERT_DIR`. */
  env: Environment;
  userAgent: string;
  warn(message: string): void;
}

/** Downloads of plain files, over the transport that registries are spoken to with. Each closes what it opened. */
export function createDownload(options: WebOptions): Download {
  return async (url, { headers, limit, signal }) => {
    const largest = { what: 'the file', bytes: limit, option: 'the largest manifest' };
    const request = { method: 'GET', url, headers, limit: largest, signal } as const;
    return exchange(options, request, ({ status, statusText, headers: { location }, body }) => ({
      status,
      statusText,
      location: Array.isArray(location) ? location[0] : location,
      body,
    }));
  };
}

/** Bytes of an answer to `createPost` that are taken, so that a server which writes while it works is not cut off at once. */
const MOST_OF_ANSWER = 1 << 20;

/**
 * Sends to web servers over the same transport. The status is the answer: whatever becomes of what follows, and however long
 * that is, the server has taken what was sent.
 */
export function createPost(options: WebOptions): Post {
  return async (url, { headers, body, signal }) => {
    const limit = { what: 'the answer', bytes: DEFAULT_LIMITS.manifest, option: 'the largest manifest' };
    const request = { method: 'POST', url, headers, body, limit, signal, stream: true } as const;
    return exchange(options, request, async ({ status, statusText, stream }) => {
      let size = 0;
      try {
        for await (const chunk of stream ?? []) {
          size += chunk.length;
          if (size > MOST_OF_ANSWER) break;
        }
      } catch {
        // The status was there before.
      }
      return { status, statusText };
    });
  };
}

async function exchange<T>(
  { env, userAgent, warn }: WebOptions,
  request: Omit<HttpRequest, 'trust' | 'addresses'>,
  read: (answer: HttpAnswer) => T | Promise<T>,
): Promise<T> {
  const transport = new Transport({
    env,
    connections: 1,
    timeouts: DEFAULT_TIMEOUTS,
    limits: DEFAULT_LIMITS,
    warn,
    certificates: noCertificates,
  });
  try {
    const answer = await transport.exchange({
      ...request,
      headers: { 'user-agent': userAgent, ...request.headers },
      trust: 'verified',
      addresses: 'any',
    });
    return await read(answer);
  } finally {
    await transport.close();
  }
}
