import { CLUSTER_IMAGE_CONFIG } from '../core/kind-names.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import type { RegistryHosts } from '../core/stream/pull-spec.ts';
import type { ApiContext } from './context.ts';

/** `image.config.openshift.io/cluster`, as far as it is read here. */
export interface ClusterImageConfig extends KubeObject {
  spec?: {
    externalRegistryHostnames?: string[];
    registrySources?: { blockedRegistries?: string[]; insecureRegistries?: string[] };
    [unknown: string]: unknown;
  };
  status?: { internalRegistryHostname?: string; externalRegistryHostnames?: string[]; [unknown: string]: unknown };
}

/** Reads the cluster's image configuration once, when it is first asked for. Undefined where there is none. */
export function clusterImageConfig(context: Pick<ApiContext, 'store'>): () => Promise<ClusterImageConfig | undefined> {
  const { group, plural } = CLUSTER_IMAGE_CONFIG;
  let answer: Promise<ClusterImageConfig | undefined> | undefined;
  return () => {
    answer ??= context.store.get<ClusterImageConfig>({ group, resource: plural, name: 'cluster' });
    return answer;
  };
}

/** The hosts of the integrated registry: the setting, else what the cluster's configuration says. */
export function registryHosts(context: ApiContext): () => Promise<RegistryHosts> {
  const config = clusterImageConfig(context);
  return async () => {
    const found = await config();
    const external = found?.status?.externalRegistryHostnames ?? found?.spec?.externalRegistryHostnames;
    return {
      internal: context.settings.internalRegistry || found?.status?.internalRegistryHostname || undefined,
      external: external?.[0],
    };
  };
}

/** Whether imports from a registry are blocked: an entry exactly equal to the host as written (image-stream model 4.8). */
export function isBlocked(config: ClusterImageConfig | undefined, registry: string): boolean {
  return config?.spec?.registrySources?.blockedRegistries?.includes(registry) ?? false;
}

/** Whether a registry may be reached insecurely whatever the tag says (image-stream model 4.8). */
export function isInsecureRegistry(config: ClusterImageConfig | undefined, registry: string): boolean {
  return config?.spec?.registrySources?.insecureRegistries?.includes(registry) ?? false;
}
