import { readFileSync } from 'node:fs';
import os from 'node:os';
import process from 'node:process';
import { type HostCertificateSource, joinCertificates } from '../core/ports/host-certificates.ts';
import { certificateProblem } from '../core/registries/pem.ts';
import { AppError } from '../errors.ts';

/** Where the system keeps its configuration. */
export const SYSTEM = '/etc';

/**
 * What is trusted of a host and shown to it: the cluster's `additionalTrustedCA`, the folders `certs.d`, and the file of
 * `--certificate-authority`, which counts for every host. Nothing is read before a host is connected to by TLS.
 *
 * @param cluster the authorities of the store's configuration
 * @param file what `--certificate-authority` names; empty for none
 */
export function createHostCertificates(cluster: HostCertificateSource, file: string): HostCertificateSource {
  let folders: Promise<HostCertificateSource> | undefined;
  const open = async () => {
    const { createCertsD } = await import('../registries-conf/certs-d.ts');
    return createCertsD({ env: process.env, home: os.homedir(), system: SYSTEM });
  };
  return async (host) => {
    folders ??= open();
    const named = file === '' ? [] : [{ authorities: [{ pem: readAuthorities(file), origin: file }], clients: [] }];
    return joinCertificates([...named, await cluster(host), await (await folders)(host)]);
  };
}

/** The text of a file of authorities. Fails with ARGUMENT where it cannot be read or holds none. */
export function readAuthorities(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new AppError('ARGUMENT', `error reading ${file}: ${(error as Error).message}`, { cause: error });
  }
  const problem = certificateProblem(text);
  if (problem !== undefined) throw new AppError('ARGUMENT', `${file} is no certificate authority: ${problem}`);
  return text;
}
