import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { DistributionApi } from './distribution-api.ts';
import type { Image } from './images.ts';
import { type AccessMode, RegistryAccess } from './registry-access.ts';
import { RegistryContent } from './registry-content.ts';

export interface RecordedRequest {
  /** The Host header, without `:443`. */
  readonly host: string;
  readonly method: string;
  readonly url: string;
  readonly status: number;
  /** `Basic` or `Bearer`; the secret itself is not kept. */
  readonly authorization: string | undefined;
}

/** One registry: what it holds and who may see it, without a socket. */
export interface Registry {
  readonly content: RegistryContent;
  readonly access: RegistryAccess;
  answer(request: http.IncomingMessage, response: http.ServerResponse, origin: string): Promise<unknown>;
}

export interface RegistryOptions {
  access?: AccessMode;
  /** Tags on one page at most; 1000 when absent. */
  pageSize?: number;
  /** Milliseconds since the epoch, for the expiry of tokens. */
  now?: () => number;
}

export function createRegistry({ access = { mode: 'open' }, pageSize, now }: RegistryOptions = {}): Registry {
  const content = new RegistryContent();
  const gate = new RegistryAccess(access, now);
  const api = new DistributionApi(content, gate, pageSize);
  return { content, access: gate, answer: (request, response, origin) => api.answer(request, response, origin) };
}

/** Key and certificate (chain) in PEM. */
export interface ServerIdentity {
  key: string;
  cert: string;
  /** Clients must show a certificate of this authority, in PEM. */
  clientAuthority?: string;
}

export interface RegistryServerOptions {
  /** HTTPS with this identity; plain HTTP when absent. */
  tls?: ServerIdentity;
  /** Which registry answers for a Host header; `undefined` gives 421. */
  registryOf(host: string): Registry | undefined;
}

export interface RegistryServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT` or `https://...`. */
  readonly url: string;
  /** Every answered request, in the order of the answers. */
  readonly requests: RecordedRequest[];
  /** Connections accepted since the start. */
  connections(): number;
  stop(): Promise<void>;
}

/** Serves one or many registries on a free loopback port. */
export async function startRegistryServer({ tls, registryOf }: RegistryServerOptions): Promise<RegistryServer> {
  const scheme = tls ? 'https' : 'http';
  const requests: RecordedRequest[] = [];
  let connections = 0;
  const listener: http.RequestListener = (request, response) => {
    const host = (request.headers.host ?? '').replace(/:443$/, '');
    response.on('finish', () => {
      const { method = '', url = '', headers } = request;
      const authorization = headers.authorization?.split(' ')[0];
      requests.push({ host, method, url, status: response.statusCode, authorization });
    });
    const registry = registryOf(host);
    if (!registry) return response.writeHead(421).end();
    registry
      .answer(request, response, `${scheme}://${host}`)
      .catch((error: unknown) => response.destroy(error as Error));
  };
  const server = tls ? https.createServer(httpsOptions(tls), listener) : http.createServer(listener);
  server.on('connection', () => {
    connections += 1;
  });
  const port = await listen(server);
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}`,
    requests,
    connections: () => connections,
    stop: () => close(server),
  };
}

function httpsOptions({ clientAuthority, ...identity }: ServerIdentity): https.ServerOptions {
  return clientAuthority ? { ...identity, ca: clientAuthority, requestCert: true, rejectUnauthorized: true } : identity;
}

export interface FixtureRegistry extends RegistryServer {
  /** `127.0.0.1:PORT`, as it is written in an image reference. */
  readonly host: string;
  readonly content: RegistryContent;
  readonly access: RegistryAccess;
  /** Stores an image (an index with its children) without a request, and points the tag at it. */
  push(image: Image, repository: string, tag?: string): void;
}

/** Starts a registry of its own on a free loopback port, whatever name it is called by. */
export async function startFixtureRegistry(
  options: RegistryOptions & { tls?: ServerIdentity } = {},
): Promise<FixtureRegistry> {
  const registry = createRegistry(options);
  const server = await startRegistryServer({
    ...(options.tls ? { tls: options.tls } : {}),
    registryOf: () => registry,
  });
  return {
    ...server,
    host: `127.0.0.1:${server.port}`,
    content: registry.content,
    access: registry.access,
    push: (image, repository, tag) => registry.content.push(image, repository, tag),
  };
}

/** Listens on a free port of 127.0.0.1 and gives the port. */
export function listen(server: http.Server, address = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, address, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Closes the server and every connection that is still open. */
export function close(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
