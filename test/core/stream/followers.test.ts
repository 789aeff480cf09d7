import { describe, expect, test } from '@jest/globals';
import type { ImageStream, TagReference } from '../../../src/core/objects/image-stream.ts';
import { followedTag, followTags } from '../../../src/core/stream/followers.ts';
import { latestEvent } from '../../../src/core/stream/tag-history.ts';
import { anEvent, aStream, aTag, digestA, digestB, digestC } from '../../support/streams.ts';

const NOW = '2026-02-03T04:05:06Z';

const alias = (name: string, target: string, over: object = {}): TagReference =>
  aTag(name, { from: { kind: 'ImageStreamTag', name: target, ...over } });

describe('whom a tag follows', () => {
  test.each<[TagReference, string | undefined]>([
    [alias('a', 'b'), 'b'],
    [alias('a', 'app:b'), 'b'],
    [alias('a', 'b', { namespace: 'demo' }), 'b'],
    [alias('a', 'b', { namespace: '' }), 'b'],
    [alias('a', 'other:b'), undefined],
    [alias('a', 'b', { namespace: 'far' }), undefined],
    [aTag('a'), undefined],
    [{ ...aTag('a'), from: null } as never, undefined],
  ])('%j', (tag, expected) => expect(followedTag(tag, aStream())).toBe(expected));
});

describe('following', () => {
  const history = (events: Record<string, string>) =>
    Object.entries(events).map(([tag, image]) => ({ tag, items: [anEvent(image)] }));
  const images = (stream: ImageStream) =>
    Object.fromEntries((stream.status.tags ?? []).map(({ tag }) => [tag, latestEvent(stream, tag)?.image]));

  function followed(tags: TagReference[], before: Record<string, string> | undefined, now: Record<string, string>) {
    const stream = aStream({ tags, history: history(now) });
    followTags(before && aStream({ tags, history: history(before) }), stream, NOW);
    return images(stream);
  }

  test.each<
    [string, TagReference[], Record<string, string> | undefined, Record<string, string>, Record<string, string>]
  >([
    ['a new tag', [aTag('a'), alias('b', 'a')], undefined, { a: digestA }, { a: digestA, b: digestA }],
    [
      'a tag that moved',
      [aTag('a'), alias('b', 'a')],
      { a: digestA, b: digestA },
      { a: digestB, b: digestA },
      { a: digestB, b: digestB },
    ],
    [
      'not one that did not',
      [aTag('a'), alias('b', 'a')],
      { a: digestA },
      { a: digestA, b: digestB },
      { a: digestA, b: digestB },
    ],
    [
      'an alias of an alias',
      [aTag('a'), alias('c', 'b'), alias('b', 'a')],
      undefined,
      { a: digestA },
      { a: digestA, b: digestA, c: digestA },
    ],
    [
      'several aliases of one',
      [aTag('a'), alias('b', 'a'), alias('c', 'a')],
      undefined,
      { a: digestA },
      { a: digestA, b: digestA, c: digestA },
    ],
    ['itself, not', [alias('a', 'a')], undefined, { a: digestA }, { a: digestA }],
    [
      'a circle once round',
      [alias('a', 'b'), alias('b', 'a')],
      { a: digestA, b: digestA },
      { a: digestC, b: digestA },
      { a: digestC, b: digestC },
    ],
    ['no alias, no change', [aTag('a'), aTag('b')], undefined, { a: digestA, b: digestB }, { a: digestA, b: digestB }],
    ['a tag without history', [alias('b', 'a')], undefined, { b: digestB }, { b: digestB }],
  ])('%s', (_what, tags, before, now, expected) => {
    expect(followed(tags, before, now)).toEqual(expected);
  });

  test.each([
    ['another reference', { dockerImageReference: 'mirror/app' }],
    ['another generation', { generation: 9 }],
  ])('%s of the same image is a move', (_what, over) => {
    const tags = [aTag('a'), alias('b', 'a')];
    const before = aStream({ tags, history: history({ a: digestA, b: digestA }) });
    const stream = aStream({
      tags,
      history: [{ tag: 'a', items: [anEvent(digestA, over)] }, ...history({ b: digestA })],
    });
    followTags(before, stream, NOW);
    expect(latestEvent(stream, 'b')).toEqual(anEvent(digestA, over));
  });
});
