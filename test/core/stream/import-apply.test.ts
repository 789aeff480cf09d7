import { describe, expect, test } from '@jest/globals';
import type { ImageStream } from '../../../src/core/objects/image-stream.ts';
import type { ImageImportStatus, ImageStreamImport } from '../../../src/core/objects/image-stream-import.ts';
import { failure, success } from '../../../src/core/status.ts';
import { applyImport, CHECK_ANNOTATION } from '../../../src/core/stream/import-apply.ts';
import { specTag, statusTag } from '../../../src/core/stream/tag-history.ts';
import { anEvent, aStream, aTag, digestA, digestB } from '../../support/streams.ts';

const NOW = '2026-02-03T04:05:06Z';
const OLD = '2026-01-01T00:00:00Z';
const POLICIES = { importPolicy: { scheduled: true }, referencePolicy: { type: 'Local' as const } };

const got = (digest: string): ImageImportStatus => ({
  status: success,
  image: { metadata: { name: digest }, dockerImageReference: `quay.io/team/app@${digest}` } as never,
});
const failed: ImageImportStatus = { status: failure('NotFound', 'not found') };

/** An import of quay.io/team/app:1, into a tag where one is given. */
const anImport = (outcome: ImageImportStatus | undefined, to?: string): ImageStreamImport => ({
  apiVersion: 'image.openshift.io/v1',
  kind: 'ImageStreamImport',
  metadata: { name: 'app' },
  spec: {
    import: true,
    images: [
      { from: { kind: 'DockerImage', name: 'quay.io/team/app:1' }, ...(to ? { to: { name: to } } : {}), ...POLICIES },
    ],
  },
  status: { ...(outcome ? { images: [outcome] } : {}) },
});

function checked(over: Parameters<typeof aStream>[0] = {}): ImageStream {
  const stream = aStream(over);
  stream.metadata.annotations = { [CHECK_ANNOTATION]: OLD, other: 'x' };
  return stream;
}

function applied(stream: ImageStream, done: ImageStreamImport, isNew = false): ImageStream {
  applyImport(stream, done, NOW, isNew);
  return stream;
}

const condition = (generation: number, over: object = {}) => ({
  ...{ type: 'ImportSuccess', status: 'False', lastTransitionTime: NOW, reason: 'NotFound', message: 'not found' },
  generation,
  ...over,
});

describe('an image that was imported', () => {
  test('makes its tag, with the policies of the request, and an event', () => {
    const stream = applied(checked(), anImport(got(digestA), '1'));
    expect(stream.spec.tags).toEqual([
      {
        ...{ name: '1', annotations: null, from: { kind: 'DockerImage', name: 'quay.io/team/app:1' } },
        generation: 0,
        ...POLICIES,
      },
    ]);
    expect(statusTag(stream, '1')).toEqual({ tag: '1', items: [anEvent(digestA, { created: NOW, generation: 2 })] });
    expect(stream.metadata.annotations).toEqual({ [CHECK_ANNOTATION]: NOW, other: 'x' });
  });

  test('renews a tag, which keeps its annotations and its reference policy', () => {
    const tag = aTag('1', { annotations: { a: 'b' }, generation: 5, reference: false });
    const history = [{ tag: '1', items: [anEvent(digestA)], conditions: [condition(1)] }];
    const stream = applied(checked({ tags: [tag], history }), anImport(got(digestB), '1'));
    expect(specTag(stream, '1')).toEqual({
      ...tag,
      ...{
        from: { kind: 'DockerImage', name: 'quay.io/team/app:1' },
        generation: 0,
        importPolicy: { scheduled: true },
      },
    });
    expect(statusTag(stream, '1')).toEqual({
      tag: '1',
      items: [anEvent(digestB, { created: NOW, generation: 2 }), anEvent(digestA)],
    });
  });

  test('takes the reference policy of the request where the tag has none', () => {
    const tag = aTag('1', { referencePolicy: { type: '' } as never });
    const stream = applied(checked({ tags: [tag] }), anImport(got(digestA), '1'));
    expect(specTag(stream, '1')?.referencePolicy).toEqual({ type: 'Local' });
  });

  test('that is known changes nothing but policies and conditions', () => {
    const history = [{ tag: '1', items: [anEvent(digestA, { generation: 3 })], conditions: [condition(3)] }];
    const stream = applied(checked({ tags: [aTag('1', { generation: 3 })], history }), anImport(got(digestA), '1'));
    expect(specTag(stream, '1')).toEqual(aTag('1', { generation: 3, importPolicy: { scheduled: true } }));
    expect(statusTag(stream, '1')).toEqual({ tag: '1', items: [anEvent(digestA, { generation: 3 })] });
  });

  test.each<[string, number | null, object]>([
    ['newer', 4, {}],
    ['without generation', null, {}],
    ['with another image', 3, { image: digestB }],
    ['with another reference', 3, { dockerImageReference: 'mirror' }],
  ])('is new for a tag that is %s', (_what, generation, over) => {
    const history = [{ tag: '1', items: [anEvent(digestA, { generation: 3, ...over })] }];
    const stream = applied(checked({ tags: [aTag('1', { generation })], history }), anImport(got(digestA), '1'));
    expect(specTag(stream, '1')?.generation).toBe(0);
    expect(statusTag(stream, '1')?.items?.[0]).toMatchObject({ image: digestA, generation: 2 });
  });

  test('and is tagged nowhere leaves the stream as it is', () => {
    expect(applied(checked(), anImport(got(digestA)))).toEqual(checked());
    expect(applied(checked(), anImport(undefined, '1'))).toEqual(checked());
  });
});

describe('an image that failed', () => {
  test('makes its tag, and says why', () => {
    const stream = applied(checked(), anImport(failed, '1'));
    expect(specTag(stream, '1')).toMatchObject({ generation: 0, from: { name: 'quay.io/team/app:1' } });
    expect(statusTag(stream, '1')).toEqual({ tag: '1', items: null, conditions: [condition(2)] });
  });

  test('asks for a renewed generation of a tag that is there, and leaves its source alone', () => {
    const stream = applied(checked({ tags: [aTag('1', { generation: 5 })] }), anImport(failed, '1'));
    expect(specTag(stream, '1')).toEqual(aTag('1', { generation: 0 }));
  });

  test('in the same way as before changes nothing at all', () => {
    const known = () =>
      checked({
        tags: [aTag('1')],
        history: [{ tag: '1', items: null, conditions: [condition(1, { lastTransitionTime: OLD })] }],
      });
    expect(applied(known(), anImport(failed, '1'))).toEqual(known());
  });

  test.each([
    ['without a word', { status: 'Failure' }, { reason: '', message: 'unknown error prevented import' }],
    [
      'although it is called a success',
      { status: 'Success' },
      { reason: '', message: 'unknown error prevented import' },
    ],
  ])('%s', (_what, status, expected) => {
    const stream = applied(checked(), anImport({ status } as ImageImportStatus, '1'));
    expect(statusTag(stream, '1')?.conditions?.[0]).toMatchObject(expected);
  });
});

describe('when it was checked', () => {
  test.each([
    ['a new stream', checked(), true, NOW],
    ['a stream that was never checked', aStream(), false, NOW],
    ['a stream without a change', checked(), false, OLD],
  ])('%s', (_what, stream, isNew, expected) => {
    const { annotations } = applied(stream, anImport(undefined), isNew).metadata;
    expect(annotations?.[CHECK_ANNOTATION]).toBe(expected);
  });
});

describe('a repository', () => {
  const whole = (images: object[], name = 'quay.io/team/app:ignored'): ImageStreamImport => ({
    ...anImport(undefined),
    spec: { import: true, repository: { from: { kind: 'DockerImage', name }, ...POLICIES } },
    status: { repository: { status: success, images: images as never } },
  });

  test('makes tags of what it has, under their own names', () => {
    const stream = applied(
      checked(),
      whole([{ ...got(digestA), tag: '1' }, { ...got(digestB), tag: '2' }, got(digestB)]),
    );
    expect(stream.spec.tags?.map(({ name, from }) => [name, from?.name])).toEqual([
      ['1', 'quay.io/team/app:1'],
      ['2', 'quay.io/team/app:2'],
    ]);
    expect(specTag(stream, '1')).toMatchObject(POLICIES);
    expect(statusTag(stream, '2')?.items?.[0]?.image).toBe(digestB);
  });

  test('makes no tag of what failed, but says so', () => {
    const stream = applied(checked(), whole([{ ...failed, tag: '1' }]));
    expect(stream.spec.tags).toBeUndefined();
    expect(statusTag(stream, '1')?.conditions).toEqual([condition(2)]);
  });

  test('that nobody asked for is passed over', () => {
    const { repository: _repository, ...spec } = whole([]).spec;
    expect(applied(checked(), { ...whole([{ ...got(digestA), tag: '1' }]), spec })).toEqual(checked());
  });
});
