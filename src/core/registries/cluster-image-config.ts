import type { KubeObject } from '../objects/meta.ts';
import { isDockerHub } from '../references/reference-forms.ts';
import { cause, type StatusCause } from '../status.ts';
import type { AllowedRegistry } from '../validation/registry-policy.ts';
import { isHostPort, isLocation, isWildcard } from './host-syntax.ts';
import { array, bool, checkSchema, object, text } from './open-api-schema.ts';

/** `image.config.openshift.io/cluster`: what the administrator of a cluster says about registries. */
export interface ClusterImageConfig extends KubeObject {
  spec?: {
    /** Where images may be imported from; none means everywhere (image-stream model 4.7). */
    allowedRegistriesForImport?: AllowedRegistry[];
    externalRegistryHostnames?: string[];
    /** A config map of the namespace `openshift-config` with authorities by host (image-stream model 4.9). */
    additionalTrustedCA?: { name?: string };
    registrySources?: RegistrySources;
    [unknown: string]: unknown;
  };
  status?: { internalRegistryHostname?: string; externalRegistryHostnames?: string[]; [unknown: string]: unknown };
}

/** How registries are reached (image-stream model 4.8). */
export interface RegistrySources {
  insecureRegistries?: string[];
  blockedRegistries?: string[];
  /** Counts for what runs images; imports do not look at it. */
  allowedRegistries?: string[];
  /** Where names without a registry are looked for, in this order. */
  containerRuntimeSearchRegistries?: string[];
}

/**
 * Whether a list names a registry: by an entry that is exactly `host[:port]` (image-stream model 4.8). All names of
 * Docker Hub, the unwritten one too, are one.
 */
export function namesHost(list: readonly string[] | undefined, registry: string): boolean {
  if (!list) return false;
  const hub = registry === '' || isDockerHub(registry);
  return list.some((entry) => entry === registry || (hub && isDockerHub(entry)));
}

const texts = array(text);
const SCHEMA = object({
  spec: object({
    allowedRegistriesForImport: array(object({ domainName: text, insecure: bool })),
    externalRegistryHostnames: texts,
    additionalTrustedCA: object({ name: text }),
    registrySources: object({
      insecureRegistries: texts,
      blockedRegistries: texts,
      allowedRegistries: texts,
      containerRuntimeSearchRegistries: texts,
    }),
  }),
  status: object({ internalRegistryHostname: text, externalRegistryHostnames: texts }),
});

/**
 * Checks a configuration that is to be written, or that was read from a file: types as the API's schema does, then
 * what its entries say.
 *
 * @returns a cause for each mistake; a value without any is a `ClusterImageConfig`
 */
export function validateClusterImageConfig(value: KubeObject): StatusCause[] {
  const causes = checkSchema(value, SCHEMA);
  if (causes.length > 0) return causes;
  const { metadata, spec = {}, status = {} } = value as ClusterImageConfig;
  const name = spec.additionalTrustedCA?.name ?? '';
  return [
    ...(metadata.name === 'cluster' ? [] : [cause.invalid('metadata.name', metadata.name, 'must be cluster')]),
    ...(spec.allowedRegistriesForImport ?? []).flatMap(({ domainName }, index) =>
      allowedRegistry(domainName ?? '', `spec.allowedRegistriesForImport[${index}].domainName`),
    ),
    ...entries(spec.externalRegistryHostnames, 'spec.externalRegistryHostnames', isHostPort, HOST),
    ...(name === '' || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(name)
      ? []
      : [cause.invalid('spec.additionalTrustedCA.name', name, 'must be the name of a config map')]),
    ...registrySources(spec.registrySources ?? {}),
    ...entries(
      status.internalRegistryHostname ? [status.internalRegistryHostname] : [],
      'status.internalRegistryHostname',
      isHostPort,
      HOST,
    ),
  ];
}

const HOST = 'must be a host with an optional port, such as registry.example.com:5000';

function allowedRegistry(name: string, field: string): StatusCause[] {
  if (name === '') return [cause.required(field)];
  if (name.split(':').length > 2) return [cause.invalid(field, name, 'too many colons')];
  if (isHostPort(name.replaceAll(/[*?]/g, 'x').replace(/:x+$/, ''))) return [];
  return [cause.invalid(field, name, 'must be a host with an optional port, in which * and ? stand for anything')];
}

function registrySources(sources: RegistrySources): StatusCause[] {
  const field = 'spec.registrySources';
  const scope = (entry: string) => isLocation(entry) || isWildcard(entry);
  const why = 'must be a host with an optional port and path, or *.example.com';
  const { insecureRegistries, blockedRegistries, allowedRegistries, containerRuntimeSearchRegistries } = sources;
  const both = (blockedRegistries?.length ?? 0) > 0 && (allowedRegistries?.length ?? 0) > 0;
  return [
    ...(both ? [cause.forbidden(field, 'only one of blockedRegistries or allowedRegistries may be set')] : []),
    ...entries(insecureRegistries, `${field}.insecureRegistries`, scope, why),
    ...entries(blockedRegistries, `${field}.blockedRegistries`, scope, why),
    ...entries(allowedRegistries, `${field}.allowedRegistries`, scope, why),
    ...entries(
      containerRuntimeSearchRegistries,
      `${field}.containerRuntimeSearchRegistries`,
      (entry) => isHostPort(entry) && looksLikeHost(entry),
      HOST,
    ),
  ];
}

/** In a pull spec, a first part without any of these is not a registry. */
const looksLikeHost = (entry: string) => /[.:]/.test(entry) || entry === 'localhost';

function entries(
  list: readonly string[] | undefined,
  field: string,
  isRight: (entry: string) => boolean,
  why: string,
): StatusCause[] {
  return (list ?? []).flatMap((entry, index) => {
    const at = field.startsWith('status.internal') ? field : `${field}[${index}]`;
    if (isRight(entry)) return [];
    const colons = entry.startsWith('[') ? 0 : entry.replace(/\/.*$/s, '').split(':').length - 1;
    return [cause.invalid(at, entry, colons > 1 ? 'too many colons' : why)];
  });
}
