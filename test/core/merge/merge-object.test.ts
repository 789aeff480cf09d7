import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { falseClaims } from '../../../src/core/consistency/false-claims.ts';
import { disagreements } from '../../../src/core/consistency/history-findings.ts';
import { oddities } from '../../../src/core/consistency/stream-findings.ts';
import { mergeVersions } from '../../../src/core/merge/merge-object.ts';
import type { ImageStream } from '../../../src/core/objects/image-stream.ts';
import type { ImageStreamHistory } from '../../../src/core/objects/image-stream-history.ts';
import { pinOf } from '../../../src/core/stream/pin.ts';
import { latestEvent, specTag, statusTags } from '../../../src/core/stream/tag-history.ts';
import { bornLife, type Deed, deeds, type Life, live } from '../../support/stream-life.ts';

const ALL: Deed['kind'][] = ['import', 'import', 'promote', 'follow', 'pin', 'rollback', 'unpin', 'remove'];

function merged(base: Life, ours: Life, theirs: Life) {
  const stream = mergeVersions(base.stream, ours.stream, theirs.stream);
  const history = mergeVersions(base.history, ours.history, theirs.history);
  if (!stream || !history) throw new Error('not merged');
  return {
    stream: stream.ours as unknown as ImageStream,
    history: history.ours as unknown as ImageStreamHistory,
    contradictions: [...stream.contradictions, ...history.contradictions],
  };
}

const names = ({ stream }: Pick<Life, 'stream'>) =>
  new Set([...(stream.spec.tags ?? []).map(({ name }) => name), ...statusTags(stream).keys()]);

const lives = (kinds: readonly Deed['kind'][]) =>
  fc.tuple(deeds(kinds), deeds(kinds), deeds(kinds)).map(([before, ann, bob]) => {
    const base = live(bornLife(), before, 'root', 0);
    return { base, ann: live(base, ann, 'ann', 1000), bob: live(base, bob, 'bob', 1030) };
  });

describe('two histories of one stream', () => {
  test('come to the same whichever side is called ours', () => {
    fc.assert(
      fc.property(lives(ALL), ({ base, ann, bob }) => {
        for (const [o, a, b] of [
          [base.stream, ann.stream, bob.stream],
          [base.history, ann.history, bob.history],
        ] as const) {
          const [one, other] = [mergeVersions(o, a, b), mergeVersions(o, b, a)];
          expect(one?.contradictions).toEqual(other?.contradictions);
          if (one?.contradictions.length === 0) expect(one.ours).toEqual(other?.ours);
          else expect(one?.ours).toEqual(other?.theirs);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('lose no tag, no image and no author, and agree with one another', () => {
    fc.assert(
      fc.property(lives(ALL.filter((kind) => kind !== 'remove')), ({ base, ann, bob }) => {
        const { stream, history, contradictions } = merged(base, ann, bob);
        expect([...names({ stream })].sort()).toEqual([...new Set([...names(ann), ...names(bob)])].sort());
        expect([...falseClaims(stream), ...oddities(stream)]).toEqual([]);
        for (const side of [ann, bob]) {
          for (const [tag, { items }] of statusTags(side.stream)) {
            const had = new Set(
              statusTags(stream)
                .get(tag)
                ?.items?.map((item) => item.image),
            );
            for (const item of items ?? []) expect(had).toContain(item.image);
          }
        }
        for (const { items } of history.tags) for (const item of items) expect(item).toHaveProperty('by');
        if (contradictions.length === 0) expect(disagreements(stream, history)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('leave what only one side has touched as that side has it', () => {
    fc.assert(
      fc.property(lives(ALL), ({ base, ann }) => {
        const { stream, history } = merged(base, ann, base);
        expect(stream).toEqual(ann.stream);
        expect(history).toEqual(ann.history);
      }),
      { numRuns: 100 },
    );
  });
});

const deed = (kind: Deed['kind'], tag: string, which = 0): Deed => ({ kind, tag, which, later: 60 });
const digest = (which: number) => `sha256:${String(which).repeat(64)}`;
// TAGS of the deeds: 0 dev, 1 qa, 2 prod, 3 latest.
const base = live(
  bornLife(),
  [deed('import', 'dev', 1), deed('import', 'prod', 1), deed('import', 'prod', 2)],
  'root',
  0,
);

describe('what two people did', () => {
  test('a pin holds against an image that came later on the other side, which stays in the history', () => {
    const ann = live(base, [deed('rollback', 'prod', 1)], 'ann', 1000);
    const bob = live(base, [deed('import', 'prod', 3)], 'bob', 5000);
    const { stream, history, contradictions } = merged(base, ann, bob);
    expect(contradictions).toEqual([]);
    expect(latestEvent(stream, 'prod')?.image).toBe(digest(1));
    expect(pinOf(specTag(stream, 'prod'))).toMatchObject({ by: 'ann', tag: 'prod' });
    const record = history.tags.find(({ tag }) => tag === 'prod');
    expect(record?.items.map(({ image, by }) => [image, by])).toEqual([
      [digest(1), 'ann'],
      [digest(3), 'bob'],
      [digest(2), 'root'],
      [digest(1), 'root'],
    ]);
    expect(record?.items.map(({ revision }) => revision)).toEqual([4, 3, 2, 1]);
  });

  test('a pin holds against another source, which the tag follows when it is let go', () => {
    const ann = live(base, [deed('pin', 'prod')], 'ann', 1000);
    const bob = live(base, [deed('import', 'dev', 5), deed('promote', 'prod', 0)], 'bob', 5000);
    const { stream, contradictions } = merged(base, ann, bob);
    expect(contradictions).toEqual([]);
    expect(latestEvent(stream, 'prod')?.image).toBe(digest(2));
    expect(pinOf(specTag(stream, 'prod'))?.followed?.from).toEqual({
      kind: 'ImageStreamImage',
      name: `web@${digest(5)}`,
    });
    expect(latestEvent(stream, 'dev')?.image).toBe(digest(5));
  });

  test('the newest image wins by its time', () => {
    const ann = live(base, [deed('import', 'prod', 4)], 'ann', 1000);
    const bob = live(base, [deed('import', 'prod', 5)], 'bob', 900);
    const { stream, history } = merged(base, ann, bob);
    const items = statusTags(stream).get('prod')?.items ?? [];
    expect(items.map(({ image }) => image)).toEqual([4, 5, 2, 1].map(digest));
    expect(history.tags[1]?.items.map(({ by }) => by)).toEqual(['ann', 'bob', 'root', 'root']);
  });

  test('the same image on both sides came once', () => {
    const ann = live(base, [deed('import', 'prod', 4)], 'ann', 1000);
    const bob = live(base, [deed('import', 'prod', 4)], 'bob', 1003);
    const { stream, history } = merged(base, ann, bob);
    expect(statusTags(stream).get('prod')?.items).toHaveLength(3);
    expect(history.tags[1]?.items.map(({ by }) => by)).toEqual(['ann', 'root', 'root']);
  });

  test('two pins of one tag contradict one another, in words', () => {
    const ann = live(base, [deed('rollback', 'prod', 1)], 'ann', 1000);
    const bob = live(base, [deed('pin', 'prod')], 'bob', 5000);
    const { contradictions } = merged(base, ann, bob);
    expect(contradictions).toHaveLength(1);
    expect(contradictions[0]).toMatch(
      /^the tag web:prod is pinned twice: pinned to sha256:1+ by ann at \S+; and pinned to sha256:2+ by bob at \S+$/,
    );
  });

  test('a tag that was removed on one side and moved on the other is a contradiction', () => {
    const ann = live(base, [deed('remove', 'prod')], 'ann', 1000);
    const bob = live(base, [deed('import', 'prod', 3)], 'bob', 1000);
    expect(merged(base, ann, bob).contradictions).toEqual([
      'the tag web:prod was removed on one side and changed on the other',
    ]);
  });

  test('an alias follows what its tag has after the merge', () => {
    const ann = live(base, [deed('follow', 'latest', 0)], 'ann', 1000);
    const bob = live(base, [deed('import', 'dev', 7)], 'bob', 1000);
    const { stream } = merged(base, ann, bob);
    expect(latestEvent(stream, 'latest')?.image).toBe(digest(7));
  });
});

describe('other objects', () => {
  const config = (data: object, labels = {}) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', labels },
    data,
  });

  test('are merged field by field', () => {
    const found = mergeVersions(
      config({ a: '1', b: '1' }),
      config({ a: '2', b: '1' }),
      config({ a: '1', b: '1', c: '3' }, { x: 'y' }),
    );
    expect(found).toMatchObject({ contradictions: [], ours: config({ a: '2', b: '1', c: '3' }, { x: 'y' }) });
  });

  test('contradict one another where both changed one field', () => {
    const found = mergeVersions(config({ a: '1' }), config({ a: '2' }), config({ a: '3' }));
    expect(found?.contradictions).toEqual(['data.a is "2" on one side and "3" on the other']);
    expect([found?.ours.data, found?.theirs.data]).toEqual([{ a: '2' }, { a: '3' }]);
  });

  test('values of secrets stay out of sentences', () => {
    const secret = (password: string) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      data: { password },
    });
    expect(mergeVersions(secret('YQ=='), secret('Yg=='), secret('Yw=='))?.contradictions).toEqual([
      'data.password has two values',
    ]);
  });

  test('containers are told apart by name', () => {
    const deployment = (images: Record<string, string>) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', generation: Object.keys(images).length },
      spec: { template: { spec: { containers: Object.entries(images).map(([name, image]) => ({ name, image })) } } },
    });
    const found = mergeVersions(
      deployment({ web: 'a', log: 'a' }),
      deployment({ web: 'b', log: 'a' }),
      deployment({ web: 'a', log: 'c', proxy: 'd' }),
    );
    expect(found).toMatchObject({ contradictions: [], ours: deployment({ web: 'b', log: 'c', proxy: 'd' }) });
  });

  test.each([
    ['two objects', config({}), { ...config({}), metadata: { name: 'other' } }],
    ['no object', config({}), 'text'],
    ['nothing', config({}), undefined],
  ])('%s are no two versions', (_, ours, theirs) => {
    expect(mergeVersions(undefined, ours, theirs)).toBeUndefined();
  });
});
