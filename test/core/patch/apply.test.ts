import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { threeWayMerge } from '../../../src/core/patch/apply.ts';
import { mergeRules } from '../../../src/core/patch/merge-keys.ts';

const STREAM = mergeRules({ kind: 'ImageStream', group: 'image.openshift.io' });
const DEPLOYMENT = mergeRules({ kind: 'Deployment', group: 'apps' });

const tags = (...list: unknown[]) => ({ spec: { tags: list } });

describe('the three-way merge', () => {
  const examples: [string, unknown, unknown, unknown, typeof STREAM, unknown][] = [
    ['adds and changes', { a: 1 }, { a: 1, b: 2 }, { a: 3, c: 4 }, STREAM, { a: 3, b: 2, c: 4 }],
    [
      'removes what was applied and is said no more',
      { a: 1, b: 1 },
      { a: 1, b: 1, c: 1 },
      { a: 1 },
      STREAM,
      { a: 1, c: 1 },
    ],
    ['keeps what others have set', {}, { spec: { x: 1 } }, { spec: { y: 2 } }, STREAM, { spec: { x: 1, y: 2 } }],
    ['puts back what others have changed', { a: 1 }, { a: 2 }, { a: 1 }, STREAM, { a: 1 }],
    ['null means not there', undefined, { a: 1, b: 2 }, { a: null, b: 2 }, STREAM, { b: 2 }],
    [
      'tags: keeps foreign ones, removes its own, merges by name',
      tags({ name: 'mine' }, { name: 'gone' }),
      tags({ name: 'foreign' }, { name: 'gone' }, { name: 'mine', generation: 3 }),
      tags({ name: 'mine', reference: true }),
      STREAM,
      tags({ name: 'foreign' }, { name: 'mine', generation: 3, reference: true }),
    ],
    [
      'without a last configuration nothing is removed',
      undefined,
      tags({ name: 'a' }),
      tags({ name: 'b' }),
      STREAM,
      tags({ name: 'a' }, { name: 'b' }),
    ],
    ['other lists are replaced', { l: [1] }, { l: [1, 2] }, { l: [3] }, STREAM, { l: [3] }],
    [
      'a strategy that changes loses the parameters of the other one',
      undefined,
      { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } },
      { spec: { strategy: { type: 'Recreate' } } },
      DEPLOYMENT,
      { spec: { strategy: { type: 'Recreate' } } },
    ],
    [
      'a strategy that stays keeps what the server added',
      undefined,
      { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } },
      { spec: { strategy: { type: 'RollingUpdate' } } },
      DEPLOYMENT,
      { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } },
    ],
    [
      'a list that is replaced as a whole keeps its nulls, as creating does',
      undefined,
      { spec: { volumeClaimTemplates: [{ metadata: { creationTimestamp: null, name: 'data' } }] } },
      { spec: { volumeClaimTemplates: [{ metadata: { name: 'data', creationTimestamp: null } }] } },
      {},
      { spec: { volumeClaimTemplates: [{ metadata: { creationTimestamp: null, name: 'data' } }] } },
    ],
  ];
  test.each(examples)('%s', (_name, last, live, config, rules, expected) => {
    expect(threeWayMerge(last, live, config, rules)).toEqual(expected);
  });

  test('two ports of one number are taken as the configuration has them', () => {
    const port = (protocol: string) => ({ containerPort: 53, protocol });
    const dns = (...ports: unknown[]) => ({ spec: { template: { spec: { containers: [{ name: 'dns', ports }] } } } });
    const config = dns(port('TCP'), port('UDP'));
    expect(threeWayMerge(undefined, dns(port('TCP')), config, DEPLOYMENT)).toEqual(config);
  });

  const tag = fc.record(
    {
      name: fc.constantFrom('a', 'b', 'c'),
      reference: fc.boolean(),
      annotations: fc.dictionary(fc.constantFrom('x', 'y'), fc.string()),
    },
    { requiredKeys: ['name'] },
  );
  const stream = fc.record(
    {
      metadata: fc.record({ labels: fc.dictionary(fc.constantFrom('l', 'm'), fc.string()) }, { requiredKeys: [] }),
      spec: fc.record(
        { tags: fc.uniqueArray(tag, { selector: (t) => t.name }), list: fc.array(fc.integer()), text: fc.string() },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  );

  test('lists of what was applied before that are none do not count', () => {
    const live = { metadata: { finalizers: ['a'] }, spec: { tags: [{ name: 'a' }] } };
    const config = { metadata: { finalizers: ['b'] }, spec: { tags: [{ name: 'b' }] } };
    expect(threeWayMerge({ metadata: { finalizers: 'a' }, spec: { tags: 'a' } }, live, config, STREAM)).toEqual({
      metadata: { finalizers: ['a', 'b'] },
      spec: { tags: [{ name: 'a' }, { name: 'b' }] },
    });
  });

  test('applying the same configuration again changes nothing', () => {
    fc.assert(
      fc.property(stream, stream, stream, (last, live, config) => {
        const once = threeWayMerge(last, live, config, STREAM);
        expect(threeWayMerge(config, once, config, STREAM)).toEqual(once);
      }),
    );
  });

  test('a field that nobody applied is never removed', () => {
    fc.assert(
      fc.property(stream, stream, (live, config) => {
        const merged = threeWayMerge(undefined, live, config, STREAM) as typeof live;
        const names = merged.spec?.tags?.map(({ name }) => name) ?? [];
        for (const { name } of live.spec?.tags ?? []) expect(names).toContain(name);
        if (live.spec?.text !== undefined) expect(merged.spec?.text).toBeDefined();
      }),
    );
  });
});
