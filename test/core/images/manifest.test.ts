import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  DOCKER_LIST,
  DOCKER_MANIFEST,
  OCI_INDEX,
  OCI_MANIFEST,
  parseManifest,
} from '../../../src/core/images/manifest.ts';
import { isRegistryError } from '../../../src/errors.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const descriptor = { mediaType: 'application/x', digest, size: 7 };
const image = { schemaVersion: 2, config: descriptor, layers: [descriptor] };
const index = {
  schemaVersion: 2,
  manifests: [{ ...descriptor, platform: { os: 'linux', architecture: 'arm', variant: 'v7' } }],
};

const bytesOf = (document: unknown) => Buffer.from(typeof document === 'string' ? document : JSON.stringify(document));
const parse = (contentType: string | undefined, document: unknown) =>
  parseManifest(contentType, bytesOf(document), digest);

function failure(contentType: string | undefined, document: unknown) {
  try {
    parse(contentType, document);
  } catch (error) {
    if (isRegistryError(error)) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('a failure was expected');
}

describe('the kind of a manifest', () => {
  test.each<[string, string | undefined, object, string, string]>([
    ['by Content-Type', DOCKER_MANIFEST, { ...image, mediaType: DOCKER_MANIFEST }, 'image', DOCKER_MANIFEST],
    ['with parameters', `${OCI_MANIFEST}; charset=utf-8`, image, 'image', OCI_MANIFEST],
    ['in any case', OCI_INDEX.toUpperCase(), index, 'index', OCI_INDEX],
    ['without mediaType', OCI_MANIFEST, image, 'image', OCI_MANIFEST],
    ['an empty mediaType', OCI_MANIFEST, { ...image, mediaType: '' }, 'image', OCI_MANIFEST],
    ['a list', DOCKER_LIST, { ...index, mediaType: DOCKER_LIST }, 'index', DOCKER_LIST],
    ['no Content-Type: mediaType', undefined, { ...image, mediaType: DOCKER_MANIFEST }, 'image', DOCKER_MANIFEST],
    ['octet-stream: mediaType', 'application/octet-stream', { ...index, mediaType: DOCKER_LIST }, 'index', DOCKER_LIST],
    ['json: mediaType', 'application/json', { ...image, mediaType: OCI_MANIFEST }, 'image', OCI_MANIFEST],
    ['text: mediaType', 'text/plain; charset=utf-8', { ...image, mediaType: OCI_MANIFEST }, 'image', OCI_MANIFEST],
    ['nothing at all: an image by structure', undefined, image, 'image', OCI_MANIFEST],
    ['nothing at all: an index by structure', '', index, 'index', OCI_INDEX],
    ['an index of nothing', OCI_INDEX, { manifests: null }, 'index', OCI_INDEX],
  ])('%s', (_name, contentType, document, type, mediaType) => {
    expect(parse(contentType, document)).toMatchObject({ type, mediaType, digest });
  });

  test.each<[string, string | undefined, object]>([
    ['mediaType is another', DOCKER_MANIFEST, { ...image, mediaType: OCI_MANIFEST }],
    ['an image and an index', OCI_MANIFEST, { ...image, ...index }],
    ['an index with a config', OCI_INDEX, { ...index, config: descriptor }],
    ['an index that is called an image', OCI_MANIFEST, index],
    ['an image that is called an index', OCI_INDEX, image],
    ['neither', undefined, { schemaVersion: 2 }],
    ['mediaType is no text', undefined, { ...image, mediaType: 7 }],
  ])('is refused where %s', (_name, contentType, document) => {
    expect(failure(contentType, document).code).toBe('REGISTRY_CONTENT');
  });

  test.each<[string | undefined, object, string]>([
    ['application/vnd.example.thing+json', { schemaVersion: 2 }, 'application/vnd.example.thing+json'],
    [undefined, { ...image, mediaType: 'application/vnd.example.thing+json' }, 'application/vnd.example.thing+json'],
  ])('%s cannot be imported', (contentType, document, message) => {
    const error = failure(contentType, document);
    expect(error.code).toBe('REGISTRY_UNSUPPORTED');
    expect(error.message).toContain(message);
  });
});

describe('what a manifest holds', () => {
  test('an image', () => {
    const document = { ...image, annotations: { a: 'b' }, layers: [{ ...descriptor, annotations: { c: 'd' } }] };
    expect(parse(OCI_MANIFEST, document)).toEqual({
      type: 'image',
      digest,
      mediaType: OCI_MANIFEST,
      bytes: bytesOf(document),
      annotations: { a: 'b' },
      config: descriptor,
      layers: [{ ...descriptor, annotations: { c: 'd' } }],
    });
  });

  test('an index', () => {
    const { platform: _, ...plain } = index.manifests[0]!;
    expect(parse(OCI_INDEX, { manifests: [...index.manifests, plain] })).toMatchObject({
      manifests: [{ ...descriptor, platform: { os: 'linux', architecture: 'arm', variant: 'v7' } }, descriptor],
    });
  });

  test.each<[unknown, unknown]>([
    [
      { os: 'linux', architecture: 'amd64' },
      { os: 'linux', architecture: 'amd64' },
    ],
    [
      { os: 'linux', architecture: 'amd64', variant: '' },
      { os: 'linux', architecture: 'amd64' },
    ],
    [
      { variant: null, features: ['x'] },
      { os: '', architecture: '' },
    ],
    ['linux', { os: '', architecture: '' }],
    [null, undefined],
  ])('the platform %j is %j', (platform, expected) => {
    const { manifests } = parse(OCI_INDEX, { manifests: [{ ...descriptor, platform }] }) as { manifests: object[] };
    expect(manifests).toEqual([expected === undefined ? descriptor : { ...descriptor, platform: expected }]);
  });

  test.each(['os', 'architecture', 'variant'])('a platform whose %s is no text is refused', (field) => {
    const platform = { os: 'a', architecture: 'b', variant: 'c', [field]: 7 };
    expect(failure(OCI_INDEX, { manifests: [descriptor, { ...descriptor, platform }] })).toEqual({
      code: 'REGISTRY_CONTENT',
      message: 'the manifest is not valid: the platform of manifests[1] is not readable',
    });
  });

  test('annotations are kept, of the document and of what it lists', () => {
    const annotations = { a: '1' };
    const annotated = { ...descriptor, annotations };
    const whole = parse(OCI_MANIFEST, { config: annotated, layers: [annotated, descriptor], annotations });
    expect(whole).toMatchObject({ annotations, config: annotated });
    expect(whole).toMatchObject({ layers: [annotated, descriptor] });
    expect(parse(OCI_MANIFEST, { ...image, annotations: null })).not.toHaveProperty('annotations');
  });

  test('a size of nothing is one, and a descriptor needs no media type', () => {
    const { mediaType: _mediaType, ...bare } = { ...descriptor, size: 0 };
    expect(parse(OCI_MANIFEST, { config: bare, layers: [] })).toMatchObject({ config: { ...bare, mediaType: '' } });
    expect(failure(OCI_MANIFEST, { ...image, config: { ...descriptor, mediaType: 7 } }).message).toContain(
      'config has no mediaType',
    );
    expect(parse(OCI_MANIFEST, { ...image, config: { ...descriptor, data: 7 } })).toMatchObject({ config: descriptor });
  });

  test('embedded content is kept', () => {
    expect(parse(OCI_MANIFEST, { ...image, config: { ...descriptor, data: 'e30=' } })).toMatchObject({
      config: { data: 'e30=' },
    });
  });

  test('no layers are no layers', () => {
    expect(parse(OCI_MANIFEST, { config: descriptor, layers: null })).toMatchObject({ layers: [] });
    expect(parse(OCI_MANIFEST, { config: descriptor })).toMatchObject({ layers: [] });
  });

  test.each<[string, unknown]>([
    ['no config', { layers: [] }],
    ['a config that is null', { config: null, layers: [] }],
    ['a path for a digest', { ...image, config: { ...descriptor, digest: 'sha256:../../x' } }],
    ['a digest in upper case', { ...image, config: { ...descriptor, digest: digest.toUpperCase() } }],
    ['a short digest', { ...image, layers: [{ ...descriptor, digest: 'sha256:abc' }] }],
    ['a negative size', { ...image, layers: [{ ...descriptor, size: -1 }] }],
    ['half a byte', { ...image, layers: [{ ...descriptor, size: 0.5 }] }],
    ['a size beyond counting', { ...image, layers: [{ ...descriptor, size: 1e300 }] }],
    ['a size in words', { ...image, layers: [{ ...descriptor, size: '7' }] }],
    ['layers that are no list', { ...image, layers: {} }],
    ['annotations that are no texts', { ...image, annotations: { a: 1 } }],
    ['annotations that are a list', { ...image, annotations: ['a'] }],
    ['a list', []],
    ['a number', 7],
    ['null', null],
    ['half a document', '{"config":'],
    ['nothing', ''],
  ])('%s is refused', (_name, document) => {
    expect(failure(OCI_MANIFEST, document).code).toBe('REGISTRY_CONTENT');
  });

  test('what objects inherit is not content', () => {
    const text = JSON.stringify({ layers: [] }).replace('{', `{"__proto__":${JSON.stringify({ config: descriptor })},`);
    expect(failure(OCI_MANIFEST, text).message).toContain('config');
    const annotated = `{"config":${JSON.stringify(descriptor)},"annotations":{"__proto__":"x"}}`;
    expect(Object.getPrototypeOf(parse(OCI_MANIFEST, annotated).annotations)).toBe(Object.prototype);
  });

  test.each([
    ['layers', OCI_MANIFEST, { ...image, layers: Array.from({ length: 10_001 }, () => descriptor) }],
    ['manifests', OCI_INDEX, { manifests: Array.from({ length: 1001 }, () => descriptor) }],
    [
      'annotations',
      OCI_MANIFEST,
      { ...image, annotations: Object.fromEntries(Array.from({ length: 10_001 }, (_, n) => [`a${n}`, ''])) },
    ],
  ])('too many %s', (_name, contentType, document) => {
    expect(failure(contentType, document).code).toBe('REGISTRY_LIMIT');
  });

  test('nesting that no manifest has is refused before it is read', () => {
    const text = `{"config":${JSON.stringify(descriptor)},"layers":[],"x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expect(() => parse(OCI_MANIFEST, text)).toThrow('it is nested too deeply');
  });

  test('no document makes it fail in another way', () => {
    const keys = fc.constantFrom(
      'config',
      'layers',
      'manifests',
      'mediaType',
      'digest',
      'size',
      'platform',
      'annotations',
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(fc.jsonValue(), fc.constant(descriptor), fc.dictionary(keys, tie('any')), fc.array(tie('any'))),
    })).any;
    fc.assert(
      fc.property(fc.dictionary(keys, value), fc.constantFrom(undefined, OCI_MANIFEST, OCI_INDEX), (document, type) => {
        try {
          expect(parse(type, document).digest).toBe(digest);
        } catch (error) {
          if (!isRegistryError(error)) throw error;
        }
      }),
    );
  });
});
