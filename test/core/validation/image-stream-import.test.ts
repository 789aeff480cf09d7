import { describe, expect, test } from '@jest/globals';
import { validateImageStreamImport } from '../../../src/core/validation/image-stream-import.ts';
import { createRegistryPolicy, type RegistryPolicy } from '../../../src/core/validation/registry-policy.ts';
import { imageStreamImportFromUntrusted } from '../../../src/core/validation/shape.ts';

function causesOf(spec: object, metadata: object = {}, policy?: RegistryPolicy): string[] {
  const request = imageStreamImportFromUntrusted({ metadata: { name: 'app', namespace: 'n', ...metadata }, spec });
  return validateImageStreamImport(request, policy).map((cause) => `${cause.field}: ${cause.message}`);
}
const docker = (name: string) => ({ kind: 'DockerImage', name });

describe('a request for an import', () => {
  test('of images and a repository gives no cause', () => {
    expect(causesOf({ images: [{ from: docker('a:1') }], repository: { from: docker('quay.io/a/b') } })).toEqual([]);
  });

  test('of nothing', () => {
    expect(causesOf({})).toEqual([
      'spec.images: Invalid value: "null": you must specify at least one image or a repository import',
    ]);
  });

  test('for a stream that cannot be', () => {
    expect(causesOf({ images: [{ from: docker('a') }] }, { name: 'A' })).toEqual([
      'metadata.name: Invalid value: "A": must match "[a-z0-9]+(?:[._-][a-z0-9]+)*"',
    ]);
  });

  test.each<[object, string[]]>([
    [{ from: docker('') }, ['spec.images[0].from.name: Required value']],
    [
      { from: docker('Bitnami/Apache') },
      ['spec.images[0].from.name: Invalid value: "Bitnami/Apache": repository name must be lowercase'],
    ],
    [
      { from: { kind: 'ImageStreamTag', name: 'a' } },
      ['spec.images[0].from.kind: Invalid value: "ImageStreamTag": only DockerImage is supported'],
    ],
    [{}, ['spec.images[0].from.kind: Invalid value: "": only DockerImage is supported']],
    [
      { from: docker('a'), to: {} },
      ['spec.images[0].to.name: Invalid value: "": the name of the target tag must be specified'],
    ],
    [{ from: docker('registry.example.com') }, []],
  ])('of the image %j', (image, expected) => {
    expect(causesOf({ images: [image] })).toEqual(expected);
  });

  test('names the image by its place', () => {
    expect(causesOf({ images: [{ from: docker('a') }, { from: docker(' ') }] })).toEqual([
      'spec.images[1].from.name: Invalid value: " ": invalid reference format',
    ]);
  });

  const REPOSITORY_ONLY = 'you must specify an image repository, not a tag or ID';
  test.each<[object, string[]]>([
    [{ from: docker('') }, ['from.name: Required value: container image references require a name']],
    [{ from: docker('a:1') }, [`from.name: Invalid value: "a:1": ${REPOSITORY_ONLY}`]],
    [{ from: docker('A') }, ['from.name: Invalid value: "A": repository name must be lowercase']],
    [{ from: { kind: 'X', name: 'a' } }, ['from.kind: Invalid value: "X": only DockerImage is supported']],
  ])('of the repository %j', (repository, expected) => {
    expect(causesOf({ repository })).toEqual(expected.map((line) => `spec.repository.${line}`));
  });

  test('from a registry that is not allowed', () => {
    const policy = createRegistryPolicy([{ domainName: 'docker.io' }, { domainName: '*.acme.io' }], undefined);
    const why =
      'Forbidden: importing images from registry "quay.io:443" is forbidden: registry "quay.io:443" not allowed by whitelist: "docker.io:443", "*.acme.io:443"';
    const spec = {
      images: [{ from: docker('quay.io/a') }, { from: docker('a') }],
      repository: { from: docker('quay.io/b') },
    };
    expect(causesOf(spec, {}, policy)).toEqual([
      `spec.images[0].from.name: ${why}`,
      `spec.repository.from.name: ${why}`,
    ]);
  });
});
