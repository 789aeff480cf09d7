import { describe, expect, test } from '@jest/globals';
import type { ImageStream } from '../../../src/core/objects/image-stream.ts';
import { StatusError } from '../../../src/core/status.ts';
import { isTagChanged, prepareCreate, prepareUpdate, type StreamContext } from '../../../src/core/stream/life-cycle.ts';
import { specTag, statusTag } from '../../../src/core/stream/tag-history.ts';
import { anEvent, aStream, aTag, digestA, digestB } from '../../support/streams.ts';

const NOW = '2026-02-03T04:05:06Z';

function context(...others: ImageStream[]): StreamContext {
  return {
    now: NOW,
    internalRegistry: 'registry.internal:5000',
    findStream: (namespace, name) =>
      others.find((stream) => stream.metadata.namespace === namespace && stream.metadata.name === name),
  };
}

/** The stream after an update that `change` describes. */
function updated(previous: ImageStream, change: (next: ImageStream) => void, ...others: ImageStream[]): ImageStream {
  const next = structuredClone(previous);
  change(next);
  prepareUpdate(previous, next, context(...others));
  return next;
}

describe('generations', () => {
  test('a new stream and its tags begin at 1', () => {
    const stream = aStream({ tags: [aTag('a', { generation: 7 }), aTag('b', { generation: null })] });
    stream.metadata.generation = 9;
    prepareCreate(stream, context());
    expect(stream.metadata.generation).toBe(1);
    expect(stream.spec.tags?.map((tag) => tag.generation)).toEqual([1, 1]);
  });

  const before = () => aStream({ tags: [aTag('a'), aTag('b')] });

  test.each([
    ['nothing', () => {}, 1, 1],
    ['a label', (s: ImageStream) => void (s.metadata.labels = { x: 'y' }), 1, 1],
    [
      'where it points',
      (s: ImageStream) =>
        void ((specTag(s, 'a') as never as { from: unknown }).from = { kind: 'DockerImage', name: 'x/y:1' }),
      2,
      2,
    ],
    ['reference', (s: ImageStream) => void Object.assign(specTag(s, 'a') ?? {}, { reference: true }), 2, 2],
    [
      'the import mode',
      (s: ImageStream) =>
        void Object.assign(specTag(s, 'a') ?? {}, { importPolicy: { importMode: 'PreserveOriginal' } }),
      2,
      2,
    ],
    ['a sent generation 0', (s: ImageStream) => void Object.assign(specTag(s, 'a') ?? {}, { generation: 0 }), 2, 2],
    [
      'a generation made up by the caller',
      (s: ImageStream) => void Object.assign(specTag(s, 'a') ?? {}, { generation: 99 }),
      1,
      1,
    ],
    [
      'scheduled alone',
      (s: ImageStream) =>
        void Object.assign(specTag(s, 'a') ?? {}, { importPolicy: { importMode: 'Legacy', scheduled: true } }),
      2,
      1,
    ],
    [
      'annotations alone',
      (s: ImageStream) => void Object.assign(specTag(s, 'a') ?? {}, { annotations: { x: 'y' } }),
      2,
      1,
    ],
    [
      'the reference policy alone',
      (s: ImageStream) => void Object.assign(specTag(s, 'a') ?? {}, { referencePolicy: { type: 'Local' } }),
      2,
      1,
    ],
    [
      'the kind alone',
      (s: ImageStream) => void Object.assign(specTag(s, 'a')?.from ?? {}, { kind: 'ImageStreamTag' }),
      2,
      1,
    ],
  ])('changing %s', (_, change, stream, tag) => {
    // A changed kind makes the name an alias of nothing, which is accepted.
    const next = updated(before(), change as (next: ImageStream) => void, aStream({ name: 'quay.io/team/app' }));
    expect(next.metadata.generation).toBe(stream);
    expect(specTag(next, 'a')?.generation).toBe(tag);
    expect(specTag(next, 'b')?.generation).toBe(1);
  });

  test('a tag without a source never counts as changed', () => {
    const { from: _from, ...bare } = aTag('a');
    expect(isTagChanged(aTag('a'), bare, 'demo')).toBe(false);
    expect(isTagChanged(undefined, bare, 'demo')).toBe(true);
  });

  test('an effective namespace is the same whether it is written or not', () => {
    const from = { kind: 'ImageStreamTag', name: 'other:1' };
    const tag = aTag('a', { from });
    expect(isTagChanged(tag, aTag('a', { from: { ...from, namespace: 'demo' } }), 'demo')).toBe(false);
    expect(isTagChanged(tag, aTag('a', { from: { ...from, namespace: 'prod' } }), 'demo')).toBe(true);
  });
});

describe('tags that are written', () => {
  const source = () =>
    aStream({
      name: 'ruby',
      namespace: 'openshift',
      history: [{ tag: '2.0', items: [anEvent(digestB), anEvent(digestA)] }],
    });

  test('a DockerImage waits for its import', () => {
    const next = updated(aStream(), (s) => void (s.spec.tags = [aTag('a', { generation: null })]));
    expect(next.status.tags).toBeUndefined();
  });

  test('a reference is recorded as it stands, without an image', () => {
    const next = updated(aStream(), (s) => void (s.spec.tags = [aTag('a', { reference: true })]));
    expect(statusTag(next, 'a')?.items).toEqual([
      { created: NOW, dockerImageReference: 'quay.io/team/app:a', image: '', generation: 2 },
    ]);
  });

  test('a tag of another stream is copied with its time', () => {
    const tag = aTag('a', { from: { kind: 'ImageStreamTag', name: 'ruby:2.0', namespace: 'openshift' } });
    const next = updated(aStream(), (s) => void (s.spec.tags = [tag]), source());
    expect(statusTag(next, 'a')?.items).toEqual([anEvent(digestB, { generation: 2 })]);
  });

  test('an image of another stream is found by a prefix and gets the time of now', () => {
    const tag = aTag('a', { from: { kind: 'ImageStreamImage', name: 'ruby@aaaa', namespace: 'openshift' } });
    const next = updated(aStream(), (s) => void (s.spec.tags = [tag]), source());
    expect(statusTag(next, 'a')?.items).toEqual([anEvent(digestA, { generation: 2, created: NOW })]);
  });

  test('a missing tag of another stream is accepted in silence', () => {
    const tag = aTag('a', { from: { kind: 'ImageStreamTag', name: 'ruby:9', namespace: 'openshift' } });
    const next = updated(aStream(), (s) => void (s.spec.tags = [tag]), source());
    expect(statusTag(next, 'a')).toBeUndefined();
  });

  test.each([
    ['a missing stream', { kind: 'ImageStreamTag', name: 'gone:1' }, 'spec.tags[a].from.name: Not found: "gone:1"'],
    [
      'an image that the stream never had',
      { kind: 'ImageStreamImage', name: `ruby@${digestA.replace('a', 'f')}`, namespace: 'openshift' },
      'error generating tag event: imagestreamimage.image.openshift.io',
    ],
    [
      'too many separators',
      { kind: 'ImageStreamTag', name: 'a:b:c' },
      'must be of the form <tag>, <repo>:<tag>, <id>, or <repo>@<id>',
    ],
  ])('%s is refused', (_, from, text) => {
    const write = () => updated(aStream(), (s) => void (s.spec.tags = [aTag('a', { from })]), source());
    expect(write).toThrow(StatusError);
    expect(write).toThrow(text);
    expect(write).toThrow(/is invalid: \[\]: Internal error: imagestreams "app" is invalid: /);
  });

  test("an image in the source's place in the integrated registry becomes the stream's own", () => {
    const pushed = anEvent(digestA, { dockerImageReference: `registry.internal:5000/openshift/ruby@${digestA}` });
    const from = aStream({ name: 'ruby', namespace: 'openshift', history: [{ tag: '1', items: [pushed] }] });
    const tag = aTag('a', { from: { kind: 'ImageStreamTag', name: 'ruby:1', namespace: 'openshift' } });
    const next = updated(aStream(), (s) => void (s.spec.tags = [tag]), from);
    expect(statusTag(next, 'a')?.items?.[0]?.dockerImageReference).toBe(`registry.internal:5000/demo/app@${digestA}`);
    const kept = updated(aStream(), (s) => void (s.spec.tags = [{ ...tag, reference: true }]), from);
    expect(statusTag(kept, 'a')?.items?.[0]?.dockerImageReference).toBe(pushed.dockerImageReference);
  });

  test('a stream whose name only begins alike is left alone', () => {
    const pushed = anEvent(digestA, {
      dockerImageReference: `registry.internal:5000/openshift/ruby-on-rails@${digestA}`,
    });
    const from = aStream({ name: 'ruby', namespace: 'openshift', history: [{ tag: '1', items: [pushed] }] });
    const tag = aTag('a', { from: { kind: 'ImageStreamTag', name: 'ruby:1', namespace: 'openshift' } });
    const next = updated(aStream(), (s) => void (s.spec.tags = [tag]), from);
    expect(statusTag(next, 'a')?.items?.[0]?.dockerImageReference).toBe(pushed.dockerImageReference);
  });
});

describe('aliases', () => {
  const alias = (name: string, target: string) => aTag(name, { from: { kind: 'ImageStreamTag', name: target } });

  test('a new alias has what its target has, and the target takes the generation', () => {
    const previous = aStream({ tags: [aTag('latest')], history: [{ tag: 'latest', items: [anEvent(digestA)] }] });
    const next = updated(previous, (s) => s.spec.tags?.push(alias('tip', 'app:latest')));
    expect(statusTag(next, 'tip')?.items).toEqual([anEvent(digestA, { generation: 2 })]);
    expect(statusTag(next, 'latest')?.items).toEqual([anEvent(digestA, { generation: 2 })]);
  });

  test('aliases of aliases follow to the end, whatever the order', () => {
    const previous = aStream({
      tags: [alias('a', 'b'), alias('b', 'app:c'), aTag('c')],
      history: ['a', 'b', 'c'].map((tag) => ({ tag, items: [anEvent(digestA)] })),
    });
    const next = updated(previous, (s) => void statusTag(s, 'c')?.items?.unshift(anEvent(digestB, { generation: 2 })));
    for (const tag of ['a', 'b', 'c']) expect(statusTag(next, tag)?.items?.[0]?.image).toBe(digestB);
  });

  test('an alias and its target may be written at once', () => {
    const next = updated(aStream(), (s) => {
      s.spec.tags = [alias('a', 'b'), aTag('b', { reference: true })];
    });
    expect(statusTag(next, 'a')?.items).toEqual(statusTag(next, 'b')?.items);
  });

  test('a circle is left as it is', () => {
    const previous = aStream({
      tags: [alias('a', 'b'), alias('b', 'a')],
      history: [{ tag: 'a', items: [anEvent(digestA)] }],
    });
    const next = updated(previous, (s) => void statusTag(s, 'a')?.items?.unshift(anEvent(digestB, { generation: 2 })));
    expect(statusTag(next, 'b')?.items?.[0]?.image).toBe(digestB);
    expect(statusTag(next, 'a')?.items?.[0]?.image).toBe(digestB);
  });

  test('a tag that follows itself is accepted', () => {
    const previous = aStream({ tags: [aTag('latest')], history: [{ tag: 'latest', items: [anEvent(digestA)] }] });
    const next = updated(previous, (s) => void (s.spec.tags = [alias('latest', 'app:latest')]));
    expect(statusTag(next, 'latest')?.items).toEqual([anEvent(digestA, { generation: 2 })]);
  });

  test('a tag of another stream of the same name is not followed', () => {
    const foreign = aTag('a', { from: { kind: 'ImageStreamTag', name: 'app:latest', namespace: 'other' } });
    const previous = aStream({
      tags: [foreign, aTag('latest')],
      history: [{ tag: 'latest', items: [anEvent(digestA)] }],
    });
    const next = updated(
      previous,
      (s) => void statusTag(s, 'latest')?.items?.unshift(anEvent(digestB, { generation: 2 })),
    );
    expect(statusTag(next, 'a')).toBeUndefined();
  });
});
