import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hasCondition } from '../../../src/core/conditions/object-condition.ts';

const item = { image: 'sha256:1' };
const failed = [{ type: 'ImportSuccess', status: 'False' }];
const stream = (spec: unknown, tags: unknown) => ({
  apiVersion: 'image.openshift.io/v1',
  kind: 'ImageStream',
  metadata: { name: 'web' },
  spec: { tags: spec },
  status: { tags },
});
const deployment = (status: unknown, generation?: number) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', ...(generation ? { generation } : {}) },
  status,
});
const ready = [{ type: 'Ready', status: 'True' }];

describe('a condition', () => {
  test.each([
    ['is found whatever its case', deployment({ conditions: ready }), 'READY', 'true', true],
    ['has one status', deployment({ conditions: ready }), 'Ready', 'False', false],
    ['that is not there is not so', deployment({}), 'Ready', 'False', false],
    [
      'of an older generation does not count',
      deployment({ observedGeneration: 1, conditions: ready }, 2),
      'Ready',
      'True',
      false,
    ],
    ['of this generation counts', deployment({ observedGeneration: 2, conditions: ready }, 2), 'Ready', 'True', true],
    [
      'says itself what it has seen',
      deployment({ observedGeneration: 2, conditions: [{ ...ready[0], observedGeneration: 1 }] }, 2),
      'Ready',
      'True',
      false,
    ],
    [
      'of a stream: all tags have images',
      stream([{ name: 'a' }], [{ tag: 'a', items: [item] }]),
      'ImportSuccess',
      'True',
      true,
    ],
    [
      'of a stream: one tag waits',
      stream([{ name: 'a' }, { name: 'b' }], [{ tag: 'a', items: [item] }]),
      'ImportSuccess',
      'True',
      false,
    ],
    [
      'of a stream: one tag fails',
      stream(
        [],
        [
          { tag: 'a', items: [item] },
          { tag: 'b', items: [item], conditions: failed },
        ],
      ),
      'ImportSuccess',
      'True',
      false,
    ],
    ['of a stream: that failure', stream([], [{ tag: 'b', conditions: failed }]), 'ImportSuccess', 'False', true],
    ['of a stream without tags', stream([], []), 'ImportSuccess', 'True', false],
    ['of a stream that nobody knows', stream([], [{ tag: 'a', items: [item] }]), 'Other', 'True', false],
    [
      'of a tag with an image',
      { apiVersion: 'image.openshift.io/v1', kind: 'ImageStreamTag', metadata: { name: 'web:a' } },
      'ImportSuccess',
      'True',
      true,
    ],
    [
      'of a tag that fails now',
      { apiVersion: 'image.openshift.io/v1', kind: 'ImageStreamTag', metadata: { name: 'web:a' }, conditions: failed },
      'ImportSuccess',
      'True',
      false,
    ],
  ])('%s', (_what, object, name, status, expected) => {
    expect(hasCondition(object, name, status)).toBe(expected);
  });

  test('of whatever a stranger wrote is true or false', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.jsonValue(),
        fc.constantFrom('ImageStream', 'Pod', 'ImageStreamTag'),
        (spec, status, kind) => {
          const object = { apiVersion: 'v1', kind, metadata: { name: 'x' }, spec, status, conditions: status };
          expect(typeof hasCondition(object, 'ImportSuccess', 'True')).toBe('boolean');
        },
      ),
    );
  });
});
