import type { SecureContext } from 'node:tls';
import type { Dispatcher, Pool } from 'undici';
import { PROXY_LOST } from './connection-error.ts';

interface SecureOptions {
  rejectUnauthorized?: false;
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
  const uri = new URL(url.protocol === 'socks5h:' ? url.href.replace(/^socks5h/, 'socks5') : url.href);
  const login = proxyLogin(uri);
  return new ProxyAgent({
    uri: uri.href,
    ...(login === undefined ? {} : { token: login }),
    proxyTunnel: false,
    clientFactory: (origin, tunnels) => endingLoudly(new Pool(origin, tunnels)),
    connections,
    pipelining,
    maxHeaderSize,
    requestTls: { ...options.origin, timeout },
    proxyTls: { ...options.proxy, timeout },
  });
}

/**
 * undici takes a socket that a proxy closes while it opens a tunnel for a connection that was idle, and connects again
 * without end. Under another code it is an error.
 */
function endingLoudly(pool: Pool): Pool {
  const connect = pool.connect;
  const loudly = async (options: Dispatcher.ConnectOptions) => {
    try {
      return await connect.call<Pool, [Dispatcher.ConnectOptions], Promise<Dispatcher.ConnectData>>(pool, options);
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'UND_ERR_SOCKET') throw error;
      throw Object.assign(new Error('the proxy closed the connection', { cause: error }), { code: PROXY_LOST });
    }
  };
  return Object.assign(pool, { connect: loudly });
}

/** The Basic header for a proxy, also where it has a user name only. */
function proxyLogin(url: URL): string | undefined {
  if (!url.protocol.startsWith('http') || (url.username === '' && url.password === '')) return undefined;
  const login = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return `Basic ${Buffer.from(login, 'utf8').toString('base64')}`;
}
