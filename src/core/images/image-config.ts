import { isJsonObject, ownValue, present } from '../json/json-object.ts';
import type { DockerConfig } from '../objects/image-stream.ts';
import { dockerConfig, readConfig } from './docker-image-config.ts';
import type { ImageManifestDocument } from './manifest.ts';

/**
 * An image configuration as `oc image info -o json` shows it: the fields that Docker's structure knows, in its order,
 * empty ones left out as Go does. Times are as they were written.
 */
export interface ImageConfig {
  id: string;
  parent?: string;
  comment?: string;
  /** RFC 3339; Go's zero time where there is none. */
  created: string;
  container?: string;
  container_config: DockerConfig | Record<string, never>;
  docker_version?: string;
  author?: string;
  config?: DockerConfig;
  architecture?: string;
  /** Bytes of the layers together, each as often as it is listed. */
  size?: number;
  rootfs?: { type: string; diff_ids?: string[] };
  history?: HistoryEntry[];
  os?: string;
  'os.version'?: string;
  'os.features'?: string[];
}

interface HistoryEntry {
  created: string;
  author?: string;
  created_by?: string;
  comment?: string;
  empty_layer?: boolean;
}

const ZERO_TIME = '0001-01-01T00:00:00Z';

/** Reads the configuration of an image. Fails with REGISTRY_CONTENT where it is not readable. */
export function imageConfig(manifest: ImageManifestDocument, bytes: Uint8Array): ImageConfig {
  const source = readConfig(bytes, manifest.config.digest);
  const text = (field: string) => textOf(source, field);
  const config = dockerConfig(source, 'config');
  const size = manifest.layers.reduce((sum, layer) => sum + layer.size, 0);
  return present({
    id: text('id') ?? '',
    parent: text('parent'),
    comment: text('comment'),
    created: timeOf(source),
    container: text('container'),
    container_config: dockerConfig(source, 'container_config') ?? {},
    docker_version: text('docker_version'),
    author: text('author'),
    config: config ?? (isJsonObject(source.config) ? {} : undefined),
    architecture: text('architecture'),
    size: size || undefined,
    rootfs: rootfsOf(source.rootfs),
    history: historyOf(source.history),
    os: text('os'),
    'os.version': text('os.version'),
    'os.features': textsOf(source['os.features']),
  });
}

function rootfsOf(value: unknown): ImageConfig['rootfs'] {
  if (!isJsonObject(value)) return undefined;
  return present({ type: textOf(value, 'type') ?? '', diff_ids: textsOf(value.diff_ids) });
}

function historyOf(value: unknown): HistoryEntry[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.filter(isJsonObject).map((entry) =>
    present({
      created: timeOf(entry),
      author: textOf(entry, 'author'),
      created_by: textOf(entry, 'created_by'),
      comment: textOf(entry, 'comment'),
      empty_layer: entry.empty_layer === true || undefined,
    }),
  );
}

function timeOf(source: Record<string, unknown>): string {
  const created = textOf(source, 'created');
  return created === undefined || Number.isNaN(Date.parse(created)) ? ZERO_TIME : created;
}

function textsOf(value: unknown): string[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.filter((item) => typeof item === 'string');
}

function textOf(source: Record<string, unknown>, field: string): string | undefined {
  const value = ownValue(source, field);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
