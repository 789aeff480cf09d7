import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { once } from '../core/concurrency/when-asked.ts';
import {
  type Authority,
  type ClientCertificate,
  type HostCertificateSource,
  type HostCertificates,
  spellingsOf,
} from '../core/ports/host-certificates.ts';
import { certificateProblem } from '../core/registries/pem.ts';
import { RegistryError } from '../errors.ts';
import { configHome, type FilePlaces } from './file-places.ts';

const NONE: HostCertificates = { authorities: [], clients: [] };

/**
 * The folders of certificates that podman and docker read (registry client TR2): for each host the first of
 * `~/.config/containers/certs.d`, `/etc/containers/certs.d` and `/etc/docker/certs.d` that has a folder `host[:port]`.
 * `*.crt` are authorities, `NAME.cert` with `NAME.key` the client's own certificate.
 *
 * Fails with REGISTRY_TLS, naming the file, for half a pair and for what cannot be read.
 */
export function createCertsD(places: FilePlaces): HostCertificateSource {
  const roots = once(() => certsDirectories(places).filter((root) => existsSync(root)));
  return async (host) => {
    for (const root of roots()) {
      for (const spelling of spellingsOf(host)) {
        const folder = path.join(root, spelling);
        // A host is checked before it is connected to; nothing of it may leave the root.
        if (path.dirname(folder) === root && existsSync(folder)) return readCertificates(folder);
      }
    }
    return NONE;
  };
}

function certsDirectories(places: FilePlaces): string[] {
  return [
    path.join(configHome(places), 'containers', 'certs.d'),
    path.join(places.system, 'containers', 'certs.d'),
    path.join(places.system, 'docker', 'certs.d'),
  ];
}

/** What one folder holds. */
export function readCertificates(folder: string): HostCertificates {
  const names = list(folder);
  const authorities: Authority[] = [];
  const clients: ClientCertificate[] = [];
  for (const name of names) {
    const file = path.join(folder, name);
    switch (path.extname(name)) {
      case '.crt': {
        const pem = read(file);
        const problem = certificateProblem(pem);
        if (problem !== undefined) throw broken(file, problem);
        authorities.push({ pem, origin: file });
        break;
      }
      case '.cert': {
        const key = `${name.slice(0, -'.cert'.length)}.key`;
        if (!names.includes(key)) throw broken(file, `the key of this client certificate, ${key}, is missing`);
        clients.push({ cert: read(file), key: read(path.join(folder, key)), origin: file });
        break;
      }
      case '.key': {
        const cert = `${name.slice(0, -'.key'.length)}.cert`;
        // A common mistake that would otherwise be silent: Docker wants `.cert` for client certificates.
        if (!names.includes(cert)) throw broken(file, `the client certificate of this key, ${cert}, is missing`);
        break;
      }
    }
  }
  return { authorities, clients };
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw broken(folder, `cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw broken(file, `cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function broken(file: string, why: string): RegistryError {
  return new RegistryError('REGISTRY_TLS', `${file}: ${why}`, {
    hint: 'a folder of certs.d holds authorities as *.crt, and client certificates as NAME.cert with NAME.key',
  });
}
