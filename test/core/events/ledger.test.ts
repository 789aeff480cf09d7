import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SubjectState } from '../../../src/core/events/image-change.ts';
import {
  EMPTY_LEDGER,
  type Ledger,
  markOthers,
  ownAfter,
  parseLedger,
  printLedger,
  withBaseline,
  withOutcome,
  withoutClaims,
  withTold,
} from '../../../src/core/events/ledger.ts';

const from = { namespace: 'demo', name: 'app:1' };
const state = (image: string, name = 'app'): SubjectState => ({
  subject: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'demo', name },
  images: image === '' ? [] : [{ from, image, digest: '', created: '' }],
});
const toldOf = (ledger: Ledger, name = 'app') =>
  ledger.entries.get(`apps/Deployment demo/${name}`)?.told.get('demo/app:1');
const change = (image: string, previous = '') => ({
  subject: state(image).subject,
  moves: [{ from, image, digest: '', created: '', previous }],
});
const outcome = (ok: boolean) => ({ event: 'e', at: '2026-01-01T00:00:00Z', ok, outcome: 'exit code 0', tries: 1 });

describe('the ledger of a sink', () => {
  test('takes what there is as told, for subjects that it does not know', () => {
    const first = withBaseline(EMPTY_LEDGER, [state('a')]);
    expect([toldOf(first), first.complete]).toEqual(['a', false]);
    const second = withBaseline(first, [state('b'), state('c', 'other')], true);
    expect([toldOf(second), toldOf(second, 'other'), second.complete]).toEqual(['a', 'c', true]);
    expect(withBaseline(second, [state('x')], true)).toBe(second);
    expect(withBaseline(second, [], false).complete).toBe(true);
  });

  test('remembers a subject without an image, so that its first one is news', () => {
    const ledger = withBaseline(EMPTY_LEDGER, [state('')]);
    expect(ledger.entries.has('apps/Deployment demo/app')).toBe(true);
    expect(toldOf(ledger)).toBeUndefined();
  });

  test('counts only a success as told', () => {
    const before = withBaseline(EMPTY_LEDGER, [state('a')]);
    const failed = withOutcome(before, change('b', 'a'), outcome(false));
    expect([toldOf(failed), failed.entries.get('apps/Deployment demo/app')?.last?.ok]).toEqual(['a', false]);
    expect(toldOf(withOutcome(failed, change('b', 'a'), outcome(true)))).toBe('b');
    expect(toldOf(before)).toBe('a');
  });

  test('is the same value where nothing is new to it', () => {
    const before = withBaseline(EMPTY_LEDGER, [state('a')]);
    expect(withTold(before, state('a'))).toBe(before);
    expect(toldOf(withTold(before, state('b')))).toBe('b');
  });

  test('believes of others only what can have been told, and of oneself everything', () => {
    const shared = withTold(withTold(EMPTY_LEDGER, state('future')), state('a', 'other'));
    const theirs = markOthers(shared, EMPTY_LEDGER);
    const now = [state('a'), state('a', 'other')];
    expect([toldOf(withoutClaims(theirs, now)), toldOf(withoutClaims(theirs, now), 'other')]).toEqual([undefined, 'a']);
    expect(withoutClaims(theirs, [state('future')])).toBe(theirs);
    expect(toldOf(withoutClaims(markOthers(shared, shared), now))).toBe('future');
    const had = { ...state('b'), history: [...state('b').images, ...state('future').images] };
    expect(toldOf(withoutClaims(theirs, [had]))).toBe('future');
  });

  test('takes nothing of others for its own when it is written', () => {
    const own = withTold(EMPTY_LEDGER, state('a'));
    const before = markOthers(withTold(withTold(own, state('b')), state('x', 'other')), own);
    const after = withOutcome(before, change('c', 'b'), outcome(true));
    expect(ownAfter(own, before, after).entries).toEqual(
      new Map([['apps/Deployment demo/app', expect.objectContaining({ told: new Map([['demo/app:1', 'c']]) })]]),
    );
    expect(ownAfter(own, before, before).entries).toEqual(own.entries);
    expect(markOthers(after, ownAfter(own, before, after)).entries.get('apps/Deployment demo/app')).not.toHaveProperty(
      'byOthers',
    );
  });

  test('is kept as text', () => {
    const word = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'demo/app:1'));
    const entry = fc.record(
      {
        told: fc.array(fc.tuple(word, word)).map((pairs) => new Map(pairs)),
        last: fc.record({ event: word, at: word, ok: fc.boolean(), outcome: word, tries: fc.nat() }),
      },
      { requiredKeys: ['told'] },
    );
    const ledger = fc.record({
      complete: fc.boolean(),
      entries: fc.array(fc.tuple(word, entry)).map((pairs) => new Map(pairs)),
    });
    fc.assert(fc.property(ledger, (value) => expect(parseLedger(printLedger(value))).toEqual(value)));
  });

  test.each(['', '[]', '{', '{"version":2,"subjects":{}}', '{"version":1}', 'null'])('%j is none', (text) => {
    expect(parseLedger(text)).toBeUndefined();
  });

  test('leaves out what cannot be read of it', () => {
    const text = '{"version":1,"subjects":{"a":null,"b":{"told":{"x":1,"y":"z"},"last":{"event":3}}}}';
    expect(parseLedger(text)).toEqual({ complete: false, entries: new Map([['b', { told: new Map([['y', 'z']]) }]]) });
  });
});
