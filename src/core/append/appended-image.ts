import { AppError } from '../../errors.ts';
import type { Descriptor, ImageManifestDocument } from '../images/manifest.ts';
import { DOCKER_MANIFEST, OCI_MANIFEST } from '../images/manifest.ts';
import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import type { LayerInput } from '../ports/layer-input.ts';

const LAYER_TYPES = {
  docker: {
    none: 'application/vnd.docker.image.rootfs.diff.tar',
    gzip: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
    zstd: undefined,
  },
  oci: {
    none: 'application/vnd.oci.image.layer.v1.tar',
    gzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
    zstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
  },
} as const;
const CONFIG_TYPES = {
  docker: 'application/vnd.docker.container.image.v1+json',
  oci: 'application/vnd.oci.image.config.v1+json',
} as const;

/** An image that is to be written: its configuration, and all but the digest of it in the manifest. */
export interface AppendedImage {
  mediaType: string;
  configType: string;
  layers: Descriptor[];
  config: JsonObject;
  annotations: Record<string, string> | undefined;
}

/**
 * An image with more layers on top. It keeps the format of its base; one without a base is as Docker writes them.
 * Fails with ARGUMENT for a layer that the format does not have, and where the configuration does not fit the layers.
 */
export function appendedImage(
  base: ImageManifestDocument | undefined,
  config: JsonObject,
  added: readonly LayerInput[],
): AppendedImage {
  const format = base?.mediaType === OCI_MANIFEST ? 'oci' : 'docker';
  const layers = [...(base?.layers ?? []), ...added.map((layer) => descriptorOf(layer, format))];
  const rootfs = isJsonObject(config.rootfs) ? config.rootfs : {};
  const known = Array.isArray(rootfs.diff_ids) ? rootfs.diff_ids : [];
  const diffIds = [...known, ...added.map(({ diffId }) => diffId)];
  if (diffIds.length !== layers.length) {
    const why = `the configuration speaks of ${diffIds.length} layers, and the manifest of ${layers.length}`;
    throw new AppError('ARGUMENT', `the image cannot be appended to: ${why}`);
  }
  return {
    mediaType: format === 'oci' ? OCI_MANIFEST : DOCKER_MANIFEST,
    configType: CONFIG_TYPES[format],
    layers,
    config: {
      ...config,
      rootfs: { ...rootfs, type: 'layers', diff_ids: diffIds },
      history: historyOf(config, layers.length),
    },
    annotations: base?.annotations,
  };
}

function descriptorOf({ compression, digest, size }: LayerInput, format: 'docker' | 'oci'): Descriptor {
  const mediaType = LAYER_TYPES[format][compression];
  if (mediaType !== undefined) return { mediaType, digest, size };
  throw new AppError('ARGUMENT', `images in Docker's format have no layers that are compressed by ${compression}`);
}

/** Every layer has its entry; those that are marked as empty have none. */
function historyOf({ history, created }: JsonObject, layers: number): unknown[] {
  const entries = Array.isArray(history) ? [...history] : [];
  let told = entries.filter((entry) => ownValue(entry, 'empty_layer') !== true).length;
  for (; told < layers; told++) entries.push({ created });
  return entries;
}
