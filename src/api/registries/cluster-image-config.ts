import { CLUSTER_IMAGE_CONFIG } from '../../core/kinds/kind-names.ts';
import { keyOf } from '../../core/kinds/places.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import { type ClusterImageConfig, validateClusterImageConfig } from '../../core/registries/cluster-image-config.ts';
import { refuseInvalid } from '../../core/status.ts';
import type { RegistryHosts } from '../../core/stream/pull-spec.ts';
import { createRegistryPolicy, type RegistryPolicy, searching } from '../../core/validation/registry-policy.ts';

export const CLUSTER_IMAGE_CONFIG_KIND = `${CLUSTER_IMAGE_CONFIG.kind}.${CLUSTER_IMAGE_CONFIG.group}`;
/** For this long, in milliseconds, what was read is taken for what is there: one command reads once, a server often enough. */
export const FRESH = 2000;

/** The cluster's image configuration, as the image API needs it. Read when it is first asked for. */
export interface ClusterImageSettings {
  /**
   * The configuration, or undefined where there is none. Fails with Status Invalid where it holds mistakes: rules that
   * cannot be read are not passed over.
   */
  config(): Promise<ClusterImageConfig | undefined>;
  /** The hosts of the integrated registry: the setting, else what the configuration says. */
  hosts(): Promise<RegistryHosts>;
  /** Where images may come from; undefined where nothing restricts it. Fails as `config` does. */
  policy(): Promise<RegistryPolicy | undefined>;
  /** Has the configuration read again, because it was written. */
  forget(): void;
}

export function createClusterImageSettings(context: {
  store: ObjectStore;
  /** What is set for this machine goes before what the store says. */
  settings: { internalRegistry?: string | undefined };
  now(): Date;
}): ClusterImageSettings {
  let stored: { at: number; object: Promise<KubeObject | undefined> } | undefined;

  function read(): Promise<KubeObject | undefined> {
    const now = context.now().getTime();
    if (stored === undefined || Math.abs(now - stored.at) > FRESH) {
      stored = { at: now, object: context.store.get(keyOf(CLUSTER_IMAGE_CONFIG, '', 'cluster')) };
    }
    return stored.object;
  }

  const settings: ClusterImageSettings = {
    async config() {
      const object = await read();
      if (object === undefined) return undefined;
      refuseInvalid(CLUSTER_IMAGE_CONFIG_KIND, object.metadata.name, validateClusterImageConfig(object));
      return object;
    },

    async hosts() {
      // Showing streams must not depend on the rest of the configuration.
      const { spec, status } = ((await read()) ?? {}) as { spec?: unknown; status?: unknown };
      return {
        internal: context.settings.internalRegistry || texts([field(status, 'internalRegistryHostname')])[0],
        external: [
          ...texts(field(status, 'externalRegistryHostnames')),
          ...texts(field(spec, 'externalRegistryHostnames')),
        ][0],
      };
    },

    async policy() {
      const { allowedRegistriesForImport: allowed = [], registrySources = {} } = (await settings.config())?.spec ?? {};
      if (allowed.length === 0) return undefined;
      const policy = createRegistryPolicy(allowed, (await settings.hosts()).internal);
      return searching(policy, registrySources.containerRuntimeSearchRegistries ?? []);
    },

    forget() {
      stored = undefined;
    },
  };
  return settings;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string' && item !== '') : [];
}
