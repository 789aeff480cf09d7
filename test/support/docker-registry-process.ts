import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createAuthority } from './certificates.ts';
import type { ServerIdentity } from './fixture-registry.ts';
import type { BearerAccess } from './registry-access.ts';
import { startTokenServer, type TokenServer } from './token-server.ts';

/** The user that a registry with Basic access knows. */
export const BASIC_USER = { user: 'rover', password: 'curiosity' };
/** `htpasswd -Bbn rover curiosity` */
const HTPASSWD = 'rover:$2y$05$n3jWbhyxP5yg1xfugPoNKectmsHOvgTSddSqS7O/LOR0OpGRrNTwm\n';

export interface DockerRegistryOptions {
  access?: 'open' | 'basic' | (BearerAccess & { algorithm?: 'ES256' | 'RS256' });
  /** HTTPS with this identity; plain HTTP when absent. */
  tls?: ServerIdentity;
  /** `http(s)://HOST:PORT` of a registry that this one is a pull-through cache of. */
  cacheOf?: string;
}

export interface DockerRegistry {
  /** `127.0.0.1:PORT`, as it is written in an image reference. */
  readonly host: string;
  /** `http(s)://127.0.0.1:PORT`. */
  readonly url: string;
  /** Token requests so far; 0 without Bearer access. */
  tokenRequests(): number;
  stop(): Promise<void>;
}

/** Starts a real registry with empty storage on a free loopback port, and its token server when it needs one. */
export async function startDockerRegistry({
  access = 'open',
  tls,
  cacheOf,
}: DockerRegistryOptions = {}): Promise<DockerRegistry> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'docker-registry-'));
  const write = (name: string, text: string) => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const { auth, tokens } = await accessConfiguration(access, write);
  const http = {
    addr: '127.0.0.1:0',
    secret: 'test',
    ...(tls ? { tls: { certificate: write('server.crt', tls.cert), key: write('server.key', tls.key) } } : {}),
  };
  // JSON is YAML
  const configuration = write(
    'registry.yml',
    JSON.stringify({
      version: 0.1,
      log: { level: 'info', accesslog: { disabled: true } },
      storage: { filesystem: { rootdirectory: path.join(folder, 'data') }, delete: { enabled: true } },
      http,
      ...(auth ? { auth } : {}),
      ...(cacheOf ? { proxy: { remoteurl: cacheOf } } : {}),
    }),
  );
  const child = spawn('docker-registry', ['serve', configuration], { stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = async () => {
    await ended(child);
    await tokens?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const host = `127.0.0.1:${await portOf(child)}`;
    return { host, url: `${tls ? 'https' : 'http'}://${host}`, tokenRequests: () => tokens?.requests() ?? 0, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function accessConfiguration(
  access: NonNullable<DockerRegistryOptions['access']>,
  write: (name: string, text: string) => string,
): Promise<{ auth?: object; tokens?: TokenServer }> {
  if (access === 'open') return {};
  if (access === 'basic') return { auth: { htpasswd: { realm: 'test', path: write('htpasswd', HTPASSWD) } } };
  const { algorithm = 'ES256' } = access;
  const issuer = 'test-issuer';
  const service = access.service ?? 'test-registry';
  const signer = createAuthority('Test Token Signer', { algorithm: algorithm === 'ES256' ? 'ec' : 'rsa' });
  const tokens = await startTokenServer({ access, issuer, service, signer, algorithm });
  const rootcertbundle = write('signer.crt', signer.cert);
  return { auth: { token: { realm: tokens.realm, service, issuer, rootcertbundle } }, tokens };
}

/** Reads the port from the line `listening on 127.0.0.1:PORT` of the registry's log. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let log = '';
    const read = (chunk: Buffer) => {
      log += chunk;
      const port = /listening on 127\.0\.0\.1:(\d+)/.exec(log)?.[1];
      if (port) resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('error', reject);
    child.on('close', () => reject(new Error(`docker-registry did not start: ${log}`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return resolve();
    child.on('close', () => resolve());
    child.kill('SIGTERM');
  });
}
