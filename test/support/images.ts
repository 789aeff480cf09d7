import { createCipheriv, createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * Small synthetic images. The same options give the same bytes on every machine and every Node: layers are
 * incompressible noise drawn from the seed, and their gzip holds stored blocks only, so that no compressor has a say.
 */

export const MEDIA_TYPES = {
  docker: {
    manifest: 'application/vnd.docker.distribution.manifest.v2+json',
    index: 'application/vnd.docker.distribution.manifest.list.v2+json',
    config: 'application/vnd.docker.container.image.v1+json',
    layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  },
  oci: {
    manifest: 'application/vnd.oci.image.manifest.v1+json',
    index: 'application/vnd.oci.image.index.v1+json',
    config: 'application/vnd.oci.image.config.v1+json',
    layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  },
} as const;

export interface ImageBlob {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** An image manifest with its blobs, or an index with its child images. */
export interface Image {
  readonly mediaType: string;
  readonly manifest: Buffer;
  readonly digest: string;
  /** The config first, then the layers; empty for an index. */
  readonly blobs: readonly ImageBlob[];
  /** What an index lists, in its order; empty for an image. */
  readonly children: readonly Image[];
}

export interface ImageOptions {
  /** Tells this image from all others. */
  seed: string;
  format?: 'docker' | 'oci';
  /** `os/architecture[/variant]`; `linux/amd64` when absent. */
  platform?: string;
  /** Bytes of noise in each layer; `[2000, 300]` when absent. */
  layers?: readonly number[];
  /** RFC 3339; `2023-03-01T10:00:00Z` when absent. */
  created?: string;
  author?: string;
  /** Members of the config's `config` object, laid over the defaults; `null` for a config without one. */
  config?: Readonly<Record<string, unknown>> | null;
  annotations?: Readonly<Record<string, string>>;
  /** Puts the config into its descriptor's `data`, as the OCI image spec allows. */
  embedConfig?: boolean;
}

export interface IndexOptions extends Omit<ImageOptions, 'platform' | 'embedConfig'> {
  /** One child image each; `unknown/unknown` makes a build attestation. */
  platforms: readonly string[];
}

export function sha256(bytes: Buffer | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export function createImage(options: ImageOptions): Image {
  const types = MEDIA_TYPES[options.format ?? 'docker'];
  const layers = (options.layers ?? [2000, 300]).map((size, n) => createLayer(`${options.seed} ${n}`, size));
  const config = json(imageConfig(options, layers));
  const configBlob = { digest: sha256(config), mediaType: types.config, bytes: config };
  const layerBlobs = layers.map(({ bytes }) => ({ digest: sha256(bytes), mediaType: types.layer, bytes }));
  const manifest = json({
    schemaVersion: 2,
    mediaType: types.manifest,
    config: { ...descriptor(configBlob), ...(options.embedConfig ? { data: config.toString('base64') } : {}) },
    layers: layerBlobs.map(descriptor),
    ...(options.annotations ? { annotations: options.annotations } : {}),
  });
  return {
    mediaType: types.manifest,
    manifest,
    digest: sha256(manifest),
    blobs: [configBlob, ...layerBlobs],
    children: [],
  };
}

export function createIndex({ platforms, annotations, ...options }: IndexOptions): Image {
  const entries = platforms.map((platform) => ({
    platform,
    image: createImage({ ...options, platform, seed: `${options.seed} ${platform}` }),
  }));
  return indexOf(entries, { format: options.format ?? 'docker', ...(annotations ? { annotations } : {}) });
}

/** An index over images that exist already; an entry without a platform gets no `platform` member. */
export function indexOf(
  entries: readonly { image: Image; platform?: string }[],
  options: { format: 'docker' | 'oci'; annotations?: Readonly<Record<string, string>> },
): Image {
  const manifest = json({
    schemaVersion: 2,
    mediaType: MEDIA_TYPES[options.format].index,
    manifests: entries.map(({ image, platform }) => ({
      mediaType: image.mediaType,
      size: image.manifest.length,
      digest: image.digest,
      ...(platform ? { platform: platformObject(platform) } : {}),
      ...(platform === 'unknown/unknown'
        ? { annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } }
        : {}),
    })),
    ...(options.annotations ? { annotations: options.annotations } : {}),
  });
  return {
    mediaType: MEDIA_TYPES[options.format].index,
    manifest,
    digest: sha256(manifest),
    blobs: [],
    children: entries.map(({ image }) => image),
  };
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function descriptor({ digest, mediaType, bytes }: ImageBlob) {
  return { mediaType, size: bytes.length, digest };
}

function platformObject(platform: string) {
  const [os, architecture, variant] = platform.split('/');
  return { architecture, os, ...(variant ? { variant } : {}) };
}

function imageConfig(options: ImageOptions, layers: readonly Layer[]) {
  const created = options.created ?? '2023-03-01T10:00:00Z';
  const config = {
    Env: ['PATH=/usr/local/bin:/usr/bin:/bin'],
    Cmd: ['/opt/app/run.sh'],
    ExposedPorts: { '8080/tcp': {} },
    Labels: { 'org.opencontainers.image.title': options.seed },
    User: '1001',
    WorkingDir: '/opt/app',
    ...options.config,
  };
  return {
    ...platformObject(options.platform ?? 'linux/amd64'),
    ...(options.author ? { author: options.author } : {}),
    created,
    ...(options.config === null ? {} : { config }),
    history: layers.map((_, n) => ({ created, created_by: `/bin/sh -c #(nop) ADD layer ${n} in / ` })),
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
  };
}

interface Layer {
  bytes: Buffer;
  diffId: string;
}

function createLayer(seed: string, size: number): Layer {
  const archive = tar('opt/app/noise', noise(seed, size));
  return { bytes: storedGzip(archive), diffId: sha256(archive) };
}

function noise(seed: string, size: number): Buffer {
  const key = createHash('sha256').update(seed).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size));
}

/** A ustar archive of one file (POSIX.1-1988): header, content padded to 512 bytes, two empty blocks. */
function tar(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512);
  const octal = (value: number, offset: number, digits: number) =>
    header.write(`${value.toString(8).padStart(digits, '0')}\0`, offset);
  header.write(name, 0);
  octal(0o644, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(content.length, 124, 11);
  octal(0, 136, 11);
  header.write('0', 156);
  header.write('ustar\x0000', 257, 'latin1');
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512), Buffer.alloc(1024)]);
}

/** A gzip member (RFC 1952) of stored blocks (RFC 1951, 3.2.4). */
function storedGzip(content: Buffer): Buffer {
  const parts: Buffer[] = [Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])];
  for (let offset = 0; offset < content.length; offset += 0xffff) {
    const chunk = content.subarray(offset, offset + 0xffff);
    const head = Buffer.alloc(5);
    head.writeUInt8(offset + chunk.length === content.length ? 1 : 0, 0);
    head.writeUInt16LE(chunk.length, 1);
    head.writeUInt16LE(chunk.length ^ 0xffff, 3);
    parts.push(head, chunk);
  }
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(crc32(content), 0);
  tail.writeUInt32LE(content.length, 4);
  return Buffer.concat([...parts, tail]);
}
