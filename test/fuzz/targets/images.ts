import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { parseYaml } from '../../../src/codec/parse-yaml.ts';
import { printYaml } from '../../../src/codec/yaml.ts';
import { imageConfig } from '../../../src/core/images/image-config.ts';
import { imageFromIndex, imageFromManifest } from '../../../src/core/images/image-object.ts';
import { isSchema1, type Manifest, parseManifest } from '../../../src/core/images/manifest.ts';
import { choosePlatform } from '../../../src/core/images/platform.ts';
import { sameJson } from '../../../src/core/json/json-value.ts';
import { describeImage } from '../../../src/print/describe/image.ts';
import { printJson } from '../../../src/print/formats/document.ts';
import { imageText } from '../../../src/print/image/info.ts';
import { readSchema1, schema1Payload } from '../../../src/registry/content/schema1.ts';
import { createImage, createIndex } from '../../support/images.ts';
import type { FuzzTarget } from '../fuzzing.ts';
import { mutatedJson } from '../mutation.ts';

interface Received {
  contentType: string | undefined;
  manifest: string;
  config: string;
}

const images = [
  createImage({ seed: 'fuzz', annotations: { a: 'b' } }),
  createImage({
    seed: 'fuzz',
    format: 'oci',
    embedConfig: true,
    config: { Labels: { a: 'b' }, Volumes: { '/v': {} } },
  }),
];
const indexes = [
  createIndex({ seed: 'fuzz', platforms: ['linux/amd64', 'linux/arm/v7', 'unknown/unknown'] }),
  createIndex({ seed: 'fuzz', format: 'oci', platforms: ['linux/arm64/v8'] }),
];
const documents = [...images, ...indexes].map(({ manifest }): unknown => JSON.parse(manifest.toString()));
const configs = images.map(({ blobs }): unknown => JSON.parse(blobs[0]!.bytes.toString()));
const types = [...new Set([...images, ...indexes].map(({ mediaType }) => mediaType))];

const GOOD = { contentType: images[0]!.mediaType, manifest: images[0]!.manifest.toString() };
const contentType = fc.constantFrom(
  ...[...types, ...types.map((type) => `${type}; charset=utf-8`), undefined, '', 'application/json', 'text/html; x'],
  ...['application/vnd.docker.distribution.manifest.v1+prettyjws', 'application/vnd.evil\u001b[2J', '__proto__'],
);
const received: fc.Arbitrary<Received> = fc.oneof(
  fc.record({ contentType, manifest: mutatedJson(fc.constantFrom(...documents)), config: fc.constant('{}') }),
  fc.record({
    contentType: fc.constant(GOOD.contentType),
    manifest: fc.constant(GOOD.manifest),
    config: mutatedJson(fc.constantFrom(...configs)),
  }),
);
const withConfig = (config: string): Received => ({ ...GOOD, config });
const withManifest = (manifest: string): Received => ({ contentType: undefined, manifest, config: '{}' });
const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const descriptor = `{"mediaType":"x","digest":"sha256:${'0'.repeat(64)}","size":1}`;

const several = (count: number, part: (n: number) => string) => Array.from({ length: count }, (_, n) => part(n)).join();
const LAYER = `{"blobSum":"sha256:${'0'.repeat(64)}"}`;
const v1 = (compatibility: object) => JSON.stringify({ v1Compatibility: JSON.stringify(compatibility) });
const schema1 = (layers: string, history: string): Received => ({
  contentType: 'application/vnd.docker.distribution.manifest.v1+json',
  manifest: `{"schemaVersion":1,"architecture":"amd64","fsLayers":[${layers}],"history":[${history}]}`,
  config: '{}',
});

/** Manifests, indexes and configurations from a registry, up to the stored Image and what is printed of it. */
export const imageDocuments: FuzzTarget<Received> = {
  name: 'manifests and configs',
  cases: received,
  chosen: [
    ['a manifest of 4 MB of brackets', withManifest(deep(2_000_000))],
    ['a deep annotation', withManifest(`{"layers":[],"config":${descriptor},"annotations":{"a":${deep(100_000)}}}`)],
    ['10,000 layers', withManifest(`{"config":${descriptor},"layers":[${Array(10_000).fill(descriptor).join()}]}`)],
    ['30,000 layers', withManifest(`{"config":${descriptor},"layers":[${Array(30_000).fill(descriptor).join()}]}`)],
    ...[10_000, 100_000].map((count): [string, Received] => [
      `${count} annotations`,
      withManifest(`{"config":${descriptor},"layers":[],"annotations":{${several(count, (n) => `"k${n}":"v"`)}}}`),
    ]),
    [
      '10,000 layers with annotations',
      withManifest(
        `{"config":${descriptor},"layers":[${several(10_000, (n) => descriptor.replace('{', `{"annotations":{"${n}":"${'x'.repeat(200)}"},`))}]}`,
      ),
    ],
    [
      '4 MB of escapes in an annotation',
      withManifest(`{"config":${descriptor},"layers":[],"annotations":{"a":"${'\\u001b'.repeat(600_000)}"}}`),
    ],
    [
      '10,000 layers of schema 1',
      schema1(
        several(10_000, () => LAYER),
        several(10_000, () => '{"v1Compatibility":"{}"}'),
      ),
    ],
    ['a configuration of 2 MB in schema 1', schema1(LAYER, v1({ config: { Labels: { a: '"'.repeat(500_000) } } }))],
    [
      'labels in schema 1',
      schema1(
        LAYER,
        v1({ config: { Labels: Object.fromEntries(Array.from({ length: 9_000 }, (_, n) => [`l${n}`, 'v'])) } }),
      ),
    ],
    ['a deep configuration in schema 1', schema1(LAYER, `{"v1Compatibility":"${deep(500_000)}"}`)],
    [
      'layers without histories',
      schema1(
        several(10_000, () => LAYER),
        '',
      ),
    ],
    ['1000 manifests', withManifest(`{"manifests":[${Array(1000).fill(descriptor).join()}]}`)],
    [
      'huge numbers',
      withManifest(`{"layers":[],"config":{"digest":"sha256:${'0'.repeat(64)}","size":${'9'.repeat(100_000)}}}`),
    ],
    ['a long media type', { ...withManifest('{"layers":[]}'), contentType: `text/${'/'.repeat(16_000)}` }],
    [
      'a poisoned manifest',
      withManifest('{"__proto__":{"manifests":[]},"constructor":{"prototype":{"x":1}},"layers":[]}'),
    ],
    ['a config of 8 MB of brackets', withConfig(deep(4_000_000))],
    ['deep labels', withConfig(`{"config":{"Labels":${deep(50_000)}}}`)],
    ['a deep environment', withConfig(`{"config":{"Env":[${deep(50_000)}]}}`)],
    ['deep volumes', withConfig(`{"config":{"Volumes":{"/a":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}}}`)],
    ['a health check', withConfig('{"config":{"Healthcheck":{"Test":["CMD"],"Interval":30000000000}}}')],
    [
      'many labels',
      withConfig(`{"config":{"Labels":{${Array.from({ length: 5000 }, (_, n) => `"l${n}":"x"`).join()}}}}`),
    ],
    ['a long variable', withConfig(`{"config":{"Env":["A=${'\\u001b'.repeat(60_000)}"]}}`)],
    ['a long history', withConfig(`{"history":[${Array(10_000).fill('{"created_by":"x"}').join()}]}`)],
    ['a text for a list', withConfig('{"config":{"Cmd":"sh","Entrypoint":{"length":1},"Env":{"0":"x","length":1}}}')],
    [
      'texts for maps',
      withConfig('{"config":{"Labels":"x","ExposedPorts":["a"],"Volumes":1,"User":[],"WorkingDir":{}}}'),
    ],
    ['a time far away', withConfig('{"created":"+275760-09-13T00:00:00Z"}')],
    [
      'a poisoned config',
      withConfig('{"config":{"__proto__":{"Cmd":["x"]},"Labels":{"__proto__":"x","constructor":"y"}}}'),
    ],
  ],
  async run({ contentType, manifest, config }) {
    const bytes = Buffer.from(manifest);
    const read = isSchema1(contentType, bytes) ? schema1Of(bytes) : parseManifest(contentType, bytes, digestOf(bytes));
    const embedded = read.type === 'image' && read.schema1 ? Buffer.from(read.config.data ?? '', 'base64') : undefined;
    const image = imageOf(read, embedded ?? Buffer.from(config));
    const stored = printYaml(image);
    if (!sameJson(await parseYaml(stored, 'image.yaml'), image)) throw new Error('the stored image reads otherwise');
    printJson(image);
    describeImage(image, { now: NOW });
    return image;
  },
};

const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

function schema1Of(bytes: Uint8Array): Manifest {
  const payload = schema1Payload(bytes);
  return readSchema1('application/vnd.docker.distribution.manifest.v1+json', payload, digestOf(payload));
}

const NOW = new Date('2024-05-01T12:00:00Z');

function imageOf(manifest: Manifest, bytes: Buffer) {
  const reference = `r.example.com/team/app@${manifest.digest}`;
  if (manifest.type === 'index') {
    choosePlatform(manifest.manifests, {}, { os: 'linux', architecture: 'arm64' });
    return imageFromIndex(manifest, reference);
  }
  const image = imageFromManifest(manifest, bytes, reference);
  const { digest, mediaType, layers } = manifest;
  const about = { name: reference, asked: '', digest, listDigest: '', mediaType, layers };
  const config = imageConfig(manifest, bytes);
  imageText({ ...about, config }, NOW);
  printJson(config);
  return image;
}
