import type { DockerImageMetadata, Image } from '../objects/image-stream.ts';
import { dockerConfig, readConfig } from './docker-image-config.ts';
import type { ImageManifestDocument, IndexDocument } from './manifest.ts';

const LAYERS_ORDER = 'image.openshift.io/dockerLayersOrder';

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
 * The Image object of an index, as mode PreserveOriginal keeps it: its children are listed, there are no layers. An index
 * does not tell when it was made; streams show the time of its import instead (`imageSince`).
 */
export function imageFromIndex(index: IndexDocument, reference: string): Image {
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
      Created: null,
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

function metadataOf(manifest: ImageManifestDocument, config: Record<string, unknown>): DockerImageMetadata {
  const metadata: DockerImageMetadata = {
    kind: 'DockerImage',
    apiVersion: 'image.openshift.io/1.0',
    Id: manifest.schema1 ? manifest.digest : manifest.config.digest,
    Created: wholeSeconds(text(config.created)),
    ContainerConfig: dockerConfig(config, 'container_config') ?? {},
    ...(manifest.schema1 ? {} : { Size: distinctSize(manifest) }),
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
  const runtime = dockerConfig(config, 'config');
  if (runtime) metadata.Config = runtime;
  return metadata;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Kubernetes times have whole seconds in UTC; null where there is none. */
function wholeSeconds(time: string): string | null {
  const at = Date.parse(time);
  const iso = Number.isNaN(at) ? '' : new Date(at).toISOString();
  // A year of more than four digits begins with a sign, and is none to RFC 3339.
  return /^\d/.test(iso) ? `${iso.slice(0, 19)}Z` : null;
}

/** Bytes of the distinct layers and the configuration. */
function distinctSize(manifest: ImageManifestDocument): number {
  const sizes = new Map<string, number>([[manifest.config.digest, manifest.config.size]]);
  for (const layer of manifest.layers) sizes.set(layer.digest, layer.size);
  let sum = 0;
  for (const size of sizes.values()) sum += size;
  return sum;
}
