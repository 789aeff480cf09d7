import { gunzipSync, gzipSync } from 'node:zlib';
import { type Image, MEDIA_TYPES, sha256 } from './images.ts';
import { type ArchiveEntry, tarArchive } from './tar-archive.ts';

/** An image whose layers are archives that can be unpacked. */
export function archiveImage(
  layers: readonly (readonly ArchiveEntry[])[],
  {
    format = 'docker',
    platform = 'linux/amd64',
    config = {},
  }: { format?: 'docker' | 'oci'; platform?: string; config?: object } = {},
): Image {
  const types = MEDIA_TYPES[format];
  const blobs = layers.map((entries) => blobOf(gzipSync(tarArchive(entries)), types.layer));
  const [os, architecture] = platform.split('/');
  const created = '2023-03-01T10:00:00Z';
  const configBlob = blobOf(
    Buffer.from(
      JSON.stringify({
        ...{ os, architecture, created },
        config: { Env: ['A=1'], Cmd: ['/run'], Labels: { a: 'b' }, ...config },
        rootfs: { type: 'layers', diff_ids: blobs.map(({ bytes }) => sha256(gunzipSync(bytes))) },
        history: [
          ...blobs.map(() => ({ created, created_by: 'ADD' })),
          { created, created_by: 'CMD', empty_layer: true },
        ],
      }),
    ),
    types.config,
  );
  const descriptor = ({ digest, mediaType, bytes }: typeof configBlob) => ({ mediaType, size: bytes.length, digest });
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: types.manifest,
      config: descriptor(configBlob),
      layers: blobs.map(descriptor),
    }),
  );
  return { mediaType: types.manifest, manifest, digest: sha256(manifest), blobs: [configBlob, ...blobs], children: [] };
}

function blobOf(bytes: Buffer, mediaType: string) {
  return { digest: sha256(bytes), mediaType, bytes };
}
