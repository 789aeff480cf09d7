import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NewestChanges } from '../../../src/core/history/newest-changes.ts';
import type { TagChange } from '../../../src/core/history/tag-changes.ts';

const change = (minute: number, tag: string): TagChange => ({
  type: 'image',
  at: new Date(minute * 60_000).toISOString(),
  namespace: 'demo',
  stream: 'web',
  tag,
  image: '',
});

test('are the newest ones, in order, however they were added, and the others are counted', () => {
  const lists = fc.array(fc.array(fc.nat({ max: 1000 }), { maxLength: 20 }), { maxLength: 20 });
  fc.assert(
    fc.property(lists, fc.integer({ min: 1, max: 30 }), (minutes, limit) => {
      const newest = new NewestChanges(limit);
      let id = 0;
      const added = minutes.map((list) => list.map((minute) => change(minute, `${id++}`)));
      for (const list of added) newest.add(list);
      const all = added.flat().toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
      expect(newest.take()).toEqual({ changes: all.slice(0, limit), forgotten: Math.max(0, all.length - limit) });
    }),
  );
});
