import { describe, expect, test } from '@jest/globals';
import type { ImageStream, TagReference } from '../../../src/core/objects/image-stream.ts';
import {
  believedDigest,
  lookKey,
  parseLooks,
  printLooks,
  withoutFuture,
} from '../../../src/core/schedule/look-memory.ts';
import { scheduledStream } from '../../../src/core/schedule/scheduled-stream.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const usual = () => ({ type: 'interval' as const, every: 900_000 });

function aTag(over: Partial<TagReference> = {}): TagReference {
  return {
    name: 'latest',
    annotations: null,
    from: { kind: 'DockerImage', name: 'nginx:1' },
    generation: 2,
    importPolicy: { scheduled: true, importMode: 'Legacy' },
    referencePolicy: { type: 'Source' },
    ...over,
  };
}

function aStream(tag: TagReference, history: { generation?: number; failed?: boolean } | null = {}): ImageStream {
  const event = {
    created: '2026-03-01T10:00:00Z',
    dockerImageReference: `docker.io/library/nginx@${DIGEST}`,
    image: DIGEST,
    generation: history?.generation ?? 2,
  };
  const condition = {
    type: 'ImportSuccess',
    status: 'False',
    lastTransitionTime: '2026-03-01T11:00:00Z',
    reason: 'NotFound',
    message: 'gone',
    generation: 2,
  };
  const conditions = history?.failed ? { conditions: [condition] } : {};
  return {
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStream',
    metadata: { name: 'web', namespace: 'demo', uid: 'u', resourceVersion: '7' },
    spec: { lookupPolicy: { local: false }, tags: [tag] },
    status: {
      dockerImageRepository: '',
      ...(history ? { tags: [{ tag: 'latest', items: [event], ...conditions }] } : {}),
    },
  };
}

describe('which tags are scheduled (image-stream model 5)', () => {
  const cases: [string, TagReference, Parameters<typeof aStream>[1], boolean][] = [
    ['a scheduled tag', aTag(), {}, true],
    ['one that is not', aTag({ importPolicy: {} }), {}, false],
    ['a tag that is just pointed at', aTag({ reference: true }), {}, false],
    ['a tag that follows another', aTag({ from: { kind: 'ImageStreamTag', name: 'web:a' } }), {}, false],
    ['a tag without a source', aTag({ from: undefined as never }), {}, false],
    ['a pull spec that cannot be read', aTag({ from: { kind: 'DockerImage', name: '///' } }), {}, false],
    ['a digest that was imported', aTag({ from: { kind: 'DockerImage', name: `nginx@${DIGEST}` } }), {}, false],
    [
      'a digest whose spec is newer than its image',
      aTag({ from: { kind: 'DockerImage', name: `nginx@${DIGEST}` }, generation: 3 }),
      {},
      true,
    ],
    ['a digest that was never imported', aTag({ from: { kind: 'DockerImage', name: `nginx@${DIGEST}` } }), null, true],
  ];
  test.each(cases)('%s', (_, tag, history, scheduled) => {
    const found = scheduledStream(aStream(tag, history), usual);
    expect(found?.tags.map(({ name }) => name) ?? []).toEqual(scheduled ? ['latest'] : []);
  });
});

describe('what is known of a scheduled tag', () => {
  test('its place, its image, and what an unchanged lookup depends on', () => {
    const [tag] = scheduledStream(aStream(aTag()), usual)?.tags ?? [];
    expect(tag).toMatchObject({
      registry: 'docker.io',
      reference: 'docker.io/library/nginx:1',
      recorded: Date.parse('2026-03-01T10:00:00Z'),
      image: DIGEST,
      failure: undefined,
    });
    const preferring = aTag({ annotations: { 'importer.image.openshift.io/prefer-arch': 'arm64' } });
    const [other] = scheduledStream(aStream(preferring), usual)?.tags ?? [];
    expect(other?.fingerprint).not.toBe(tag?.fingerprint);
  });

  test.each<[string, Partial<TagReference>]>([
    ['architecture', { annotations: { 'importer.image.openshift.io/prefer-arch': 'x' } }],
    ['operating system', { annotations: { 'importer.image.openshift.io/prefer-os': 'x' } }],
    ['import mode', { importPolicy: { scheduled: true, importMode: 'PreserveOriginal' } }],
    ['source', { from: { kind: 'DockerImage', name: 'nginx:2' } }],
  ])('another %s is another lookup', (_what, over) => {
    const print = (tag: TagReference) => scheduledStream(aStream(tag), usual)?.tags[0]?.fingerprint;
    expect(print(aTag(over))).not.toBe(print(aTag()));
    expect(print(aTag({ importPolicy: { scheduled: true } }))).toBe(print(aTag()));
    expect(print(aTag())).toBe(`nginx:1 Legacy   ${DIGEST} docker.io/library/nginx@${DIGEST}`);
  });

  test('a tag with a failure is imported whatever it has', () => {
    const [tag] = scheduledStream(aStream(aTag(), { failed: true }), usual)?.tags ?? [];
    expect(tag).toMatchObject({ fingerprint: '', failure: { reason: 'NotFound', message: 'gone' } });
  });

  test('a tag that is newer than its image is pending', () => {
    const stream = scheduledStream(aStream(aTag({ generation: 3, importPolicy: {} })), usual);
    expect(stream).toMatchObject({ pending: new Set(['latest']), tags: [], full: false });
    expect(stream?.request.metadata).toMatchObject({ resourceVersion: '7', uid: 'u' });
  });

  test('a stream of which everything is imported and nothing scheduled is of no interest', () => {
    expect(scheduledStream(aStream(aTag({ importPolicy: {} })), usual)).toBeUndefined();
  });
});

describe('the memory of looks', () => {
  test('comes back from its text', () => {
    const looks = new Map([
      [lookKey({ namespace: 'demo', name: 'web' }, 'latest'), { at: 5, fingerprint: 'f', digest: DIGEST, since: 4 }],
      ['demo/web:old', { at: 7 }],
    ]);
    expect(parseLooks(printLooks(looks))).toEqual(looks);
    expect(parseLooks(printLooks(new Map()))).toEqual(new Map());
  });

  test.each(['', '{', '[]', 'null', '{"version":2,"looks":{}}', '{"version":1,"looks":null}'])('%j is none', (text) => {
    expect(parseLooks(text)).toBeUndefined();
  });

  test('a digest is believed for a day, and none from the future', () => {
    const hour = 3_600_000;
    const now = 100 * hour;
    const believed = (since: number | undefined) => believedDigest({ at: now, digest: DIGEST, since }, now);
    expect([now, now - 23 * hour].map(believed)).toEqual([DIGEST, DIGEST]);
    expect([now - 25 * hour, now + hour, undefined, Number.NaN].map(believed)).toEqual(Array(4).fill(undefined));
  });

  test('looks that are yet to come have not been', () => {
    const looks = new Map([
      ['past', { at: 5 }],
      ['skewed', { at: 1_030_000 }],
      ['future', { at: 9_000_000_000_000 }],
    ]);
    expect([...withoutFuture(looks, 1_000_000).keys()]).toEqual(['past', 'skewed']);
  });

  test('what is not a look is left out', () => {
    const text = '{"version":1,"looks":{"a":null,"b":{"at":"x"},"c":{"at":1,"digest":3}}}';
    expect(parseLooks(text)).toEqual(new Map([['c', { at: 1 }]]));
  });
});
