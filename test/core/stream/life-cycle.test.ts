import { describe, expect, test } from '@jest/globals';
import type { ImageStream } from '../../../src/core/objects/image-stream.ts';
import { StatusError } from '../../../src/core/status.ts';
import {
  dropEmptyHistories,
  isTagChanged,
  prepareCreate,
  prepareUpdate,
  removeTag,
  type StreamContext,
  sourceStreams,
} from '../../../src/core/stream/life-cycle.ts';
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

  test.each([
    [`registry.internal:5000/openshift/ruby:1`, `registry.internal:5000/demo/app:1`],
    [`registry.internal:5000/openshift/ruby`, `registry.internal:5000/demo/app`],
    [`registry.internal:5000/openshift/ruby/x`, `registry.internal:5000/openshift/ruby/x`],
    [`other:5000/openshift/ruby:1`, `other:5000/openshift/ruby:1`],
  ])('%s in the registry becomes %s', (was, becomes) => {
    const items = [anEvent(digestA, { dockerImageReference: was })];
    const from = aStream({ name: 'ruby', namespace: 'openshift', history: [{ tag: '1', items }] });
    const tag = aTag('a', { from: { kind: 'ImageStreamTag', name: 'ruby:1', namespace: 'openshift' } });
    const next = updated(aStream(), (s) => void (s.spec.tags = [tag]), from);
    expect(statusTag(next, 'a')?.items?.[0]?.dockerImageReference).toBe(becomes);
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

describe('what a refusal says', () => {
  const refusal = (...tags: [name: string, from: object][]) => {
    const write = () =>
      updated(aStream(), (s) => void (s.spec.tags = tags.map(([name, from]) => aTag(name, { from: from as never }))));
    try {
      write();
    } catch (error) {
      if (error instanceof StatusError) return error.status;
      throw error;
    }
    throw new Error('a refusal was expected');
  };
  const gone = { kind: 'ImageStreamTag', name: 'gone:1' };
  const broken = { kind: 'ImageStreamTag', name: 'a:b:c' };
  const inner = (list: string) => `Internal error: imagestreams "app" is invalid: ${list}`;
  const first = 'spec.tags[a].from.name: Not found: "gone:1"';
  const second =
    'spec.tags[b].from.name: Invalid value: "a:b:c": must be of the form <tag>, <repo>:<tag>, <id>, or <repo>@<id>';

  test.each([
    ['one tag', [['a', gone]], first],
    [
      'two tags',
      [
        ['a', gone],
        ['b', broken],
      ],
      `[${first}, ${second}]`,
    ],
  ] as [string, [string, object][], string][])('of %s, as the API server wraps it', (_what, tags, list) => {
    expect(refusal(...tags)).toEqual({
      status: 'Failure',
      reason: 'Invalid',
      code: 422,
      message: `ImageStream.image.openshift.io "app" is invalid: []: ${inner(list)}`,
      details: {
        kind: 'ImageStream',
        group: 'image.openshift.io',
        name: 'app',
        causes: [{ field: '[]', message: inner(list) }],
      },
    });
  });
});

describe('which other streams are looked at', () => {
  test('those of changed tags, not the stream itself, nothing that cannot be read', () => {
    const tags = [
      aTag('docker'),
      aTag('own', { from: { kind: 'ImageStreamTag', name: 'app:x' } }),
      aTag('far', { from: { kind: 'ImageStreamTag', name: 'app:x', namespace: 'far' } }),
      aTag('image', { from: { kind: 'ImageStreamImage', name: `other@${digestA}` } }),
      aTag('broken', { from: { kind: 'ImageStreamTag', name: 'a:b:c' } }),
      aTag('old', { from: { kind: 'ImageStreamTag', name: 'kept:1' } }),
    ];
    const previous = aStream({ tags: tags.filter(({ name }) => name === 'old') });
    expect(sourceStreams(previous, aStream({ tags }))).toEqual([
      { namespace: 'far', stream: 'app', part: 'x' },
      { namespace: 'demo', stream: 'other', part: digestA },
    ]);
    expect(sourceStreams(undefined, aStream({ tags }))).toHaveLength(3);
    expect(sourceStreams(undefined, aStream())).toEqual([]);
  });
});

describe('status that is written', () => {
  test('without a generation gets the one of its tag, or of the stream', () => {
    const zero = (tag: string) => ({
      tag,
      items: [anEvent(digestA, { generation: 0 }), anEvent(digestB, { generation: 0 })],
    });
    const previous = aStream({ tags: [aTag('a', { generation: 4 })] });
    previous.metadata.generation = 7;
    const history = [zero('a'), zero('b'), { tag: 'c', items: [anEvent(digestA, { generation: 3 })] }];
    const next = updated(previous, (s) => void (s.status.tags = history));
    const generations = next.status.tags?.map(({ items }) => items?.map(({ generation }) => generation));
    expect(generations).toEqual([[4, 0], [7, 0], [3]]);
  });

  test('has no empty list of tags', () => {
    expect(updated(aStream(), (s) => void (s.status.tags = [])).status).not.toHaveProperty('tags');
  });

  test('histories without items and conditions go', () => {
    const conditions = [
      { type: 'ImportSuccess', status: 'False', lastTransitionTime: '', reason: '', message: '', generation: 1 },
    ];
    const stream = aStream({
      history: [
        { tag: 'a', items: [anEvent(digestA)] },
        { tag: 'b', items: null },
        { tag: 'c', items: [], conditions: [] },
        { tag: 'd', items: null, conditions },
      ],
    });
    dropEmptyHistories(stream);
    expect(stream.status.tags?.map(({ tag }) => tag)).toEqual(['a', 'd']);
    const empty = aStream({ history: [{ tag: 'b', items: null }] });
    dropEmptyHistories(empty);
    expect(empty.status).not.toHaveProperty('tags');
  });
});

describe('removing a tag', () => {
  const stream = () =>
    aStream({
      tags: [aTag('a'), aTag('b')],
      history: [
        { tag: 'a', items: [anEvent(digestA)] },
        { tag: 'c', items: null },
      ],
    });
  test.each([
    ['a', true, ['b'], ['c']],
    ['b', true, ['a'], ['a', 'c']],
    ['c', true, ['a', 'b'], ['a']],
    ['d', false, ['a', 'b'], ['a', 'c']],
  ])('%s: %s', (tag, found, spec, status) => {
    const from = stream();
    expect(removeTag(from, tag)).toBe(found);
    expect(from.spec.tags?.map(({ name }) => name)).toEqual(spec);
    expect(from.status.tags?.map((history) => history.tag)).toEqual(status);
  });

  test('the last one leaves no empty lists', () => {
    const only = aStream({ tags: [aTag('a')], history: [{ tag: 'a', items: null }] });
    expect(removeTag(only, 'a')).toBe(true);
    expect(only.spec).not.toHaveProperty('tags');
    expect(only.status).not.toHaveProperty('tags');
    expect(removeTag(aStream(), 'a')).toBe(false);
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
