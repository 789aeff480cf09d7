import { describe, expect, test } from '@jest/globals';
import { imageFromIndex, imageFromManifest } from '../../../src/core/images/image-object.ts';
import { DOCKER_MANIFEST, type ImageManifestDocument, OCI_INDEX } from '../../../src/core/images/manifest.ts';
import { digestA, digestB, digestC } from '../../support/streams.ts';

const layer = (digest: string, size: number) => ({ mediaType: 'layer', digest, size });
const manifest: ImageManifestDocument = {
  type: 'image',
  digest: digestA,
  mediaType: DOCKER_MANIFEST,
  bytes: new Uint8Array(),
  config: { mediaType: 'config', digest: digestB, size: 5 },
  layers: [layer(digestC, 10), layer(digestA, 20), layer(digestC, 10)],
};
const bytes = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const metadata = (config: object) => imageFromManifest(manifest, bytes(config), 'quay.io/a/b').dockerImageMetadata;

describe('the image of a manifest', () => {
  test('has its layers, and counts each of them once', () => {
    expect(imageFromManifest(manifest, bytes({}), `quay.io/a/b@${digestA}`)).toEqual({
      apiVersion: 'image.openshift.io/v1',
      kind: 'Image',
      metadata: { name: digestA, annotations: { 'image.openshift.io/dockerLayersOrder': 'ascending' } },
      dockerImageReference: `quay.io/a/b@${digestA}`,
      dockerImageManifestMediaType: DOCKER_MANIFEST,
      dockerImageMetadata: {
        kind: 'DockerImage',
        apiVersion: 'image.openshift.io/1.0',
        Id: digestB,
        Created: null,
        ContainerConfig: {},
        Size: 35,
      },
      dockerImageMetadataVersion: '1.0',
      dockerImageLayers: [
        { mediaType: 'layer', name: digestC, size: 10 },
        { mediaType: 'layer', name: digestA, size: 20 },
        { mediaType: 'layer', name: digestC, size: 10 },
      ],
    });
  });

  test('takes over what its configuration says', () => {
    const config = {
      created: '2024-05-01T12:00:00.987654321+02:00',
      ...{ parent: 'p', comment: 'c', container: 'x', docker_version: '1', author: 'a', architecture: 'arm64' },
      config: { User: '1001' },
      container_config: { Hostname: 'h' },
    };
    expect(metadata(config)).toMatchObject({
      Created: '2024-05-01T10:00:00Z',
      ...{ Parent: 'p', Comment: 'c', Container: 'x', DockerVersion: '1', Author: 'a', Architecture: 'arm64' },
      Config: { User: '1001' },
      ContainerConfig: { Hostname: 'h' },
    });
  });

  test('leaves out what is empty or of another type', () => {
    const known = metadata({ created: 'soon', author: '', parent: 7, config: null });
    expect(known).toMatchObject({ Created: null });
    for (const field of ['Author', 'Parent', 'Config', 'Architecture']) expect(known).not.toHaveProperty(field);
  });
});

test('the image of an index lists its children', () => {
  const entry = { mediaType: DOCKER_MANIFEST, digest: digestB, size: 7 };
  const platform = { os: 'linux', architecture: 'arm', variant: 'v7' };
  const index = { type: 'index' as const, digest: digestA, mediaType: OCI_INDEX, bytes: new Uint8Array() };
  const child = { digest: digestB, manifestSize: 7, mediaType: DOCKER_MANIFEST };
  expect(imageFromIndex({ ...index, manifests: [{ ...entry, platform }, entry] }, 'quay.io/a/b')).toEqual({
    apiVersion: 'image.openshift.io/v1',
    kind: 'Image',
    metadata: { name: digestA },
    dockerImageReference: 'quay.io/a/b',
    dockerImageManifestMediaType: OCI_INDEX,
    dockerImageMetadata: {
      kind: 'DockerImage',
      apiVersion: 'image.openshift.io/1.0',
      Id: digestA,
      Created: null,
      ContainerConfig: {},
    },
    dockerImageMetadataVersion: '1.0',
    dockerImageManifests: [
      { ...child, ...platform },
      { ...child, os: '', architecture: '' },
    ],
  });
});
