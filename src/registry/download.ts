import type { Download } from '../core/ports/download.ts';
import { noCertificates } from '../core/ports/host-certificates.ts';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUTS } from './limits.ts';
import type { Environment } from './proxy.ts';
import { Transport } from './transport.ts';

export interface DownloadOptions {
  /** For the proxy variables, `NODE_EXTRA_CA_CERTS`, `SSL_CERT_FILE` and `SSL_CERT_DIR`. */
  env: Environment;
  userAgent: string;
  warn(message: string): void;
}

/** Downloads of plain files, over the transport that registries are spoken to with. Each closes what it opened. */
export function createDownload({ env, userAgent, warn }: DownloadOptions): Download {
  return async (url, { headers, limit, signal }) => {
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
        method: 'GET',
        url,
        headers: { 'user-agent': userAgent, ...headers },
        trust: 'verified',
        addresses: 'any',
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
    } finally {
      await transport.close();
    }
  };
}
