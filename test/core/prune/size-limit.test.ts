import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { exceedsLimit, imageSizeLimits } from '../../../src/core/prune/size-limit.ts';
import { anImage } from './objects.ts';

const limitRange = (namespace: string, limits: unknown): KubeObject => ({
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: { name: 'limits', namespace },
  spec: { limits },
});

describe('limits of a namespace', () => {
  test('the smallest limit on images counts, other limits and broken ones do not', () => {
    const limits = imageSizeLimits([
      limitRange('a', [
        { type: 'Container', max: { storage: '1' } },
        { type: 'openshift.io/Image', max: { storage: '2Ki' } },
        { type: 'openshift.io/Image', max: { storage: '1Ki' } },
        { type: 'openshift.io/Image', max: { storage: 'much' } },
        null,
      ]),
      limitRange('b', [{ type: 'openshift.io/Image', max: { memory: '1' } }]),
      limitRange('c', null),
    ]);
    expect([...limits]).toEqual([['a', 1024]]);
  });

  test.each([
    [1024, 1024, false],
    [1025, 1024, true],
    [1025, undefined, false],
  ])('an image of %d bytes under a limit of %j', (size, limit, expected) => {
    expect(exceedsLimit(anImage('x', { size }), limit)).toBe(expected);
  });

  test('an image of unknown size is never too large', () => {
    expect(exceedsLimit(anImage('x'), 0)).toBe(false);
  });
});
