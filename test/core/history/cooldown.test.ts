import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hasRipe, isNewSource, waitsUntil, weigh } from '../../../src/core/history/cooldown.ts';
import { minAgeOf, parseMinAge } from '../../../src/core/history/min-age.ts';
import type { WaitingImage } from '../../../src/core/objects/image-stream-history.ts';
import { anEvent, digestA } from '../../support/streams.ts';

const DAY = 24 * 3_600_000;
const START = Date.parse('2026-03-01T00:00:00Z');
const dayText = (day: number) => new Date(START + day * DAY).toISOString().replace('.000', '');
const pullSpec = (image: string) => `quay.io/team/app@${image}`;
const waitingSince = (image: string, day: number): WaitingImage => ({
  image,
  dockerImageReference: pullSpec(image),
  seen: dayText(day),
});

/** `b3 a1`: b was seen on day 3, a on day 1. */
const parsed = (text: string) =>
  text
    .split(' ')
    .filter(Boolean)
    .map((word) => waitingSince(word.charAt(0), Number(word.slice(1))));
const shown = (list: readonly WaitingImage[]) =>
  list.map(({ image, seen }) => `${image}${(Date.parse(seen) - START) / DAY}`).join(' ');

const look = (current: string | undefined, waiting: string, found: string, day: number, hadSince?: number) =>
  weigh({
    current,
    waiting: parsed(waiting),
    found: { image: found, dockerImageReference: pullSpec(found) },
    ...(hadSince === undefined ? {} : { hadSince: dayText(hadSince) }),
    minAge: 7 * DAY,
    now: START + day * DAY,
  });

describe('with a minimal age of seven days', () => {
  test.each<[string, Parameters<typeof look>, string | undefined, string]>([
    ['the first image is taken at once', [undefined, '', 'a', 0], 'a', ''],
    ['what is the same stays', ['a', '', 'a', 9], undefined, ''],
    ['a new one begins to wait', ['a', '', 'b', 1], undefined, 'b1'],
    ['and goes on waiting', ['a', 'b1', 'b', 7], undefined, 'b1'],
    ['until it is old enough', ['a', 'b1', 'b', 8], 'b', ''],
    ['one that was replaced waits beside the new one', ['a', 'b1', 'c', 5], undefined, 'c5 b1'],
    ['and is taken, although its source has moved on', ['a', 'c5 b1', 'd', 8], 'b', 'd8 c5'],
    ['the newest of those that are old enough is taken', ['a', 'd3 c2 b1', 'd', 9], 'c', 'd3'],
    ['a source that goes back takes back what waits', ['a', 'c5 b1', 'a', 6], undefined, ''],
    ['old enough or not', ['a', 'c5 b1', 'a', 8], undefined, ''],
    ['a source that goes back to one that waits takes back what came later', ['a', 'c5 b1', 'b', 6], undefined, 'b1'],
    ['old enough or not, and that one is taken', ['a', 'c5 b1', 'b', 20], 'b', ''],
    ['one that the tag had is as old as it was', ['b', '', 'a', 20, 0], 'a', ''],
    ['one that the tag had a moment ago is not', ['b', '', 'a', 20, 19], undefined, 'a19'],
    ['what the tag has got does not wait any more', ['c', 'd6 c5 b1', 'd', 7], undefined, 'd6'],
    ['a clock that was set back begins the wait anew', ['a', 'b30', 'b', 2], undefined, 'b2'],
    ['and takes nothing early', ['a', 'c30 b1', 'c', 3], undefined, 'c3 b1'],
  ])('%s', (_, args, adopted, waiting) => {
    const verdict = look(...args);
    expect(verdict.adopt?.image).toBe(adopted);
    expect(shown(verdict.waiting)).toBe(waiting);
  });

  test('a tag that is built anew every day is always a week behind', () => {
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    let current: string | undefined;
    let waiting = '';
    const had: string[] = [];
    [...letters].forEach((letter, day) => {
      const verdict = look(current, waiting, letter, day);
      current = verdict.adopt?.image ?? current;
      waiting = shown(verdict.waiting);
      had.push(current as string);
    });
    expect(had.join('')).toBe('aaaaaaaabcdefghijklmnopqrs');
  });
});

test('whatever a source does, nothing but the first image is taken before its time, and the rule is at rest after it', () => {
  const step = fc.record({ found: fc.constantFrom('a', 'b', 'c', 'd'), hours: fc.integer({ min: -48, max: 120 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 0, max: 200 }), (steps, ageHours) => {
      const minAge = ageHours * 3_600_000;
      let now = START;
      let current: string | undefined;
      let waiting: WaitingImage[] = [];
      for (const { found, hours } of steps) {
        now += hours * 3_600_000;
        const args = { found: { image: found, dockerImageReference: '' }, minAge, now };
        const verdict = weigh({ current, waiting, ...args });
        if (current !== undefined && verdict.adopt) {
          expect(now - Date.parse(verdict.adopt.seen)).toBeGreaterThanOrEqual(minAge);
        }
        current = verdict.adopt?.image ?? current;
        waiting = verdict.waiting;
        expect(waiting.some(({ image }) => image === current)).toBe(false);
        expect(new Set(waiting.map(({ image }) => image)).size).toBe(waiting.length);
        expect(hasRipe(waiting, minAge, now)).toBe(false);
        expect(weigh({ current, waiting, ...args })).toEqual({ adopt: undefined, waiting });
      }
    }),
  );
});

describe('a minimal age is written', () => {
  test.each([
    ['7d', 7 * DAY],
    ['1w', 7 * DAY],
    ['36h', 1.5 * DAY],
    ['1d12h', 1.5 * DAY],
    ['0', 0],
  ])('%s', (text, expected) => {
    expect(parseMinAge(text)).toBe(expected);
    expect(minAgeOf({ 'imagestream.dev/min-age': text })).toBe(expected);
  });

  test.each(['', '7', 'a week', '-1d', '1y'])('and %j is infinite', (text) => {
    expect(() => parseMinAge(text)).toThrow();
    expect(minAgeOf({ 'imagestream.dev/min-age': text })).toBe(Number.POSITIVE_INFINITY);
    expect(waitsUntil(waitingSince('a', 0), Number.POSITIVE_INFINITY)).toBeUndefined();
  });

  test('or not at all', () => {
    expect([minAgeOf(null), minAgeOf({})]).toEqual([undefined, undefined]);
  });
});

describe('another source', () => {
  const event = anEvent(digestA, { dockerImageReference: `docker.io/library/app@${digestA}` });
  const record = (source: string) => ({ tag: 'latest', revisions: 1, items: [], source });
  test.each<[string, ReturnType<typeof record> | undefined, boolean]>([
    ['app:1', undefined, false],
    ['docker.io/app:2', undefined, false],
    ['quay.io/app:1', undefined, true],
    ['app:2', record('app:1'), true],
    ['app:1', record('app:1'), false],
  ])('%s after %j: %s', (from, known, expected) => {
    expect(isNewSource(from, event, known)).toBe(expected);
  });

  test('is none for a tag without an image', () => {
    expect(isNewSource('app:1', undefined, undefined)).toBe(false);
  });
});
