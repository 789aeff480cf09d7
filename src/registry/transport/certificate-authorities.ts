import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import tls from 'node:tls';
import type { ClientCertificate, HostCertificates } from '../../core/ports/host-certificates.ts';
import { RegistryError } from '../../errors.ts';
import type { Environment } from './proxy.ts';

/** Where systems keep the bundle of trusted authorities; the first that exists counts, as in Go. */
const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** Folders in which systems keep what their bundle holds, one file for each. */
const SYSTEM_FOLDERS = ['/etc/ssl/certs', '/etc/pki/tls/certs'];

/**
 * Certificates of `NODE_EXTRA_CA_CERTS`, `SSL_CERT_FILE` and `SSL_CERT_DIR` (several folders, separated by `:`), in PEM.
 * Unlike in Go, they add to the authorities that are trusted anyway. A file that cannot be read is warned about.
 *
 * What is the system's own bundle is left to `systemAuthorities`: containers often set these variables to it.
 */
export function environmentAuthorities(env: Environment, warn: (message: string) => void): string[] {
  const files = new Set<string>();
  for (const name of ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE']) {
    const file = env[name];
    if (file && !SYSTEM_BUNDLES.includes(file)) files.add(file);
  }
  for (const folder of certificateFolders(env)) {
    if (!SYSTEM_FOLDERS.includes(folder)) for (const file of certificateFiles(folder)) files.add(file);
  }
  return [...files].flatMap((file) => {
    const text = read(file);
    if (text === undefined) warn(`the certificates in ${file} cannot be read and are left out`);
    return text === undefined ? [] : [text];
  });
}

/**
 * The bundle of the operating system, and where `SSL_CERT_DIR` names the system's folder what that holds besides; or
 * nothing. Large: reading it into a context takes as long as starting Node.
 */
export function systemAuthorities(env: Environment): string[] {
  const bundle = SYSTEM_BUNDLES.map(read).find((text) => text !== undefined) ?? '';
  const besides = certificateFolders(env)
    .filter((folder) => SYSTEM_FOLDERS.includes(folder))
    .flatMap(certificateFiles)
    .map((file) => read(file) ?? '')
    .filter((text) => !bundle.includes(text.trim()));
  return [bundle, ...besides].filter((text) => text !== '');
}

function certificateFolders(env: Environment): string[] {
  const folders = (env.SSL_CERT_DIR ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => (folder.length > 1 ? folder.replace(/\/+$/, '') : folder));
}

/** Contexts for TLS: Node's own roots and what is added to them. One context serves all hosts that need the same. */
export class Trust {
  readonly #env: Environment;
  readonly #warn: (message: string) => void;
  readonly #shared = new Map<boolean, tls.SecureContext | undefined>();
  #environment: readonly string[] | undefined;

  constructor(env: Environment, warn: (message: string) => void) {
    this.#env = env;
    this.#warn = warn;
  }

  /**
   * @param own certificates of one host
   * @param systemBundle whether the system's authorities are added too
   * @returns undefined where Node's roots are all: it has a context for them
   * Fails with REGISTRY_TLS for a client certificate that does not work with its key.
   */
  context({ authorities, clients }: HostCertificates, systemBundle: boolean): tls.SecureContext | undefined {
    const isShared = authorities.length === 0 && clients.length === 0;
    if (isShared && this.#shared.has(systemBundle)) return this.#shared.get(systemBundle);
    this.#environment ??= environmentAuthorities(this.#env, this.#warn);
    const added = [...this.#environment, ...(systemBundle ? systemAuthorities(this.#env) : [])];
    const some = added.length > 0 || !isShared;
    const context = some ? trusting(added, clients) : undefined;
    for (const { pem, origin } of authorities) {
      try {
        context?.context.addCACert(pem);
      } catch {
        this.#warn(`the certificates of ${origin} cannot be read and are left out`);
      }
    }
    if (isShared) this.#shared.set(systemBundle, context);
    return context;
  }
}

/** For connections whose other side is not verified: it trusts nobody, and so has no roots to load, which takes long. */
export function unverifiedContext(clients: readonly ClientCertificate[]): tls.SecureContext {
  return showing(clients, { ca: [] });
}

function trusting(authorities: readonly string[], clients: readonly ClientCertificate[]): tls.SecureContext {
  const context = showing(clients);
  // The `ca` option would replace Node's roots, and parsing them again from text costs four times as much as this.
  for (const pem of authorities) context.context.addCACert(pem);
  return context;
}

function showing(clients: readonly ClientCertificate[], trust: { ca?: string[] } = {}): tls.SecureContext {
  if (clients.length === 0) return tls.createSecureContext(trust);
  try {
    const [cert, key] = [clients.map((client) => client.cert), clients.map((client) => client.key)];
    return tls.createSecureContext({ ...trust, cert, key });
  } catch (cause) {
    const files = clients.map(({ origin }) => origin).join(', ');
    const reason = /key values mismatch/i.test(String(cause)) ? 'it does not belong to its key' : 'it cannot be read';
    throw new RegistryError('REGISTRY_TLS', `the client certificate ${files} cannot be used: ${reason}`, { cause });
  }
}

function certificateFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.(?:pem|crt|cer)$/.test(name))
      .sort()
      .map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}

function read(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    return text.includes('-----BEGIN') ? text : undefined;
  } catch {
    return undefined;
  }
}
