import { writeFile } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { createAuthority } from './certificates.ts';
import {
  close,
  createRegistry,
  listen,
  type RecordedRequest,
  type Registry,
  startRegistryServer,
} from './fixture-registry.ts';
import type { Image } from './images.ts';
import type { AccessMode } from './registry-access.ts';

/** One registry and all the names under which it answers. */
export interface NamedRegistry {
  readonly hosts: readonly [string, ...string[]];
  readonly access?: AccessMode;
}

/** The registries of the tutorial: two public ones with tokens, two of companies. */
export const TUTORIAL_REGISTRIES: readonly NamedRegistry[] = [
  {
    hosts: ['docker.io', 'registry-1.docker.io', 'index.docker.io', 'auth.docker.io'],
    access: { mode: 'bearer', realm: 'https://auth.docker.io/token', service: 'registry.docker.io' },
  },
  { hosts: ['quay.io'], access: { mode: 'bearer', realm: 'https://quay.io/v2/auth', service: 'quay.io' } },
  { hosts: ['registry.marsrover.space'] },
  { hosts: ['registry.spacedev.com'] },
];

export interface RegistryNetwork {
  /** What a program needs in its environment to reach the named hosts. */
  readonly env: Readonly<Record<string, string>>;
  /** PEM of the authority that signed the certificate of every host. */
  readonly authorityFile: string;
  readonly requests: RecordedRequest[];
  /** Connections to the registries, all hosts together. */
  connections(): number;
  registry(host: string): Registry;
  /** `reference`: `HOST/REPOSITORY:TAG`, with Docker Hub's host written out. */
  push(image: Image, reference: string): void;
  stop(): Promise<void>;
}

/**
 * Registries under their real names, reached the way a company network reaches them: through an HTTP proxy that
 * tunnels to one TLS server, whose certificate is signed by a private authority. All of it is on loopback.
 * `folder` is where the authority's certificate is written.
 */
export async function startRegistryNetwork(
  folder: string,
  named: readonly NamedRegistry[] = TUTORIAL_REGISTRIES,
): Promise<RegistryNetwork> {
  const registries = new Map<string, Registry>();
  for (const { hosts, access } of named) {
    const registry = createRegistry(access ? { access } : {});
    for (const host of hosts) registries.set(host, registry);
  }
  const authority = createAuthority('Registry Network Test Authority');
  const authorityFile = path.join(folder, 'ca.crt');
  await writeFile(authorityFile, authority.cert);
  const front = await startRegistryServer({
    tls: authority.issue([...registries.keys()]),
    registryOf: (host) => registries.get(host),
  });
  const proxy = await startConnectProxy((host) => (registries.has(host) ? front.port : undefined));
  const registry = (host: string) => {
    const found = registries.get(host);
    if (!found) throw new Error(`no registry is called ${host}`);
    return found;
  };
  return {
    env: {
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
      NO_PROXY: '127.0.0.1,localhost',
      NODE_EXTRA_CA_CERTS: authorityFile,
      SSL_CERT_FILE: authorityFile,
    },
    authorityFile,
    requests: front.requests,
    connections: front.connections,
    registry,
    push: (image, reference) => {
      const [, host = '', repository = '', tag = ''] = /^([^/]+)\/(.+):([^:/]+)$/.exec(reference) ?? [];
      registry(host).content.push(image, repository, tag);
    },
    stop: async () => {
      await proxy.stop();
      await front.stop();
    },
  };
}

/** An HTTP proxy that tunnels `CONNECT host:443` to the loopback port that `portOf` gives, and refuses all else. */
async function startConnectProxy(portOf: (host: string) => number | undefined) {
  const sockets = new Set<net.Socket>();
  const proxy = http.createServer((_, response) => response.writeHead(405).end());
  proxy.on('connect', (request: http.IncomingMessage, client: net.Socket, head: Buffer) => {
    const [, host = '', port] = /^(.*):(\d+)$/.exec(request.url ?? '') ?? [];
    const target = port === '443' ? portOf(host) : undefined;
    if (target === undefined) {
      client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const onward = net.connect(target, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.write(head);
      onward.pipe(client).pipe(onward);
    });
    for (const socket of [client, onward]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        onward.destroy();
      });
    }
  });
  const port = await listen(proxy);
  return {
    port,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return close(proxy);
    },
  };
}
