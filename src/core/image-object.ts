import { RegistryError } from '../errors.ts';
import type { ImageManifestDocument, IndexDocument } from './manifest.ts';
import type { DockerConfig, DockerImageMetadata, Image } from './objects/image-stream.ts';

const LAYERS_ORDER = 'image.openshift.io/dockerLayersOrder';

/** Fields of an image configuration that Docker's own structure knows, in the names that Image objects use. */
const CONFIG_FIELDS = [
  'Hostname',
  'Domainname',
  'User',
  'Memory',
  'MemorySwap',
  'CpuShares',
  'Cpuset',
  'AttachStdin',
  'AttachStdout',
  'AttachStderr',
  'PortSpecs',
  'ExposedPorts',
  'Tty',
  'OpenStdin',
  'StdinOnce',
  'Env',
  'Cmd',
  'Image',
  'Volumes',
  'VolumesFrom',
  'WorkingDir',
  'Entrypoint',
  'NetworkDisabled',
  'SecurityOpts',
  'OnBuild',
  'Labels',
] as const;

/**
 * The Image object of an image manifest and its configuration (image-stream model 2.3).
 *
 * @param reference the pull spec that it was imported by, with the digest
 * @param config the configuration's bytes; they are read as JSON. Fails with REGISTRY_CONTENT where they are not.
 */
export function imageFromManifest(manifest: ImageManifestDocument, config: Uint8Array, reference: string): Image {
  return {
    apiVersion: 'image.openshift.io/v1',
    kind: 'Image',
    metadata: { name: manifest.digest, annotations: { [LAYERS_ORDER]: 'ascending' } },
    dockerImageReference: reference,
    dockerImageManifestMediaType: manifest.mediaType,
    dockerImageMetadata: metadataOf(manifest, readConfig(config, manifest.config.digest)),
    dockerImageMetadataVersion: '1.0',
    dockerImageLayers: manifest.layers.map((layer) => ({
      mediaType: layer.mediaType,
      name: layer.digest,
      size: layer.size,
    })),
  };
}

/**
 * The Image object of an index, as mode PreserveOriginal keeps it: its children are listed, there are no layers.
 *
 * @param now RFC 3339 in UTC; stands for the creation time, which an index does not tell
 */
export function imageFromIndex(index: IndexDocument, reference: string, now: string): Image {
  return {
    apiVersion: 'image.openshift.io/v1',
    kind: 'Image',
    metadata: { name: index.digest },
    dockerImageReference: reference,
    dockerImageManifestMediaType: index.mediaType,
    dockerImageMetadata: {
      kind: 'DockerImage',
      apiVersion: 'image.openshift.io/1.0',
      Id: index.digest,
      Created: now,
      ContainerConfig: {},
    },
    dockerImageMetadataVersion: '1.0',
    dockerImageManifests: index.manifests.map((entry) => ({
      architecture: entry.platform?.architecture ?? '',
      digest: entry.digest,
      manifestSize: entry.size,
      mediaType: entry.mediaType,
      os: entry.platform?.os ?? '',
      ...(entry.platform?.variant ? { variant: entry.platform.variant } : {}),
    })),
  };
}

/** An image configuration as JSON. Fails with REGISTRY_CONTENT. */
export function readConfig(bytes: Uint8Array, digest: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new RegistryError('REGISTRY_CONTENT', `the image configuration ${digest} is not readable JSON`, {
      cause: error,
    });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RegistryError('REGISTRY_CONTENT', `the image configuration ${digest} is not an object`);
  }
  return value as Record<string, unknown>;
}

function metadataOf(manifest: ImageManifestDocument, config: Record<string, unknown>): DockerImageMetadata {
  const metadata: DockerImageMetadata = {
    kind: 'DockerImage',
    apiVersion: 'image.openshift.io/1.0',
    Id: manifest.config.digest,
    Created: wholeSeconds(text(config.created)),
    ContainerConfig: dockerConfig(config.container_config) ?? {},
    Size: distinctSize(manifest),
  };
  const copied: [keyof DockerImageMetadata, unknown][] = [
    ['Parent', config.parent],
    ['Comment', config.comment],
    ['Container', config.container],
    ['DockerVersion', config.docker_version],
    ['Author', config.author],
    ['Architecture', config.architecture],
  ];
  for (const [field, value] of copied) if (text(value)) metadata[field] = value;
  const runtime = dockerConfig(config.config);
  if (runtime) metadata.Config = runtime;
  return metadata;
}

/** The fields that Docker's own structure knows, in its order, and only those that are not empty, as Go leaves them out of JSON. */
export function dockerConfig(value: unknown): DockerConfig | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const source = value as Record<string, unknown>;
  const config: Record<string, unknown> = {};
  for (const field of CONFIG_FIELDS) {
    const known = Object.hasOwn(source, field) ? source[field] : undefined;
    if (!isEmpty(known)) config[field] = known;
  }
  return config;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Kubernetes times have whole seconds in UTC; null where there is none. */
function wholeSeconds(time: string): string | null {
  const at = Date.parse(time);
  return Number.isNaN(at) ? null : `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** Bytes of the distinct layers and the configuration. */
function distinctSize(manifest: ImageManifestDocument): number {
  const sizes = new Map<string, number>([[manifest.config.digest, manifest.config.size]]);
  for (const layer of manifest.layers) sizes.set(layer.digest, layer.size);
  let sum = 0;
  for (const size of sizes.values()) sum += size;
  return sum;
}
