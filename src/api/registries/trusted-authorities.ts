import { CONFIG_MAP } from '../../core/kinds/kind-names.ts';
import { keyOf } from '../../core/kinds/places.ts';
import type { HostCertificateSource } from '../../core/ports/host-certificates.ts';
import { TRUSTED_CA_NAMESPACE, trustedAuthorities } from '../../core/registries/trusted-authorities.ts';
import type { ApiContext } from '../context.ts';
import type { ClusterImageSettings } from './cluster-image-config.ts';

/**
 * The authorities that `additionalTrustedCA` of the cluster's image configuration names, by host. A config map that is
 * not there, and a value that is no certificate, are told once.
 */
export function createTrustedAuthorities(
  context: Pick<ApiContext, 'store' | 'warn'>,
  cluster: ClusterImageSettings,
): HostCertificateSource {
  const told = new Set<string>();
  const tell = (message: string) => {
    if (!told.has(message)) context.warn(message);
    told.add(message);
  };
  return async (host) => {
    const name = (await cluster.config())?.spec?.additionalTrustedCA?.name;
    if (!name) return { authorities: [], clients: [] };
    const map = await context.store.get(keyOf(CONFIG_MAP, TRUSTED_CA_NAMESPACE, name));
    if (map === undefined) {
      tell(
        `there is no config map ${TRUSTED_CA_NAMESPACE}/${name}, which additionalTrustedCA of image.config.openshift.io/cluster names`,
      );
      return { authorities: [], clients: [] };
    }
    const { authorities, problems } = trustedAuthorities(map, host);
    problems.forEach(tell);
    return { authorities: authorities.map((each) => ({ ...each, ofStore: true as const })), clients: [] };
  };
}
