import { describe, expect, test } from '@jest/globals';
import { historyFromStored } from '../../../src/core/history/stored-history.ts';
import type { KubeObject } from '../../../src/core/objects/meta.ts';

const stored = (record: object) =>
  historyFromStored({
    apiVersion: 'imagestream.dev/v1',
    kind: 'ImageStreamHistory',
    metadata: { name: 'web' },
    tags: [record],
  } as unknown as KubeObject).tags;

describe('a record that somebody wrote', () => {
  const rubbish = ['str', 5, { a: 1 }, null, true];

  test.each(['items', 'waiting', 'pins', 'pinned', 'revisions'])(
    'has no %s where they are of another kind',
    (field) => {
      for (const value of rubbish) {
        const [record] = stored({ tag: '1', revisions: 0, [field]: value });
        expect(record).toEqual({
          tag: '1',
          items: [],
          revisions: field === 'revisions' && value === 5 ? 5 : 0,
          ...(field === 'pinned' && value === 'str' ? { pinned: 'str' } : {}),
        });
      }
    },
  );

  test('keeps of its pins those that can be read', () => {
    const pin = { action: 'pin', image: 'sha256:a', at: '2026-03-01T09:00:00Z' };
    expect(stored({ tag: '1', revisions: 0, pins: [7, null, pin, { ...pin, at: 'soon' }] })).toEqual([
      { tag: '1', revisions: 0, items: [], pins: [pin] },
    ]);
  });
});
