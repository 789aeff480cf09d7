import type { SecureContext } from 'node:tls';
import type { buildConnector, Dispatcher, Pool } from 'undici';
import { literalAddress } from '../addresses/address-policy.ts';
import { proxyLogin } from './proxy.ts';
import { PROXY_FAILED, PROXY_LOST } from './proxy-error.ts';

interface SecureOptions {
  rejectUnauthorized?: boolean;
  secureContext?: SecureContext;
}

export interface ProxyOptions {
  connections: number;
  pipelining: number;
  maxHeaderSize: number;
  /** To connect to the proxy, in milliseconds. */
  timeout: number;
  /** TLS towards the registry, inside the tunnel. */
  origin: SecureOptions;
  /** TLS towards an https proxy. */
  proxy: SecureOptions;
}

/**
 * A dispatcher whose requests go through a proxy: a CONNECT tunnel for https, the absolute form for http.
 * A login in the proxy's URL is sent to the proxy, and appears in no message.
 */
export async function openProxy(url: URL, options: ProxyOptions): Promise<Dispatcher> {
  const [{ default: ProxyAgent }, { default: Pool }, { default: Dispatcher }, { default: connect }] = await Promise.all(
    [
      import('undici/lib/dispatcher/proxy-agent.js'),
      import('undici/lib/dispatcher/pool.js'),
      import('undici/lib/dispatcher/dispatcher.js'),
      import('undici/lib/api/api-connect.js'),
    ],
  );
  // What undici's entry file does for all of its API; the tunnel needs this one.
  Dispatcher.prototype.connect ??= connect;
  const { connections, pipelining, maxHeaderSize, timeout } = options;
  const login = proxyLogin(url);
  return new ProxyAgent({
    uri: url.href,
    ...(login === undefined ? {} : { token: `Basic ${Buffer.from(login, 'utf8').toString('base64')}` }),
    proxyTunnel: false,
    clientFactory: (origin, { connect }: { connect: buildConnector.connector }) =>
      endingLoudly(new Pool(origin, { connect: naming(url, connect) })),
    connections,
    pipelining,
    maxHeaderSize,
    requestTls: { ...options.origin, timeout },
    proxyTls: { ...options.proxy, timeout },
  });
}

/** undici names the proxy to itself also by an address, which TLS has no name for (RFC 6066, 3): Node would warn of it. */
function naming(proxy: URL, connect: buildConnector.connector): buildConnector.connector {
  if (literalAddress(proxy.hostname) === undefined) return connect;
  return ({ servername: _address, ...options }, callback) => connect(options, callback);
}

/**
 * Marks what failed between here and the proxy: inside the tunnel the same errors are the registry's. undici takes a socket
 * that a proxy closes while it opens a tunnel for a connection that was idle, and connects again without end; under
 * another code it is an error.
 */
function endingLoudly(pool: Pool): Pool {
  const connect = pool.connect;
  const loudly = async (options: Dispatcher.ConnectOptions) => {
    try {
      return await connect.call<Pool, [Dispatcher.ConnectOptions], Promise<Dispatcher.ConnectData>>(pool, options);
    } catch (error) {
      const code = (error as { code?: unknown }).code === 'UND_ERR_SOCKET' ? PROXY_LOST : PROXY_FAILED;
      throw Object.assign(new Error('the proxy failed', { cause: error }), { code });
    }
  };
  return Object.assign(pool, { connect: loudly });
}
