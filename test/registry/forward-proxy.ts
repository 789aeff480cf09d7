import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { close, listen, type ServerIdentity } from '../support/fixture-registry.ts';
import { later } from './client-under-test.ts';

export interface ForwardProxy {
  readonly url: string;
  readonly host: string;
  /** `CONNECT host:port` and `GET http://...`, as they came, with the login for the proxy. */
  readonly requests: { line: string; login: string | undefined }[];
}

/** What the proxy does with a request: connects to a loopback port, refuses with a status, or hangs up. */
export type Forwarding = (target: string) => { port: number } | { status: number } | 'hang up';

/** A forward proxy: tunnels CONNECT, and passes requests with an absolute URL on. */
export async function startForwardProxy(
  forward: Forwarding,
  tls?: ServerIdentity,
  address?: string,
): Promise<ForwardProxy> {
  const requests: ForwardProxy['requests'] = [];
  const sockets = new Set<Duplex>();
  const note = ({ method, url, headers }: http.IncomingMessage) =>
    requests.push({ line: `${method} ${url}`, login: headers['proxy-authorization'] });
  const passOn: http.RequestListener = (request, response) => {
    note(request);
    const url = new URL(request.url ?? '');
    const to = forward(url.host);
    if (to === 'hang up') return void response.socket?.destroy();
    if ('status' in to) return void response.writeHead(to.status).end();
    const { method = '', headers } = request;
    const onward = http.request({ port: to.port, method, path: url.pathname, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  };
  const server = tls ? https.createServer(tls, passOn) : http.createServer(passOn);
  server.on('connect', (request: http.IncomingMessage, socket: Duplex) => {
    note(request);
    sockets.add(socket);
    socket.on('error', () => {});
    const to = forward(request.url ?? '');
    if (to === 'hang up') return socket.destroy();
    if ('status' in to) return socket.end(`HTTP/1.1 ${to.status} No\r\n\r\n`);
    const onward = net.connect(to.port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    onward.on('close', () => socket.destroy());
  });
  const port = await listen(server, address);
  later(async () => {
    for (const socket of sockets) socket.destroy();
    await close(server);
  });
  const host = `127.0.0.1:${port}`;
  return { host, url: `${tls ? 'https' : 'http'}://${host}`, requests };
}
