import { describe, expect, test } from '@jest/globals';
import { mergeRules } from '../../../src/core/patch/merge-keys.ts';
import { strategicMerge } from '../../../src/core/patch/strategic-merge.ts';

const STREAM = mergeRules({ kind: 'ImageStream', group: 'image.openshift.io' });
const DEPLOYMENT = mergeRules({ kind: 'Deployment', group: 'apps' });
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
      'finalizers are a set',
      { metadata: { finalizers: ['a', 'b'] } },
      { metadata: { finalizers: ['b', 'c'], '$deleteFromPrimitiveList/finalizers': ['a'] } },
      SECRET,
      { metadata: { finalizers: ['b', 'c'] } },
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
    ['a list', [], /is an object/],
  ])('%s is refused', (_name, patch, message) => {
    expect(() => strategicMerge({}, patch, STREAM)).toThrow(
      expect.objectContaining({ code: 'ARGUMENT', message: expect.stringMatching(message) }),
    );
  });
});
