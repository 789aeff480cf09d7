import { describe, expect, test } from '@jest/globals';
import type { TagState } from '../../../src/core/project-status/tag-state.ts';
import { tagStates } from '../../../src/core/project-status/tag-states.ts';
import { tagTree } from '../../../src/core/project-status/tag-tree.ts';
import { anEvent, aStream, aTag, digestA, digestB } from '../../support/streams.ts';

const alias = (name: string, to: string) => aTag(name, { from: { kind: 'ImageStreamTag', name: to } });
const statesOf = (...streams: ReturnType<typeof aStream>[]): TagState[] =>
  tagStates({ streams, others: [], histories: new Map(), due: new Map() });
const drawn = (states: readonly TagState[]) =>
  tagTree(states, []).map((row) => ('tag' in row ? [row.depth, row.tag.tag, ...(row.circle ? ['circle'] : [])] : []));

describe('the tree of tags', () => {
  test('puts what follows below, and each circle once with its tails', () => {
    const tags = [
      alias('a', 'b'),
      alias('b', 'a'),
      alias('tail', 'a'),
      alias('self', 'self'),
      aTag('root'),
      alias('x', 'root'),
    ];
    expect(drawn(statesOf(aStream({ tags })))).toEqual([
      [0, 'root'],
      [1, 'x'],
      [0, 'a', 'circle'],
      [1, 'b'],
      [1, 'tail'],
      [0, 'self', 'circle'],
    ]);
  });

  test('draws a chain of 10,000 tags, and a circle of them, without recursion', () => {
    const count = 10_000;
    const name = (at: number) => `t${String(at).padStart(6, '0')}`;
    const chain = Array.from({ length: count }, (_, at) => (at === 0 ? aTag(name(0)) : alias(name(at), name(at - 1))));
    expect(drawn(statesOf(aStream({ tags: chain }))).at(-1)).toEqual([count - 1, name(count - 1)]);
    const circle = [alias(name(0), name(count - 1)), ...chain.slice(1)];
    expect(drawn(statesOf(aStream({ tags: circle })))).toHaveLength(count);
  });
});

describe('a tag is behind', () => {
  const history = (tag: string, image: string, created: string) => ({ tag, items: [anEvent(image, { created })] });
  const [early, late] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'];
  const same = { from: { kind: 'DockerImage', name: 'quay.io/team/app:1' } };

  test.each([
    ['what it follows has another image', [aTag('a'), alias('b', 'a')], 'b', 'demo/app:a'],
    ['another tag found a newer image of its source', [aTag('b', same), aTag('a', same)], 'b', 'demo/app:a'],
    ['nothing else knows its source', [aTag('a'), aTag('b')], 'b', undefined],
    ['it is the newer one', [aTag('a', same), aTag('b', same)], 'a', undefined],
    ['it only points at its source', [aTag('a', same), aTag('b', { ...same, reference: true })], 'b', undefined],
  ])('or not: %s', (_what, tags, tag, knownFrom) => {
    const stream = aStream({ tags, history: [history('a', digestA, late), history('b', digestB, early)] });
    const state = statesOf(stream).find((each) => each.tag === tag);
    expect(state?.behind?.knownFrom).toBe(knownFrom);
  });

  test('a source that is no text in a pin is none', () => {
    const pin = JSON.stringify({
      at: early,
      followed: { from: { kind: 'ImageStreamTag', name: 7 }, importPolicy: {} },
    });
    const pinned = aTag('a', {
      annotations: { 'imagestream.dev/pinned': pin },
      from: { kind: 'ImageStreamImage', name: `app@${digestA}` },
    });
    const [state] = statesOf(aStream({ tags: [pinned], history: [history('a', digestA, late)] }));
    expect(state?.pin).toBeDefined();
    expect(state?.behind).toBeUndefined();
  });
});
