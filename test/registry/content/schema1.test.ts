import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { imageFromManifest } from '../../../src/core/images/image-object.ts';
import { SCHEMA1, SCHEMA1_LAYER, SCHEMA1_SIGNED } from '../../../src/core/images/manifest.ts';
import { readSchema1, schema1Payload } from '../../../src/registry/content/schema1.ts';
import type { ScriptedAnswer } from '../../support/scripted-registry.ts';
import { at, client, failing, nobody, script } from '../client-under-test.ts';

const sha256 = (bytes: Uint8Array | string) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const base64 = (text: string) => Buffer.from(text).toString('base64url');
const [base, top] = [sha256('base'), sha256('top')];
const newest = {
  ...{ id: 'f'.repeat(64), parent: 'e'.repeat(64), created: '2015-03-04T05:06:07.89Z', author: 'somebody' },
  ...{ architecture: 'arm', os: 'linux', docker_version: '1.6.0', Size: 5 },
  config: { Env: ['PATH=/bin', 'MODE=old'], Cmd: ['serve'], Unknown: 1 },
};
const unsigned = {
  schemaVersion: 1,
  ...{ name: 'team/old', tag: 'v1', architecture: 'arm' },
  fsLayers: [{ blobSum: top }, { blobSum: base }],
  history: [{ v1Compatibility: JSON.stringify(newest) }, { v1Compatibility: '{"id":"e"}' }],
};
const plain = JSON.stringify(unsigned, null, 3);

/** The document with what a registry adds: signatures inside of it, which say where they were put. */
function signed(text = plain, formats: readonly unknown[] = [{}]): string {
  const cut = text.lastIndexOf('\n}');
  const signatures = formats.map((format) => ({
    header: { alg: 'ES256' },
    signature: 'AAAA',
    protected:
      typeof format === 'string'
        ? format
        : base64(JSON.stringify({ formatLength: cut, formatTail: base64(text.slice(cut)), ...(format as object) })),
  }));
  return `${text.slice(0, cut)},\n   "signatures": ${JSON.stringify(signatures)}${text.slice(cut)}`;
}

const payload = (text: string) => Buffer.from(schema1Payload(Buffer.from(text))).toString();

describe('what the digest is of', () => {
  test('all of an unsigned one', () => expect(payload(plain)).toBe(plain));
  test('a signed one without its signatures', () => expect(payload(signed())).toBe(plain));
  test('one that is signed twice', () => expect(payload(signed(plain, [{}, {}]))).toBe(plain));
  test('bytes, not characters', () => {
    const text = plain.replace('somebody', 'Jürgen');
    const cut = Buffer.from(text.slice(0, text.lastIndexOf('\n}'))).length;
    expect(payload(signed(text, [{ formatLength: cut }]))).toBe(text);
  });

  test.each<[string, readonly unknown[]]>([
    ['none', []],
    ['more than a hundred', Array.from({ length: 101 }, () => ({}))],
    ['no readable header', ['{']],
    ['no base64', ['***']],
    ['no length', [{ formatLength: undefined }]],
    ['a negative length', [{ formatLength: -1 }]],
    ['half a byte', [{ formatLength: 1.5 }]],
    ['a length beyond the document', [{ formatLength: 1e6 }]],
    ['no tail', [{ formatTail: 7 }]],
    ['two that disagree', [{}, { formatLength: 3 }]],
  ])('not where there is %s', (_what, formats) => {
    expect(() => payload(signed(plain, formats))).toThrow(expect.objectContaining({ code: 'REGISTRY_CONTENT' }));
  });
});

describe('what is read', () => {
  const read = (document: unknown) => readSchema1(SCHEMA1, Buffer.from(JSON.stringify(document)), sha256('x'));

  test('an image, by the newest entry of its history, with its base first', () => {
    const manifest = readSchema1(SCHEMA1_SIGNED, Buffer.from(plain), sha256(plain));
    const config = Buffer.from(manifest.config.data ?? '', 'base64');
    const image = imageFromManifest(manifest, config, `r/team/old@${manifest.digest}`);
    expect(image).toMatchObject({
      metadata: { name: sha256(plain) },
      dockerImageManifestMediaType: SCHEMA1_SIGNED,
      dockerImageLayers: [
        { name: base, size: 0, mediaType: SCHEMA1_LAYER },
        { name: top, size: 0, mediaType: SCHEMA1_LAYER },
      ],
    });
    expect(image.dockerImageMetadata).toEqual({
      ...{ kind: 'DockerImage', apiVersion: 'image.openshift.io/1.0', Id: sha256(plain), Parent: newest.parent },
      ...{ Created: '2015-03-04T05:06:07Z', ContainerConfig: {}, DockerVersion: '1.6.0', Author: 'somebody' },
      ...{ Architecture: 'arm', Config: { Env: newest.config.Env, Cmd: ['serve'] } },
    });
  });

  test.each<[string, unknown]>([
    ['a list', []],
    ['another version', { ...unsigned, schemaVersion: 2 }],
    ['no history', { ...unsigned, history: [] }],
    ['a history that is no list', { ...unsigned, history: {} }],
    ['an entry without a text', { ...unsigned, history: [{ v1Compatibility: {} }] }],
    ['an entry that is inherited', { ...unsigned, history: [null] }],
    ['a layer without a digest', { ...unsigned, fsLayers: [{ blobSum: 'sha256:../x' }] }],
  ])('not %s', (_what, document) => {
    expect(() => read(document)).toThrow(expect.objectContaining({ code: 'REGISTRY_CONTENT' }));
  });

  test('not more layers than an image may have', () => {
    const fsLayers = Array.from({ length: 10_001 }, () => ({ blobSum: base }));
    expect(() => read({ ...unsigned, fsLayers })).toThrow(expect.objectContaining({ code: 'REGISTRY_LIMIT' }));
  });
});

describe('from a registry', () => {
  const answer = (body: string, type: string, digest?: string): ScriptedAnswer => ({
    status: 200,
    headers: { 'content-type': type, ...(digest === undefined ? {} : { 'docker-content-digest': digest }) },
    body,
  });

  test.each<[string, ScriptedAnswer]>([
    ['unsigned', answer(plain, SCHEMA1, sha256(plain))],
    ['signed', answer(signed(), SCHEMA1_SIGNED, sha256(plain))],
    ['signed, and called by the digest of all of it', answer(signed(), SCHEMA1_SIGNED, sha256(signed()))],
    ['signed, and called by nothing', answer(signed(), `${SCHEMA1_SIGNED}; charset=utf-8`)],
    ['of a type that says nothing', answer(signed(), 'application/json')],
  ])('one that is %s is read with one request, and known by its digest', async (_what, said) => {
    const registry = await script(() => said);
    const it = client();
    const read = await it.getManifest(at(registry), 'v1', nobody);
    expect(read).toMatchObject({ unchanged: false, manifest: { type: 'image', schema1: true, digest: sha256(plain) } });
    if (read.unchanged) throw new Error('it was not known');
    const config = await it.getConfig(
      at(registry),
      read.manifest.type === 'image' ? read.manifest.config : never(),
      nobody,
    );
    expect(JSON.parse(Buffer.from(config).toString())).toMatchObject({ architecture: 'arm' });
    expect(registry.requests).toHaveLength(1);
    expect(await it.getManifest(at(registry), 'v1', { ...nobody, known: [sha256(plain)] })).toEqual({
      unchanged: true,
      digest: sha256(plain),
    });
  });

  test('one that is called by another digest, or was asked for by another, is refused', async () => {
    const lying = await script(() => answer(signed(), SCHEMA1_SIGNED, sha256('else')));
    expect((await failing(client().getManifest(at(lying), 'v1', nobody))).code).toBe('REGISTRY_CONTENT');
    const other = await script(() => answer(signed(), SCHEMA1_SIGNED));
    expect((await failing(client().getManifest(at(other), sha256('else'), nobody))).code).toBe('REGISTRY_CONTENT');
    expect(await client().getManifest(at(other), sha256(plain), nobody)).toMatchObject({ unchanged: false });
  });

  function never(): never {
    throw new Error('it is an image');
  }
});
