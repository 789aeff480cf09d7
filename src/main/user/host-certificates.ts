import { once } from '../../core/concurrency/when-asked.ts';
import { type HostCertificateSource, joinCertificates } from '../../core/ports/host-certificates.ts';
import { certificateProblem } from '../../core/registries/pem.ts';
import { AppError } from '../../errors.ts';
import { readTextFile } from '../process/input.ts';
import { filePlaces } from './registries-conf.ts';

/**
 * What is trusted of a host and shown to it: the cluster's `additionalTrustedCA`, the folders `certs.d`, and the file of
 * `--certificate-authority`, which counts for every host. Nothing is read before a host is connected to by TLS.
 *
 * @param cluster the authorities of the store's configuration
 * @param file what `--certificate-authority` names; empty for none
 */
export function createHostCertificates(cluster: HostCertificateSource, file: string): HostCertificateSource {
  const folders = once(async () => {
    const { createCertsD } = await import('../../registries-conf/certs-d.ts');
    return createCertsD(filePlaces());
  });
  return async (host) => {
    const named = file === '' ? [] : [{ authorities: [{ pem: readAuthorities(file), origin: file }], clients: [] }];
    return joinCertificates([...named, await cluster(host), await (await folders())(host)]);
  };
}

/** The text of a file of authorities. Fails with ARGUMENT where it cannot be read or holds none. */
export function readAuthorities(file: string): string {
  const text = readTextFile(file);
  const problem = certificateProblem(text);
  if (problem !== undefined) throw new AppError('ARGUMENT', `${file} is no certificate authority: ${problem}`);
  return text;
}
