import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createImageApi } from '../../src/api/api.ts';
import { DOCKER_MANIFEST, OCI_INDEX } from '../../src/core/images/manifest.ts';
import { IMAGE, IMAGE_STREAM } from '../../src/core/kinds/kind-names.ts';
import type { ImageStream, ImportMode } from '../../src/core/objects/image-stream.ts';
import type { ImageStreamImport } from '../../src/core/objects/image-stream-import.ts';
import { statusTag } from '../../src/core/stream/tag-history.ts';
import { createRegistry, type RegistryClient } from '../../src/registry/client.ts';
import { anImageApi } from '../support/image-api.ts';
import { type ScriptedRegistry, startScriptedRegistry } from '../support/scripted-registry.ts';

// Images that are made to do harm, imported from a server on a socket (registry client S18, S19): the tag says why it could
// not be imported, and nothing is stored.

const NS = 'demo';
const opened: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.stop();
});

interface Content {
  type: string;
  body: string;
}
const digestOf = (body: string) => `sha256:${createHash('sha256').update(body).digest('hex')}`;
const descriptor = ({ type, body }: Content) => ({ mediaType: type, digest: digestOf(body), size: body.length });
const indexOf = (children: readonly object[]): Content => ({
  type: OCI_INDEX,
  body: JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: children }),
});
const imageOf = (config: Content): Content => ({
  type: DOCKER_MANIFEST,
  body: JSON.stringify({ schemaVersion: 2, mediaType: DOCKER_MANIFEST, config: descriptor(config), layers: [] }),
});
const configOf = (body: string): Content => ({ type: 'application/json', body });

/** Serves contents by digest, and the last one as the tag `v1`. */
async function serve(contents: readonly Content[]): Promise<ScriptedRegistry> {
  const byName = new Map(contents.map((content) => [digestOf(content.body), content]));
  byName.set('v1', contents.at(-1) as Content);
  const registry = await startScriptedRegistry(({ url }) => {
    const found = byName.get(url.slice(url.lastIndexOf('/') + 1));
    return found ? { status: 200, headers: { 'content-type': found.type }, body: found.body } : { status: 404 };
  });
  opened.push(registry);
  return registry;
}

async function importFrom(host: ScriptedRegistry, importMode: ImportMode = 'Legacy') {
  const { context } = anImageApi();
  const registry: RegistryClient = createRegistry({
    env: {},
    userAgent: 'imagestream/test',
    now: Date.now,
    random: Math.random,
  });
  opened.push({ stop: () => registry.close() });
  const api = createImageApi({ ...context, registry });
  const asked: ImageStreamImport = {
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStreamImport',
    metadata: { name: 'app', namespace: NS },
    spec: {
      import: true,
      images: [
        {
          from: { kind: 'DockerImage', name: `${host.host}/team/app:v1` },
          to: { name: 'v1' },
          importPolicy: { importMode, insecure: true },
          referencePolicy: { type: 'Source' },
        },
      ],
    },
    status: {},
  };
  await api.importImages(NS, asked);
  const stream = await api.get<ImageStream>(IMAGE_STREAM, NS, 'app');
  const condition = statusTag(stream, 'v1')?.conditions?.[0];
  return { message: condition?.message ?? '', images: (await api.list(IMAGE, NS)).items.length };
}

const nestedIndexes = (levels: number): Content[] => {
  const config = configOf('{}');
  const contents = [config, imageOf(config)];
  for (let n = 0; n < levels; n++) contents.push(indexOf([descriptor(contents.at(-1) as Content)]));
  return contents;
};

describe('indexes in indexes (S18)', () => {
  test.each<[number, ImportMode]>([
    [4, 'Legacy'],
    [5, 'PreserveOriginal'],
  ])('%i levels are followed by mode %s', async (levels, mode) => {
    const registry = await serve(nestedIndexes(levels));
    const { message, images } = await importFrom(registry, mode);
    expect(message).toBe('');
    expect(images).toBeGreaterThan(0);
  });

  test.each<[number, ImportMode]>([
    [5, 'Legacy'],
    [40, 'Legacy'],
    [40, 'PreserveOriginal'],
  ])('%i levels are too many for mode %s', async (levels, mode) => {
    const registry = await serve(nestedIndexes(levels));
    const { message, images } = await importFrom(registry, mode);
    expect(message).toContain('nested more than 4 levels deep');
    expect(images).toBe(0);
    expect(registry.requests.length).toBeLessThan(8);
  });

  test('more entries than an index may have are not asked for', async () => {
    const entries = Array.from({ length: 1001 }, (_, n) => ({
      mediaType: DOCKER_MANIFEST,
      digest: digestOf(`${n}`),
      size: 1,
    }));
    const registry = await serve([indexOf(entries)]);
    const { message, images } = await importFrom(registry, 'PreserveOriginal');
    expect(message).toContain('1001 manifests, the limit is 1000');
    expect(images).toBe(0);
    expect(registry.requests).toHaveLength(1);
  });
});

describe('documents (S19)', () => {
  const brackets = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  test.each<[string, Content[], string]>([
    ['a deep manifest', [{ type: DOCKER_MANIFEST, body: `{"layers":${brackets}}` }], 'nested too deeply'],
    ['a deep configuration', withImage(`{"config":{"Labels":${brackets}}}`), 'nested too deeply'],
    ['a text for a list', withImage('{"config":{"Cmd":"sh"}}'), 'config.Cmd is not a list of texts'],
    ['numbers for labels', withImage('{"config":{"Labels":{"a":1}}}'), 'config.Labels is not an object of texts'],
    ['a configuration that is a list', withImage('[]'), 'is not an object'],
    ['half a configuration', withImage('{"config":'), 'not readable JSON'],
    [
      'a size that is none',
      [{ type: DOCKER_MANIFEST, body: '{"config":{"size":-1,"digest":"sha256:0"}}' }],
      'no valid',
    ],
  ])('%s', async (_what, contents, why) => {
    const { message, images } = await importFrom(await serve(contents));
    expect(message).toContain(why);
    expect(images).toBe(0);
  });

  test('names of what objects inherit are names like others', async () => {
    const labels = '{"__proto__":"a","constructor":"b","toString":"c"}';
    const { message, images } = await importFrom(
      await serve(withImage(`{"__proto__":{"x":1},"config":{"Labels":${labels}}}`)),
    );
    expect([message, images]).toEqual(['', 1]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

function withImage(config: string): Content[] {
  const content = configOf(config);
  return [content, imageOf(content)];
}
