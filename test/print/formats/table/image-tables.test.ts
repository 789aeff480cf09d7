import { describe, expect, test } from '@jest/globals';
import { findKind, type ResourceKind } from '../../../../src/core/kinds/kinds.ts';
import type { KubeObject } from '../../../../src/core/objects/meta.ts';
import { printTable } from '../../../../src/print/formats/table/table.ts';
import { tableOf } from '../../../../src/print/formats/table/table-of.ts';

const now = new Date('2026-11-23T08:00:00Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString().replace('.000Z', 'Z');
const digest = (digit: string) => `sha256:${digit.repeat(64)}`;

const kindOf = (word: string) => findKind(word) as ResourceKind;
const cellsOf = (word: string, ...objects: unknown[]) =>
  tableOf(kindOf(word), objects as KubeObject[], now).rows.map((row) => row.cells);

const event = (minutes: number, fields: object = {}) => ({
  created: minutesAgo(minutes),
  dockerImageReference: `quay.io/team/app@${digest('a')}`,
  image: digest('a'),
  generation: 1,
  ...fields,
});

const stream = (name: string, tags: unknown[], fields: { spec?: object; status?: object } = {}) => ({
  apiVersion: 'image.openshift.io/v1',
  kind: 'ImageStream',
  metadata: { name, namespace: 'demo' },
  spec: { lookupPolicy: { local: false }, ...fields.spec },
  status: { dockerImageRepository: `registry:5000/demo/${name}`, tags, ...fields.status },
});

describe('imagestreams', () => {
  test('show the repository, the tags by recency and the age of the newest event', () => {
    const tags = [
      { tag: 'old', items: [event(60 * 24 * 3)] },
      { tag: 'failed', items: null, conditions: [{ type: 'ImportSuccess', status: 'False' }] },
      { tag: 'new', items: [event(5), event(1)] },
      { tag: 'also-new', items: [event(5)] },
    ];
    expect(cellsOf('is', stream('app', tags))).toEqual([
      ['app', 'registry:5000/demo/app', 'also-new,new,old,failed', '5 minutes ago'],
    ]);
  });

  test.each<[string, object, object, string]>([
    [
      'the public repository',
      { dockerImageRepository: 'quay.io/x' },
      { publicDockerImageRepository: 'pub/x' },
      'pub/x',
    ],
    ['else the spec', { dockerImageRepository: 'quay.io/x' }, {}, 'quay.io/x'],
    ['else the internal one', {}, {}, 'registry:5000/demo/app'],
    ['else nothing', {}, { dockerImageRepository: '' }, ''],
  ])('IMAGE REPOSITORY is %s', (_, spec, status, repository) => {
    expect(cellsOf('is', stream('app', [], { spec, status }))[0]).toEqual(['app', repository, '', '']);
  });

  const tagged = (...tags: string[]) =>
    cellsOf(
      'is',
      stream(
        'app',
        tags.map((tag) => ({ tag, items: [event(5)] })),
      ),
    )[0]?.[2];
  const sized = (...lengths: number[]) => lengths.map((length, i) => `${i}`.padEnd(length, 'x'));

  test.each<[string, number[], number, number]>([
    ['all that fit in 40 with their commas', [9, 9, 9, 9], 4, 0],
    ['one too many', [9, 9, 9, 9, 9], 4, 1],
    ['the first alone however long', [60, 1, 1], 1, 2],
    ['a long one that fills an otherwise empty quarter', [25, 20], 2, 0],
    ['not when it overruns by more than a quarter', [25, 30], 1, 1],
    ['not when less than a quarter would be empty', [30, 10], 1, 1],
  ])('TAGS holds %s', (_, lengths, shown, hidden) => {
    const tags = sized(...lengths);
    const suffix = hidden > 0 ? ` + ${hidden} more...` : '';
    expect(tagged(...tags)).toBe(tags.slice(0, shown).join(',') + suffix);
  });
});

describe('imagestreamtags, imagestreamimages and images', () => {
  const image = { metadata: { name: digest('b') }, dockerImageReference: `quay.io/team/app@${digest('b')}` };
  const object = (name: string) => ({ metadata: { name, namespace: 'demo', creationTimestamp: minutesAgo(1) }, image });

  test('an istag has its image name only when wide', () => {
    const table = tableOf(kindOf('istag'), [object('app:1') as unknown as KubeObject], now);
    expect(printTable(table)).toBe(
      `NAME    IMAGE REFERENCE${' '.repeat(76)}UPDATED\napp:1   quay.io/team/app@${digest('b')}   About a minute ago\n`,
    );
    expect(printTable(table, { wide: true, noHeaders: true })).toBe(
      `app:1   quay.io/team/app@${digest('b')}   About a minute ago   ${digest('b')}\n`,
    );
  });

  test('an isimage has name and age, the rest when wide', () => {
    const table = tableOf(kindOf('isimage'), [object('app@sha256:bbb') as unknown as KubeObject], now);
    expect(printTable(table)).toBe('NAME             UPDATED\napp@sha256:bbb   About a minute ago\n');
    expect(table.rows[0]?.cells).toEqual([
      'app@sha256:bbb',
      'About a minute ago',
      image.dockerImageReference,
      digest('b'),
    ]);
  });

  test('an image has its first pull spec', () => {
    expect(cellsOf('images', image)).toEqual([[digest('b'), image.dockerImageReference]]);
  });
});

describe('imagetags', () => {
  const from = (kind: string, name: string, namespace?: string) => ({
    kind,
    name,
    ...(namespace ? { namespace } : {}),
  });
  const failed = { type: 'ImportSuccess', status: 'False', reason: 'NotFound', lastTransitionTime: minutesAgo(2) };

  test.each<[string, object | null, object | null, string[]]>([
    ['nothing at all', null, null, ['', '', '', '']],
    ['no source', {}, null, ['', '', '', '']],
    ['a kind that does not exist', { from: from('Other', 'x') }, null, ['Tag', 'InvalidRefKind', '', '']],
    ['a reference', { from: from('DockerImage', 'a/b:c'), reference: true }, null, ['Ref', 'a/b:c', '', '']],
    ['another stream', { from: from('ImageStreamTag', 'b:c') }, null, ['Tag', 'istag/b:c', '', '']],
    ['an image without a digest', { from: from('ImageStreamImage', 'b') }, null, ['Tag', 'InvalidRefName', '', '']],
    [
      'scheduled from another namespace',
      { from: from('ImageStreamTag', 'b:c', 'a'), importPolicy: { scheduled: true } },
      null,
      ['Scheduled', 'istag a/b:c', '', ''],
    ],
    [
      'an alias',
      { from: from('ImageStreamTag', 'other') },
      { items: [event(5)] },
      ['Track', `image/${digest('a')}`, '1', '5 minutes ago'],
    ],
    ['an image', { from: from('ImageStreamImage', 'b@sha256:1') }, null, ['Tag', 'image/sha256:1', '', '']],
    [
      'a failure, its age',
      { from: from('DockerImage', 'a/b:c') },
      { items: null, conditions: [failed] },
      ['Tag', 'ImportFailed (NotFound)', '', '2 minutes ago'],
    ],
    [
      'a newer spec than history',
      { from: from('DockerImage', 'a/b:c'), generation: 2 },
      { items: [event(5)] },
      ['Tag', 'Importing', '1', '5 minutes ago'],
    ],
    [
      'newer history than the spec',
      { from: from('DockerImage', 'a/b:c'), generation: 3 },
      { items: [event(5, { generation: 4 }), event(6)] },
      ['Push', `image/${digest('a')}`, '2', '5 minutes ago'],
    ],
    ['a pushed image', null, { items: [event(5)] }, ['Push', `image/${digest('a')}`, '1', '5 minutes ago']],
    [
      'a pushed reference',
      null,
      { items: [event(5, { image: '' })] },
      ['Push', `quay.io/team/app@${digest('a')}`, '1', '5 minutes ago'],
    ],
  ])('%s', (_, spec, status, cells) => {
    expect(cellsOf('itag', { metadata: { name: 'app:1' }, spec, status })[0]).toEqual(['app:1', ...cells]);
  });
});
