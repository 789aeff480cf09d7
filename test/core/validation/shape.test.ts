import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isStatusError } from '../../../src/core/status.ts';
import { validateImage } from '../../../src/core/validation/image.ts';
import { validateImageStream, validateImageStreamTag } from '../../../src/core/validation/image-stream.ts';
import { validateImageStreamImport } from '../../../src/core/validation/image-stream-import.ts';
import {
  imageFromUntrusted,
  imageStreamFromUntrusted,
  imageStreamImportFromUntrusted,
  imageStreamTagFromUntrusted,
} from '../../../src/core/validation/shape.ts';

const refusal = (message: string) =>
  expect.objectContaining({ code: 'STATUS', status: expect.objectContaining({ reason: 'BadRequest', message }) });

const stream = (fields: object) => ({ apiVersion: 'image.openshift.io/v1', kind: 'ImageStream', ...fields });

describe('a stream from a file', () => {
  test('has every structure, default and always emitted field', () => {
    expect(
      imageStreamFromUntrusted({
        metadata: { name: 'app' },
        spec: { tags: [{ name: '1', from: { kind: 'DockerImage', name: 'a' } }, null] },
        status: {
          tags: [
            { tag: '1', items: [{ image: 'sha256:1' }] },
            { tag: '2', items: [] },
          ],
        },
      }),
    ).toEqual({
      apiVersion: 'image.openshift.io/v1',
      kind: 'ImageStream',
      metadata: { name: 'app' },
      spec: {
        lookupPolicy: { local: false },
        tags: [
          {
            name: '',
            annotations: null,
            generation: null,
            importPolicy: { importMode: 'Legacy' },
            referencePolicy: { type: 'Source' },
          },
          {
            name: '1',
            annotations: null,
            from: { kind: 'DockerImage', name: 'a' },
            generation: null,
            importPolicy: { importMode: 'Legacy' },
            referencePolicy: { type: 'Source' },
          },
        ],
      },
      status: {
        dockerImageRepository: '',
        tags: [
          {
            tag: '1',
            items: [{ created: '0001-01-01T00:00:00Z', dockerImageReference: '', generation: 0, image: 'sha256:1' }],
          },
          { tag: '2', items: null },
        ],
      },
    });
  });

  test.each([{}, { metadata: null, spec: null, status: null }, { spec: { tags: null, lookupPolicy: null } }])(
    'null is absent: %j',
    (value) => {
      expect(imageStreamFromUntrusted(value)).toEqual(
        stream({
          metadata: { name: '' },
          spec: { lookupPolicy: { local: false } },
          status: { dockerImageRepository: '' },
        }),
      );
    },
  );

  test('keeps fields that it does not know, also in lists, and drops empty optional ones', () => {
    const read = imageStreamFromUntrusted({
      ...JSON.parse('{"__proto__": {"polluted": 1}, "more": [1]}'),
      metadata: { name: 'app', labels: {}, finalizers: [], selfLink: 'x', annotations: { a: null } },
      spec: {
        dockerImageRepository: '',
        future: { deep: true },
        tags: [
          {
            name: '1',
            reference: false,
            annotations: {},
            from: null,
            later: 1,
            importPolicy: { insecure: false, x: 1 },
          },
        ],
      },
    });
    expect(read).toMatchObject({
      more: [1],
      metadata: { name: 'app', selfLink: 'x', annotations: { a: '' } },
      spec: { future: { deep: true }, tags: [{ later: 1, annotations: null, importPolicy: { x: 1 } }] },
    });
    expect(Object.keys(read.metadata)).toEqual(['name', 'selfLink', 'annotations']);
    expect(Object.keys(read.spec.tags?.[0]?.importPolicy ?? {})).toEqual(['x', 'importMode']);
    expect(read.spec.tags?.[0]).not.toHaveProperty('reference');
    expect(read.spec.tags?.[0]).not.toHaveProperty('from');
    expect(read.spec).not.toHaveProperty('dockerImageRepository');
    expect(Object.hasOwn(read, '__proto__')).toBe(true);
    expect((read as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('a generation of 0 is not the same as none', () => {
    const { spec } = imageStreamFromUntrusted({ spec: { tags: [{ name: 'a', generation: 0 }, { name: 'b' }] } });
    expect(spec.tags?.map((tag) => tag.generation)).toEqual([0, null]);
  });

  test('of a tag that is there twice the last counts, and lists are in byte order', () => {
    const { spec, status } = imageStreamFromUntrusted({
      spec: {
        tags: ['b', '\u{1F600}', '\uFFFD', 'B', 'b'].map((name, i) => ({ name, annotations: { i: String(i) } })),
      },
      status: { tags: [{ tag: 'z' }, { tag: 'a' }, { tag: 'z', later: true }] },
    });
    expect(spec.tags?.map((tag) => [tag.name, tag.annotations?.i])).toEqual([
      ['B', '3'],
      ['b', '4'],
      ['\uFFFD', '2'],
      ['\u{1F600}', '1'],
    ]);
    expect(status.tags).toEqual([
      { tag: 'a', items: null },
      { tag: 'z', items: null, later: true },
    ]);
  });

  test('times are in UTC with seconds', () => {
    const read = (text: string) => imageStreamFromUntrusted({ metadata: { creationTimestamp: text } }).metadata;
    expect(read('2026-01-02T03:04:05.678+09:00').creationTimestamp).toBe('2026-01-01T18:04:05Z');
    expect(read('0001-01-01T00:00:00Z').creationTimestamp).toBeUndefined();
    expect(() => read('2026-02-30T00:00:00Z')).toThrow(
      refusal(
        'ImageStream in version "v1" cannot be handled as a ImageStream: parsing time "2026-02-30T00:00:00Z" as "2006-01-02T15:04:05Z07:00": cannot parse "2026-02-30T00:00:00Z" as an RFC 3339 time (metadata.creationTimestamp)',
      ),
    );
  });

  test.each<[unknown, string]>([
    ['x', 'string into Go value of type v1.ImageStream'],
    [[], 'array into Go value of type v1.ImageStream'],
    [{ spec: 'x' }, 'string into Go struct field ImageStream.spec of type v1.ImageStreamSpec'],
    [{ spec: [] }, 'array into Go struct field ImageStream.spec of type v1.ImageStreamSpec'],
    [{ spec: { tags: {} } }, 'object into Go struct field ImageStreamSpec.spec.tags of type []v1.TagReference'],
    [
      { spec: { tags: [{ name: 1.1 }] } },
      'number into Go struct field TagReference.spec.tags.name of type string (spec.tags[0].name)',
    ],
    [
      { spec: { tags: [{}, true] } },
      'bool into Go struct field ImageStreamSpec.spec.tags of type v1.TagReference (spec.tags[1])',
    ],
    [
      { spec: { tags: [{ from: 'a' }] } },
      'string into Go struct field TagReference.spec.tags.from of type v1.ObjectReference (spec.tags[0].from)',
    ],
    [
      { spec: { tags: [{ generation: '1' }] } },
      'string into Go struct field TagReference.spec.tags.generation of type int64 (spec.tags[0].generation)',
    ],
    [
      { spec: { tags: [{ generation: 1.5 }] } },
      'number 1.5 into Go struct field TagReference.spec.tags.generation of type int64 (spec.tags[0].generation)',
    ],
    [
      { spec: { tags: [{ importPolicy: { importMode: 1 } }] } },
      'number into Go struct field TagImportPolicy.spec.tags.importPolicy.importMode of type v1.ImportModeType (spec.tags[0].importPolicy.importMode)',
    ],
    [
      { spec: { lookupPolicy: { local: 'yes' } } },
      'string into Go struct field ImageLookupPolicy.spec.lookupPolicy.local of type bool',
    ],
    [
      { metadata: { labels: { a: true } } },
      'bool into Go struct field ObjectMeta.metadata.labels of type string (metadata.labels["a"])',
    ],
    [{ metadata: { labels: 'a' } }, 'string into Go struct field ObjectMeta.metadata.labels of type map[string]string'],
    [
      { metadata: { creationTimestamp: 5 } },
      'number into Go struct field ObjectMeta.metadata.creationTimestamp of type v1.Time',
    ],
    [
      { status: { tags: [{ items: [{ image: [] }] }] } },
      'array into Go struct field TagEvent.status.tags.items.image of type string (status.tags[0].items[0].image)',
    ],
  ])('%j is refused', (value, why) => {
    expect(() => imageStreamFromUntrusted(value)).toThrow(
      refusal(`ImageStream in version "v1" cannot be handled as a ImageStream: json: cannot unmarshal ${why}`),
    );
  });

  test('must not say that it is something else', () => {
    expect(() => imageStreamFromUntrusted({ kind: 'Image' })).toThrow(
      refusal('the kind in the data (Image) does not match the expected kind (ImageStream)'),
    );
    expect(() => imageStreamFromUntrusted({ apiVersion: 'v1' })).toThrow(
      refusal('the API version in the data (v1) does not match the expected API version (image.openshift.io/v1)'),
    );
  });
});

describe('other objects', () => {
  test('an ImageStreamTag may have no tag, and a tag has its defaults', () => {
    expect(imageStreamTagFromUntrusted({ metadata: { name: 'a:1' } })).toMatchObject({ tag: null, generation: 0 });
    expect(imageStreamTagFromUntrusted({ tag: { name: '1' } }).tag).toMatchObject({
      annotations: null,
      generation: null,
      referencePolicy: { type: 'Source' },
      importPolicy: { importMode: 'Legacy' },
    });
  });

  test.each<[string, { name: string } | null | undefined, { name: string } | undefined]>([
    ['nginx:1', undefined, { name: '1' }],
    ['nginx:1', null, { name: '1' }],
    ['nginx:1', { name: 'x' }, { name: 'x' }],
    ['nginx:1', { name: '' }, { name: '' }],
    ['nginx', undefined, undefined],
    [`nginx@sha256:${'a'.repeat(64)}`, undefined, undefined],
    ['Not Valid', undefined, undefined],
  ])('an import of %s to %j goes to %j', (name, to, expected) => {
    const read = imageStreamImportFromUntrusted({
      spec: { images: [{ from: { kind: 'DockerImage', name }, to }], repository: { from: { name: 'r' } } },
      status: { images: 'forged' },
    });
    expect(read.spec.images?.[0]?.to).toEqual(expected);
    expect(read.spec.repository?.referencePolicy).toEqual({ type: 'Source' });
    expect(read.spec.import).toBe(false);
    expect(read.status).toEqual({});
  });

  test('an import of nothing has neither images nor repository', () => {
    expect(imageStreamImportFromUntrusted({}).spec).toEqual({ import: false });
  });

  test('an Image has a reference, and what else it has is kept', () => {
    expect(imageFromUntrusted({ metadata: { name: 'sha256:1' }, dockerImageMetadata: { Size: 1 } })).toEqual({
      apiVersion: 'image.openshift.io/v1',
      kind: 'Image',
      metadata: { name: 'sha256:1' },
      dockerImageReference: '',
      dockerImageMetadata: { Size: 1 },
    });
  });
});

describe('whatever a document holds', () => {
  const leaf = fc.oneof(
    fc.constantFrom<unknown>(null, true, 0, 1.5, '', 'DockerImage', 'a:1', [], {}, '2026-01-02T03:04:05Z'),
    fc.jsonValue({ maxDepth: 1 }),
  );
  const some = (fields: Record<string, fc.Arbitrary<unknown>>) =>
    fc.oneof({ weight: 5, arbitrary: fc.record(fields, { requiredKeys: [] }) }, leaf);
  const many = (item: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 5, arbitrary: fc.array(item, { maxLength: 3 }) }, leaf);
  const from = some({ kind: leaf, name: leaf, namespace: leaf });
  const tag = some({
    name: leaf,
    annotations: leaf,
    from,
    reference: leaf,
    generation: leaf,
    importPolicy: some({ scheduled: leaf, importMode: leaf }),
    referencePolicy: some({ type: leaf }),
  });
  const metadata = some({ name: leaf, namespace: leaf, labels: leaf, annotations: leaf, generation: leaf });
  const event = some({ created: leaf, dockerImageReference: leaf, image: leaf, generation: leaf });
  const list = some({ tag: leaf, items: many(event), conditions: many(some({ type: leaf, generation: leaf })) });
  const document = some({
    metadata,
    tag,
    spec: some({
      tags: many(tag),
      dockerImageRepository: leaf,
      images: many(some({ from, to: leaf })),
      repository: leaf,
    }),
    status: some({ tags: many(list), dockerImageRepository: leaf }),
    dockerImageReference: leaf,
    dockerImageManifests: many(some({ digest: leaf, os: leaf })),
  });

  const readers: [string, (value: unknown) => unknown[]][] = [
    ['a stream', (value) => validateImageStream(imageStreamFromUntrusted(value))],
    ['a tag', (value) => validateImageStreamTag(imageStreamTagFromUntrusted(value))],
    ['an import', (value) => validateImageStreamImport(imageStreamImportFromUntrusted(value))],
    ['an image', (value) => validateImage(imageFromUntrusted(value))],
  ];
  test.each(readers)('reading and judging it as %s fails at most with a BadRequest', (_what, read) => {
    fc.assert(
      fc.property(document, (value) => {
        try {
          expect(Array.isArray(read(value))).toBe(true);
        } catch (error) {
          expect(isStatusError(error, 'BadRequest')).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('what was read once reads the same again, and the document stays as it was', () => {
    let readable = 0;
    fc.assert(
      fc.property(document, (value) => {
        const before = structuredClone(value);
        try {
          const once = imageStreamFromUntrusted(value);
          readable++;
          expect(imageStreamFromUntrusted(once)).toEqual(once);
        } catch (error) {
          if (!isStatusError(error)) throw error;
        }
        expect(value).toEqual(before);
      }),
      { numRuns: 500 },
    );
    expect(readable).toBeGreaterThan(0);
  });
});
