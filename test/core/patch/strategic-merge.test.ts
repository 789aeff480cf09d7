import { describe, expect, test } from '@jest/globals';
import { mergeRules } from '../../../src/core/patch/merge-keys.ts';
import { strategicMerge } from '../../../src/core/patch/strategic-merge.ts';

const STREAM = mergeRules({ kind: 'ImageStream', group: 'image.openshift.io' });
const DEPLOYMENT = mergeRules({ kind: 'Deployment', group: 'apps' });
const IMAGE = mergeRules({ kind: 'Image', group: 'image.openshift.io' });
const SECRET = mergeRules({ kind: 'Secret', group: '' });

const pod = (spec: unknown) => ({ spec: { template: { spec } } });

describe('strategic merge patches', () => {
  const examples: [string, unknown, unknown, typeof STREAM, unknown][] = [
    [
      'tags of a stream are merged by name',
      { spec: { tags: [{ name: 'a', reference: true }, { name: 'b' }] } },
      { spec: { tags: [{ name: 'b', annotations: { x: '1' } }, { name: 'c' }] } },
      STREAM,
      { spec: { tags: [{ name: 'a', reference: true }, { name: 'b', annotations: { x: '1' } }, { name: 'c' }] } },
    ],
    [
      'a tag is deleted by its name',
      { spec: { tags: [{ name: 'a' }, { name: 'b' }] } },
      { spec: { tags: [{ name: 'a', $patch: 'delete' }] } },
      STREAM,
      { spec: { tags: [{ name: 'b' }] } },
    ],
    [
      'a list is replaced on demand',
      { spec: { tags: [{ name: 'a' }, { name: 'b' }] } },
      { spec: { tags: [{ name: 'c' }, { $patch: 'replace' }] } },
      STREAM,
      { spec: { tags: [{ name: 'c' }] } },
    ],
    [
      'containers are merged by name, their environment too',
      pod({ containers: [{ name: 'a', image: 'x', env: [{ name: 'K', value: '1' }] }, { name: 'b' }] }),
      pod({ containers: [{ name: 'a', env: [{ name: 'L', value: '2' }] }] }),
      DEPLOYMENT,
      pod({
        containers: [
          {
            name: 'a',
            image: 'x',
            env: [
              { name: 'K', value: '1' },
              { name: 'L', value: '2' },
            ],
          },
          { name: 'b' },
        ],
      }),
    ],
    [
      'the order that is asked for',
      pod({ containers: [{ name: 'a' }, { name: 'b' }, { name: 'sidecar' }] }),
      pod({ '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }], containers: [{ name: 'b', image: 'x' }] }),
      DEPLOYMENT,
      pod({ containers: [{ name: 'b', image: 'x' }, { name: 'sidecar' }, { name: 'a' }] }),
    ],
    [
      'keys that are not retained go',
      { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } },
      { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } },
      DEPLOYMENT,
      { spec: { strategy: { type: 'Recreate' } } },
    ],
    [
      'keys that are retained stay, also unpatched',
      { spec: { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } } },
      { spec: { strategy: { $retainKeys: ['type'] } } },
      DEPLOYMENT,
      { spec: { strategy: { type: 'Recreate' } } },
    ],
    [
      'finalizers are a set',
      { metadata: { finalizers: ['a', 'b'] } },
      { metadata: { finalizers: ['b', 'c'], '$deleteFromPrimitiveList/finalizers': ['a'] } },
      SECRET,
      { metadata: { finalizers: ['b', 'c'] } },
    ],
    [
      'a set has what was there first',
      { metadata: { finalizers: ['a'] } },
      { metadata: { finalizers: ['c', 'a', 'b'] } },
      SECRET,
      { metadata: { finalizers: ['a', 'c', 'b'] } },
    ],
    ['a set is made', {}, { metadata: { finalizers: ['a'] } }, SECRET, { metadata: { finalizers: ['a'] } }],
    [
      'nothing is deleted from what is no list',
      { metadata: { finalizers: 'a' } },
      { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } },
      SECRET,
      { metadata: { finalizers: 'a' } },
    ],
    [
      'nothing is deleted by what is no list',
      { metadata: { finalizers: ['a'] } },
      { metadata: { '$deleteFromPrimitiveList/finalizers': 'a' } },
      SECRET,
      { metadata: { finalizers: ['a'] } },
    ],
    [
      'a directive to merge is the rule',
      { data: { a: '1' } },
      { data: { $patch: 'merge', b: '2' } },
      SECRET,
      { data: { a: '1', b: '2' } },
    ],
    ['an object is emptied by a directive', { data: { a: '1' } }, { data: { $patch: 'delete' } }, SECRET, { data: {} }],
    ['an object takes the place of a value', { data: 'text' }, { data: { a: '1' } }, SECRET, { data: { a: '1' } }],
    ['a value takes the place of an object', { data: { a: '1' } }, { data: 'text' }, SECRET, { data: 'text' }],
    [
      'a value that is replaced whole',
      { dockerImageMetadata: { Id: 'a', Size: 1 } },
      { dockerImageMetadata: { $patch: 'replace', Id: 'b', x: null } },
      IMAGE,
      { dockerImageMetadata: { Id: 'b' } },
    ],
    [
      'all keys are retained without a list of them',
      { spec: { strategy: { type: 'x', y: 1 } } },
      { spec: { strategy: { $retainKeys: 'type', type: 'z' } } },
      DEPLOYMENT,
      { spec: { strategy: { type: 'z', y: 1 } } },
    ],
    [
      'items of one key twice give way to the list of the patch',
      {
        spec: {
          tags: [
            { name: 'a', x: 1 },
            { name: 'a', x: 2 },
          ],
        },
      },
      {
        spec: {
          tags: [
            { name: 'a', x: 3 },
            { name: 'b', $patch: 'delete' },
            { name: 'c', y: null },
          ],
        },
      },
      STREAM,
      { spec: { tags: [{ name: 'a', x: 3 }, { name: 'c' }] } },
    ],
    [
      'a list that is replaced on demand has no directives',
      { spec: { tags: [{ name: 'a' }] } },
      {
        spec: {
          tags: [
            { $patch: 'replace' },
            {
              name: 'b',
              annotations: {
                $retainKeys: ['x'],
                '$setElementOrder/y': [],
                '$deleteFromPrimitiveList/z': [],
                $patch: 'merge',
                k: [{ n: null }],
              },
            },
          ],
        },
      },
      STREAM,
      { spec: { tags: [{ name: 'b', annotations: { k: [{}] } }] } },
    ],
    [
      'an order without a list changes nothing',
      { spec: { tags: [{ name: 'a' }] } },
      { spec: { '$setElementOrder/tags': [{ name: 'a' }] } },
      STREAM,
      { spec: { tags: [{ name: 'a' }] } },
    ],
    [
      'an order that is no list does not count',
      { spec: { tags: [{ name: 'a' }] } },
      { spec: { '$setElementOrder/tags': 'b', tags: [{ name: 'b' }] } },
      STREAM,
      { spec: { tags: [{ name: 'a' }, { name: 'b' }] } },
    ],
    [
      'a list takes the place of a value',
      { spec: { tags: 'x' } },
      { spec: { tags: [{ name: 'a' }] } },
      STREAM,
      { spec: { tags: [{ name: 'a' }] } },
    ],
    [
      'a member that objects inherit is merged as JSON',
      {},
      { constructor: [{ a: 1 }] },
      STREAM,
      { constructor: [{ a: 1 }] },
    ],
    ['other lists are replaced', { x: [1, 2] }, { x: [3] }, SECRET, { x: [3] }],
    ['null removes', { data: { a: '1', b: '2' } }, { data: { a: null } }, SECRET, { data: { b: '2' } }],
    ['a new object has no nulls', {}, { data: { a: null, b: { c: null } } }, SECRET, { data: { b: {} } }],
    [
      'an object is replaced on demand',
      { data: { a: '1' } },
      { data: { $patch: 'replace', b: '2' } },
      SECRET,
      { data: { b: '2' } },
    ],
  ];
  test.each(examples)('%s', (_name, original, patch, rules, expected) => {
    expect(strategicMerge(original, patch, rules)).toEqual(expected);
  });

  test.each([
    ['an item without its key', { spec: { tags: [{ reference: true }] } }, /does not contain declared merge key: name/],
    ['an unknown directive', { $patch: 'destroy' }, /unknown patch directive "destroy"/],
    ['a directive that is no text', { $patch: null }, /unknown patch directive null/],
    ['a list', [], /is an object/],
  ])('%s is refused', (_name, patch, message) => {
    expect(() => strategicMerge({}, patch, STREAM)).toThrow(
      expect.objectContaining({ code: 'ARGUMENT', message: expect.stringMatching(message) }),
    );
  });
});
