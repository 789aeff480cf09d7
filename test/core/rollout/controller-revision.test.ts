import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { recordRevision, revisionNumber } from '../../../src/core/rollout/controller-revision.ts';

const template = (image: string) => ({
  metadata: { labels: { app: 'app' } },
  spec: { containers: [{ name: 'c', image }] },
});
const aSet = (
  image: string,
  over: { limit?: number; annotations?: Record<string, string>; uid?: string } = {},
): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: {
    name: 'db',
    namespace: 'demo',
    uid: over.uid ?? 'u',
    ...(over.annotations ? { annotations: over.annotations } : {}),
  },
  spec: { template: template(image), ...(over.limit === undefined ? {} : { revisionHistoryLimit: over.limit }) },
});

/** The records after the images were rolled out one after the other. */
function recorded(images: readonly string[], limit?: number): KubeObject[] {
  let records: KubeObject[] = [];
  for (const image of images) {
    const changes = recordRevision(aSet(image, limit === undefined ? {} : { limit }), records);
    const updated = new Map(changes.update.map((record) => [record.metadata.name, record]));
    const gone = new Set(changes.delete.map(({ metadata }) => metadata.name));
    records = [...records.map((record) => updated.get(record.metadata.name) ?? record), ...changes.create];
    records = records.filter(({ metadata }) => !gone.has(metadata.name));
  }
  return records;
}

const imageOf = ({ data }: KubeObject) =>
  (data as { spec: { template: ReturnType<typeof template> } }).spec.template.spec.containers[0]?.image;
const summary = (records: readonly KubeObject[]) =>
  records.map((record) => [imageOf(record), revisionNumber(record)]).sort((a, b) => Number(a[1]) - Number(b[1]));

describe('the record of a set', () => {
  test('holds the template, to be put in the place of another', () => {
    const annotations = { 'kubernetes.io/change-cause': 'why', other: 'x' };
    const [record] = recordRevision(aSet('a', { annotations }), []).create as [KubeObject];
    const hash = record.metadata.name.slice('db-'.length);
    expect(record).toEqual({
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: {
        name: `db-${hash}`,
        namespace: 'demo',
        labels: { app: 'app', 'controller-revision-hash': hash },
        annotations: { 'kubernetes.io/change-cause': 'why' },
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'StatefulSet',
            name: 'db',
            uid: 'u',
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      data: { spec: { template: { ...template('a'), $patch: 'replace' } } },
      revision: 1,
    });
  });

  test.each<[string[], number | undefined, unknown[]]>([
    [['a', 'a'], undefined, [['a', 1]]],
    [
      ['a', 'b'],
      undefined,
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    [
      ['a', 'b', 'a'],
      undefined,
      [
        ['b', 2],
        ['a', 3],
      ],
    ],
    [
      ['a', 'b', 'a', 'c'],
      undefined,
      [
        ['b', 2],
        ['a', 3],
        ['c', 4],
      ],
    ],
    [
      ['a', 'b', 'a', 'c'],
      1,
      [
        ['a', 3],
        ['c', 4],
      ],
    ],
    [['a', 'b', 'c'], 0, [['c', 3]]],
  ])('after %j with a limit of %s old ones: %j', (images, limit, expected) => {
    expect(summary(recorded(images, limit))).toEqual(expected);
  });

  test('the oldest go first, in whatever order they come', () => {
    const records = recorded(['a', 'b', 'c']).reverse();
    expect(recordRevision(aSet('d', { limit: 1 }), records).delete.map(imageOf)).toEqual(['a', 'b']);
  });

  test('others are not looked at', () => {
    const changes = recordRevision(aSet('a', { uid: 'other' }), recorded(['a', 'b']));
    expect(summary(changes.create)).toEqual([['a', 1]]);
    expect([changes.update, changes.delete]).toEqual([[], []]);
  });

  test.each<[string, KubeObject]>([
    ['waits for an image', aSet(' ')],
    ['has no template', { ...aSet('a'), spec: {} }],
    ['has no uid', { ...aSet('a'), metadata: { name: 'db' } }],
  ])('is not made for a set that %s', (_what, set) => {
    expect(recordRevision(set, [])).toEqual({ create: [], update: [], delete: [] });
  });

  test.each([
    [3, 3],
    ['3', 0],
    [undefined, 0],
  ])('the revision %j is number %i', (revision, number) => {
    expect(revisionNumber({ ...aSet('a'), revision } as KubeObject)).toBe(number);
  });
});
