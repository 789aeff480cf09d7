import { beforeEach, expect, test } from '@jest/globals';
import type { EventSubjects } from '../../../src/api/events/event-subjects.ts';
import { SinkTeller, type Told } from '../../../src/api/events/sink-teller.ts';
import { type SubjectState, subjectKey, type TagImage } from '../../../src/core/events/image-change.ts';
import { EMPTY_LEDGER, type Ledger, withTold } from '../../../src/core/events/ledger.ts';
import type { EventSink } from '../../../src/core/ports/event-sinks.ts';

const signal = new AbortController().signal;
/** Which tries fail, by their number. */
let fails: (number: number) => boolean;
let tried: string[];
let said: Told[];
let now: number;
let ledger: Ledger;
let states: Map<string, SubjectState>;
let teller: SinkTeller;

const imageOf = (name: string, number: number): TagImage => ({
  from: { namespace: 'demo', name: `${name}:latest` },
  image: `quay.io/acme/${name}@sha256:${String(number).repeat(64)}`,
  digest: `sha256:${String(number).repeat(64)}`,
  created: `2026-01-01T00:00:0${number}Z`,
});

/** A tag that has had so many images more than the sink was told of. */
function aTag(name: string, untold: number): SubjectState {
  const subject = { apiVersion: 'image.openshift.io/v1', kind: 'ImageStream', namespace: 'demo', name, tag: 'latest' };
  const history = Array.from({ length: untold + 1 }, (_, n) => imageOf(name, untold - n));
  ledger = withTold(ledger, { subject, images: [imageOf(name, 0)] });
  const state = { subject, images: history.slice(0, 1), history };
  states.set(subjectKey(subject), state);
  return state;
}

beforeEach(() => {
  [fails, tried, said, now, ledger, states] = [() => false, [], [], 0, { ...EMPTY_LEDGER, complete: true }, new Map()];
  const sink: EventSink = {
    id: 'sink',
    name: 'a sink',
    events: 'tags',
    async tell({ change }) {
      const failed = fails(tried.length);
      tried.push(`${change.subject.name} ${change.moves[0]?.digest.slice(7, 8)}${failed ? ' fails' : ''}`);
      return { ok: !failed, outcome: failed ? 'exit code 1' : 'exit code 0' };
    },
  };
  const subjects: Pick<EventSubjects, 'one'> = {
    async one(subject) {
      const state = states.get(subjectKey(subject));
      return state && { state, object: { apiVersion: 'v1', kind: 'X', metadata: { name: subject.name } } };
    },
  };
  teller = new SinkTeller(sink, {
    subjects: subjects as EventSubjects,
    place: {
      read: async () => ledger,
      change: async (_, change) => {
        ledger = change(ledger);
        return ledger;
      },
      lead: async (_, __, action) => action(),
    },
    now: () => now,
    random: () => 0,
    say: (told) => void said.push(told),
  });
});

async function notice(...tags: SubjectState[]): Promise<void> {
  await teller.notice({ tags, objects: [], followed: new Set() });
}

test('who has many changes behind it does not keep others waiting', async () => {
  await notice(aTag('a', 3), aTag('b', 1), aTag('c', 2));
  await teller.tellDue(signal);
  expect(tried).toEqual(['a 1', 'b 1', 'c 1', 'a 2', 'c 2', 'a 3']);
  expect(teller.due).toBe(Number.POSITIVE_INFINITY);
});

test('what was told between two failures makes the pause as short as the first', async () => {
  fails = (number) => number % 2 === 0;
  await notice(aTag('a', 3));
  const pauses: number[] = [];
  while (Number.isFinite(teller.due)) {
    pauses.push(teller.due - now);
    now = Math.max(now, teller.due);
    await teller.tellDue(signal);
  }
  expect(tried).toEqual(['a 1 fails', 'a 1', 'a 2 fails', 'a 2', 'a 3 fails', 'a 3']);
  expect(pauses).toEqual([0, 1000, 1000, 1000]);
});

test('failures of one change make the pauses longer, and others go on meanwhile', async () => {
  fails = () => true;
  await notice(aTag('a', 1));
  await teller.tellDue(signal);
  fails = () => false;
  await notice(aTag('b', 1));
  await teller.tellDue(signal);
  expect(tried).toEqual(['a 1 fails', 'b 1']);
  fails = () => true;
  for (const pause of [1000, 2000]) {
    expect(teller.due - now).toBe(pause);
    now = teller.due;
    await teller.tellDue(signal);
  }
  expect(teller.due - now).toBe(4000);
});

test('a change is tried as often as was asked, and each has tries of its own', async () => {
  fails = (number) => number !== 1;
  await notice(aTag('a', 2));
  while (Number.isFinite(teller.due)) {
    now = Math.max(now, teller.due);
    await teller.tellDue(signal, 2);
  }
  expect(tried).toEqual(['a 1 fails', 'a 1', 'a 2 fails', 'a 2 fails']);
  expect(said.map(({ ok, retry }) => [ok, retry !== undefined])).toEqual([
    [false, true],
    [true, false],
    [false, true],
    [false, false],
  ]);
});
