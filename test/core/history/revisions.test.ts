import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { recorded } from '../../../src/core/history/record-news.ts';
import { revisionsOf, sinceOf } from '../../../src/core/history/revisions.ts';
import type { TagEvent } from '../../../src/core/objects/image-stream.ts';
import type { RevisionRecord, TagRecord } from '../../../src/core/objects/image-stream-history.ts';
import { anEvent, aStream } from '../../support/streams.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString().replace('.000', '');
const event = (image: string, second: number): TagEvent => anEvent(image, { created: at(second) });
const record = (revision: number, image: string, second: number): RevisionRecord => ({
  revision,
  image,
  dockerImageReference: `quay.io/team/app@${image}`,
  created: at(second),
});
const tagRecord = (revisions: number, ...items: RevisionRecord[]): TagRecord => ({ tag: 'latest', revisions, items });

/** Events newest first, from letters: `cba` had a, then b, then c. */
const events = (letters: string) => [...letters].map((letter, i) => event(letter, letters.length - i));
const numbers = (list: readonly TagEvent[], known?: TagRecord) => revisionsOf(list, known).map(({ number }) => number);

describe('revisions', () => {
  test.each<[string, TagEvent[], TagRecord | undefined, number[]]>([
    ['none', [], undefined, []],
    ['by position where nothing is recorded', events('cba'), undefined, [3, 2, 1]],
    ['by record', events('ba'), tagRecord(2, record(2, 'b', 2), record(1, 'a', 1)), [2, 1]],
    [
      'of which the oldest was pruned',
      [event('c', 3), event('b', 2)],
      tagRecord(3, record(3, 'c', 3), record(2, 'b', 2), record(1, 'a', 1)),
      [3, 2],
    ],
    [
      'of which one in the middle was pruned',
      [event('c', 3), event('a', 1)],
      tagRecord(3, record(3, 'c', 3), record(2, 'b', 2), record(1, 'a', 1)),
      [3, 1],
    ],
    ['with new ones on top', events('dcba'), tagRecord(2, record(2, 'b', 2), record(1, 'a', 1)), [4, 3, 2, 1]],
    ['after all were pruned', [event('d', 9)], tagRecord(7, record(7, 'c', 3)), [8]],
    [
      'that came from elsewhere in between',
      [event('c', 3), event('x', 2), event('a', 1)],
      tagRecord(5, record(5, 'c', 3), record(2, 'a', 1)),
      [5, 4, 2],
    ],
    [
      'that came from elsewhere where there is no room',
      [event('c', 3), event('x', 2), event('a', 1)],
      tagRecord(2, record(2, 'c', 3), record(1, 'a', 1)),
      [3, 2, 1],
    ],
    [
      'of an image that comes back',
      events('aba'),
      tagRecord(3, record(3, 'a', 3), record(2, 'b', 2), record(1, 'a', 1)),
      [3, 2, 1],
    ],
    [
      'of an image that comes back with the time that it had',
      [event('a', 1), event('b', 2), event('a', 1)],
      tagRecord(2, record(2, 'b', 2), record(1, 'a', 1)),
      [3, 2, 1],
    ],
    [
      'of two that come back one after the other, of which the older ones are recorded',
      [event('b', 1), event('a', 1), event('b', 1), event('a', 1)],
      tagRecord(7, record(7, 'b', 1), record(6, 'a', 1)),
      [9, 8, 7, 6],
    ],
    [
      'of two that came back one after the other, of which the older ones were pruned',
      [event('b', 1), event('a', 1)],
      tagRecord(4, record(4, 'b', 1), record(3, 'a', 1), record(2, 'b', 1), record(1, 'a', 1)),
      [4, 3],
    ],
  ])('%s', (_, list, known, expected) => {
    expect(numbers(list, known)).toEqual(expected);
  });

  const history = fc
    .array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 })
    .map((letters) => events(letters.join('')));
  const someRecords = fc.array(
    fc.record({
      revision: fc.integer({ min: 1, max: 20 }),
      image: fc.constantFrom('a', 'b', 'c'),
      second: fc.integer({ min: 1, max: 12 }),
    }),
    { maxLength: 12 },
  );

  test('go down strictly, are 1 or more, and stay what they are when they are recorded', () => {
    fc.assert(
      fc.property(history, someRecords, (list, records) => {
        const known = tagRecord(0, ...records.map(({ revision, image, second }) => record(revision, image, second)));
        const found = numbers(list, known);
        found.forEach((number, i) => {
          expect(number).toBeGreaterThanOrEqual(1);
          if (i > 0) expect(number).toBeLessThan(found[i - 1] as number);
        });
        const stream = aStream({ history: [{ tag: 'latest', items: [...list] }] });
        const again = recorded(stream, 'latest', recorded(stream, 'latest', known));
        expect(numbers(list, again)).toEqual(found);
      }),
    );
  });

  test('keep their records when new events come on top, however fast', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
    fc.assert(
      fc.property(letters, fc.nat(12), (names, fresh) => {
        const list = names.filter((name, i) => name !== names[i - 1]).map((name) => event(name, 1));
        const old = list.slice(fresh);
        const known = recorded(aStream({ history: [{ tag: 'latest', items: old }] }), 'latest', undefined);
        const found = revisionsOf(list, known);
        expect(found.map(({ number }) => number)).toEqual(list.map((_, i) => list.length - i));
        expect(found.slice(fresh).map(({ record: one }) => one?.revision)).toEqual(old.map((_, i) => old.length - i));
        expect(found.slice(0, fresh).map(({ record: one }) => one)).toEqual(list.slice(0, fresh).map(() => undefined));
      }),
    );
  });

  test('are stable under every pruning', () => {
    fc.assert(
      fc.property(history, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (list, kept) => {
        const stream = aStream({ history: [{ tag: 'latest', items: [...list] }] });
        const known = recorded(stream, 'latest', undefined);
        const pruned = list.filter((_, i) => kept[i]);
        const expected = numbers(list).filter((_, i) => kept[i]);
        expect(numbers(pruned, known)).toEqual(expected);
      }),
    );
  });
});

test('a tag has had an image since the later of when it was made and when it was seen', () => {
  const copied = { event: event('a', 1), record: { ...record(1, 'a', 1), seen: at(50) } };
  expect(sinceOf(copied)).toBe(at(50));
  expect(sinceOf({ ...copied, record: { ...record(1, 'a', 1), seen: at(0) } })).toBe(at(1));
  expect(sinceOf({ event: event('a', 1), record: undefined })).toBe(at(1));
});
