import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { createImage, createIndex, type Image, indexOf, MEDIA_TYPES, sha256 } from './images.ts';

const parsed = (image: Image) => JSON.parse(image.manifest.toString());

describe('synthetic images', () => {
  test('the same options give the same digest, for ever', () => {
    expect(createImage({ seed: 'rover' }).digest).toBe(DIGESTS.docker);
    expect(createImage({ seed: 'rover', format: 'oci' }).digest).toBe(DIGESTS.oci);
    expect(createIndex({ seed: 'rover', platforms: ['linux/amd64', 'linux/arm64'] }).digest).toBe(DIGESTS.list);
  });

  test('another seed gives another image', () => {
    expect(createImage({ seed: 'a' }).digest).not.toBe(createImage({ seed: 'b' }).digest);
  });

  test.each(['docker', 'oci'] as const)('a %s manifest describes its blobs', (format) => {
    const image = createImage({ seed: 'rover', format, layers: [70_000, 10] });
    const { config, layers, mediaType } = parsed(image);
    expect(image.digest).toBe(sha256(image.manifest));
    expect(mediaType).toBe(MEDIA_TYPES[format].manifest);
    expect(image.blobs.map(({ digest, mediaType, bytes }) => ({ mediaType, size: bytes.length, digest }))).toEqual([
      config,
      ...layers,
    ]);
    for (const blob of image.blobs) expect(blob.digest).toBe(sha256(blob.bytes));
  });

  test('a layer is a gzip of a tar whose digest is the diff id, and does not compress', () => {
    const image = createImage({ seed: 'rover', layers: [70_000] });
    const [config, layer] = image.blobs;
    const archive = gunzipSync(layer!.bytes);
    expect(archive.subarray(257, 262).toString()).toBe('ustar');
    expect(JSON.parse(config!.bytes.toString()).rootfs.diff_ids).toEqual([sha256(archive)]);
    expect(layer!.bytes.length).toBeGreaterThan(70_000);
  });

  test('an index lists its children with their platforms', () => {
    const index = createIndex({ seed: 'rover', format: 'oci', platforms: ['linux/arm/v7', 'unknown/unknown'] });
    expect(parsed(index).manifests).toEqual([
      expect.objectContaining({
        digest: index.children[0]!.digest,
        size: index.children[0]!.manifest.length,
        platform: { architecture: 'arm', os: 'linux', variant: 'v7' },
      }),
      expect.objectContaining({
        platform: { architecture: 'unknown', os: 'unknown' },
        annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
      }),
    ]);
  });

  test('an index may be nested, and an entry may have no platform', () => {
    const child = createIndex({ seed: 'inner', platforms: ['linux/amd64'] });
    const outer = indexOf([{ image: child }], { format: 'oci' });
    expect(parsed(outer).manifests).toEqual([
      { mediaType: child.mediaType, size: child.manifest.length, digest: child.digest },
    ]);
  });

  test('a config may be absent or embedded', () => {
    const bare = createImage({ seed: 'bare', config: null });
    expect(JSON.parse(bare.blobs[0]!.bytes.toString())).not.toHaveProperty('config');
    const embedded = createImage({ seed: 'bare', embedConfig: true });
    expect(Buffer.from(parsed(embedded).config.data, 'base64')).toEqual(embedded.blobs[0]!.bytes);
  });
});

const DIGESTS = {
  docker: 'sha256:d3c89f00927c525de5c6b163e66668850b607eb7bc94b8be20744e3dbc65a43d',
  oci: 'sha256:007589b0d8c59e4ca2328cd118bdcb2bfb5ca8e0d874ec78dc245ac9057676d6',
  list: 'sha256:46af00ff4e30c110d360a4992dfa06af349d00c5e234f48c4e9a71156c07c381',
};
