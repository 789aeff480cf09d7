import { expect, test } from '@jest/globals';
import { validateImage } from '../../../src/core/validation/image.ts';
import { imageFromUntrusted } from '../../../src/core/validation/shape.ts';

const D = `sha256:${'a'.repeat(64)}`;
const causesOf = (fields: object) =>
  validateImage(imageFromUntrusted({ metadata: { name: D }, dockerImageReference: 'a', ...fields })).map(
    (cause) => `${cause.field}: ${cause.message}`,
  );
const manifest = (fields: object) => ({
  dockerImageManifests: [{ digest: D, mediaType: 'application/x', architecture: 'amd64', os: 'linux', ...fields }],
});

test.each<[object, string[]]>([
  [{}, []],
  [manifest({}), []],
  [{ dockerImageReference: '' }, ['dockerImageReference: Required value']],
  [{ dockerImageReference: 'A' }, ['dockerImageReference: Invalid value: "A": repository name must be lowercase']],
  [{ metadata: { name: 'a/b' } }, [`metadata.name: Invalid value: "a/b": may not contain '/'`]],
  [
    manifest({ digest: 'x' }),
    ['dockerImageManifests[0].digest: Invalid value: "x": digest does not conform with OCI image specification'],
  ],
  [
    manifest({ mediaType: 'x' }),
    ['dockerImageManifests[0].mediaType: Invalid value: "x": media type does not conform to RFC6838'],
  ],
  [
    manifest({ architecture: '', os: '' }),
    ['dockerImageManifests[0].architecture: Required value', 'dockerImageManifests[0].os: Required value'],
  ],
  [
    manifest({ manifestSize: -1 }),
    ['dockerImageManifests[0].size: Invalid value: -1: manifest size cannot be negative'],
  ],
  [
    { ...manifest({}), dockerImageLayers: [{ name: D }] },
    ['dockerImageLayers: Forbidden: dockerImageLayers should not be set when dockerImageManifests is set'],
  ],
])('an image with %j', (fields, expected) => {
  expect(causesOf(fields)).toEqual(expected);
});

test('an image inside another object says so', () => {
  const image = imageFromUntrusted({});
  expect(validateImage(image, 'image.').map((cause) => cause.field)).toEqual([
    'image.metadata.name',
    'image.dockerImageReference',
  ]);
});
