import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ImageStream } from '../../../src/core/objects/image-stream.ts';
import { Agenda, type Turn } from '../../../src/core/schedule/agenda.ts';
import type { Look, LookMemory } from '../../../src/core/schedule/look-memory.ts';
import { RateLimit } from '../../../src/core/schedule/rate-limit.ts';
import { RegistryGates } from '../../../src/core/schedule/registry-gates.ts';
import type { ScheduledStream, ScheduledTag } from '../../../src/core/schedule/scheduled-stream.ts';

const START = 1_000_000_000_000;

function aTag(name: string, over: Partial<ScheduledTag> = {}): ScheduledTag {
  return {
    name,
    registry: 'r.example',
    reference: `r.example/app:${name}`,
    rhythm: { type: 'interval', every: 900_000 },
    recorded: 0,
    fingerprint: '',
    image: undefined,
    failure: undefined,
    ...over,
  };
}

function aStream(name: string, tags: ScheduledTag[], over: Partial<ScheduledStream> = {}): ScheduledStream {
  const images = tags.map((tag) => ({
    from: { kind: 'DockerImage', name: tag.reference },
    to: { name: tag.name },
    importPolicy: {},
    referencePolicy: { type: 'Source' as const },
  }));
  return {
    namespace: 'demo',
    name,
    object: {} as ImageStream,
    request: {
      apiVersion: 'image.openshift.io/v1',
      kind: 'ImageStreamImport',
      metadata: { name },
      spec: { import: true, images },
      status: {},
    },
    pending: new Set(),
    full: false,
    tags,
    ...over,
  };
}

function anAgenda({ perMinute = 0, looks = new Map() as LookMemory } = {}) {
  const gates = new RegistryGates({ first: 30_000, longest: 900_000, random: () => 1 });
  const agenda = new Agenda(new RateLimit(perMinute), gates, looks);
  const add = (stream: ScheduledStream) => agenda.set(stream.namespace, stream.name, stream);
  const finish = (turn: Turn, at: number) =>
    agenda.done(turn, new Map(turn.tags.map((tag): [string, Look] => [tag.name, { at }])), at);
  return { agenda, gates, looks, add, finish };
}

const names = (turns: readonly Turn[]) => turns.map(({ stream, tags }) => `${stream.name}:${tags.map((t) => t.name)}`);

describe('what is due', () => {
  test('a tag that was never looked at, then again after its interval', () => {
    const { agenda, add, finish } = anAgenda();
    add(aStream('a', [aTag('x')]));
    const [turn] = agenda.take(START);
    expect(turn?.request.spec.images?.map(({ to }) => to?.name)).toEqual(['x']);
    expect(agenda.take(START)).toEqual([]);
    finish(turn as Turn, START);
    expect(agenda.take(START + 899_999)).toEqual([]);
    expect(agenda.wakeAt(START)).toBeGreaterThanOrEqual(START + 900_000);
    expect(names(agenda.take(agenda.wakeAt(START)))).toEqual(['a:x']);
  });

  test('a tag whose image was recorded a minute ago is not', () => {
    const { agenda, add } = anAgenda();
    add(aStream('a', [aTag('x', { recorded: START - 60_000 })]));
    expect(agenda.take(START)).toEqual([]);
    expect(agenda.hasStartable(START)).toBe(false);
  });

  test('what one process remembers counts for the next', () => {
    const { agenda, add } = anAgenda({ looks: new Map([['demo/a:x', { at: START - 60_000 }]]) });
    add(aStream('a', [aTag('x'), aTag('y')]));
    expect(names(agenda.take(START))).toEqual(['a:y']);
  });

  test('only the tag that is due, with those that are nearly', () => {
    const { agenda, add, finish } = anAgenda();
    const tags = [aTag('x', { rhythm: { type: 'interval', every: 60_000 } }), aTag('y'), aTag('z')];
    add(aStream('a', tags));
    finish(agenda.take(START)[0] as Turn, START);
    expect(names(agenda.take(START + 70_000))).toEqual(['a:x']);
    expect(names(anAgendaAfter(START, START + 901_000))).toEqual(['a:y,z']);
  });

  /** The turns of two tags of 15 minutes that were looked at together. */
  function anAgendaAfter(looked: number, now: number): Turn[] {
    const { agenda, add, finish } = anAgenda();
    add(aStream('a', [aTag('y'), aTag('z')]));
    finish(agenda.take(looked)[0] as Turn, looked);
    const due = agenda.wakeAt(looked);
    return agenda.take(Math.max(now, due));
  }

  test('what is pending, whether it is scheduled or not', () => {
    const { agenda, add } = anAgenda();
    const stream = aStream('a', [aTag('x', { recorded: START })]);
    stream.request.spec.images?.push({ ...stream.request.spec.images[0]!, to: { name: 'new' } });
    add({ ...stream, pending: new Set(['new']) });
    const [turn] = agenda.take(START);
    expect(turn?.tags).toEqual([]);
    expect(turn?.request.spec.images?.map(({ to }) => to?.name)).toEqual(['new']);
  });

  test('a cron time that passed while nobody looked is made up for once', () => {
    const every = 86_400_000;
    const times = { next: (after: number) => (Math.floor(after / every) + 1) * every };
    const { agenda, add, finish } = anAgenda({ looks: new Map([['demo/a:x', { at: START - 5 * every }]]) });
    add(aStream('a', [aTag('x', { rhythm: { type: 'cron', times } })]));
    finish(agenda.take(START)[0] as Turn, START);
    expect(agenda.take(START + 1)).toEqual([]);
    expect(agenda.wakeAt(START)).toBe(times.next(START));
  });
});

describe('clocks that jump', () => {
  test('set back by a year: the tag is due an interval later, and not a year', () => {
    const year = 365 * 86_400_000;
    const { agenda, add } = anAgenda({ looks: new Map([['demo/a:x', { at: START + year }]]) });
    add(aStream('a', [aTag('x')]));
    expect(agenda.take(START)).toEqual([]);
    expect(agenda.wakeAt(START)).toBeLessThan(START + 1_000_000);
    expect(names(agenda.take(START + 1_000_000))).toEqual(['a:x']);
  });

  test('set forward by a year: everything is due once, within the limit', () => {
    const { agenda, add, finish } = anAgenda({ perMinute: 60 });
    for (let n = 0; n < 500; n++) add(aStream(`s${n}`, [aTag('x', { recorded: START })]));
    const later = START + 365 * 86_400_000;
    const turns = agenda.take(later);
    expect(turns).toHaveLength(120);
    for (const turn of turns) finish(turn, later);
    expect(agenda.take(later + 1000)).toHaveLength(1);
  });
});

describe('registries that are down', () => {
  test('are left alone, one tag finds out, and then all others follow', () => {
    const { agenda, gates, add, finish } = anAgenda();
    for (let n = 0; n < 5; n++) add(aStream(`s${n}`, [aTag('x'), aTag('y')]));
    add(aStream('other', [aTag('x', { registry: 'well.example' })]));
    gates.failed('r.example', 'why', START);
    expect(names(agenda.take(START))).toEqual(['other:x']);
    expect(agenda.wakeAt(START)).toBe(START + 30_000);
    const [probe, ...more] = agenda.take(START + 30_000);
    expect(more).toEqual([]);
    expect(probe?.tags).toHaveLength(1);
    expect(agenda.take(START + 30_000)).toEqual([]);
    gates.succeeded('r.example');
    finish(probe as Turn, START + 30_000);
    expect(agenda.take(START + 30_001)).toHaveLength(5);
  });

  test('a probe that ends without an answer is tried again after a pause', () => {
    const { agenda, gates, add } = anAgenda();
    add(aStream('a', [aTag('x')]));
    gates.failed('r.example', 'why', START);
    const [probe] = agenda.take(START + 30_000);
    agenda.done(probe as Turn, new Map(), START + 30_000);
    expect(agenda.take(START + 30_000)).toEqual([]);
    expect(agenda.take(START + 60_000)).toHaveLength(1);
  });
});

describe('for any set of streams', () => {
  const streams = fc.array(
    fc.record({ every: fc.integer({ min: 5_000, max: 200_000 }), tags: fc.integer({ min: 1, max: 4 }) }),
    { minLength: 1, maxLength: 25 },
  );

  test('no tag is starved, none is asked for too early, and the limit holds', () => {
    fc.assert(
      fc.property(streams, fc.integer({ min: 30, max: 200 }), (all, perMinute) => {
        const { agenda, add, finish } = anAgenda({ perMinute });
        const looked = new Map<string, number>();
        for (const [n, { every, tags }] of all.entries()) {
          const rhythm = { type: 'interval' as const, every };
          const named = Array.from({ length: tags }, (_, t) => aTag(`t${t}`, { rhythm, reference: `r/${n}:${t}` }));
          add(aStream(`s${n}`, named));
        }
        let turns = 0;
        // Each stream waits at most for every other one to have a turn, as the limit lets them.
        const worst = (all.length * 60_000) / perMinute + 1_000;
        for (let now = START; now < START + 400_000; now = Math.max(now + 1, Math.ceil(agenda.wakeAt(now)))) {
          for (const turn of agenda.take(now)) {
            turns++;
            for (const tag of turn.tags) {
              const key = `${turn.stream.name}:${tag.name}`;
              const before = looked.get(key);
              const every = (tag.rhythm as { every: number }).every;
              if (before !== undefined) {
                expect(now - before).toBeGreaterThanOrEqual(every * 0.9);
                expect(now - before).toBeLessThanOrEqual(every * 1.1 + worst);
              } else expect(now - START).toBeLessThanOrEqual(worst);
              looked.set(key, now);
            }
            finish(turn, now);
          }
          expect(turns).toBeLessThanOrEqual(2 * perMinute + ((now - START) * perMinute) / 60_000 + 1);
        }
        expect(looked.size).toBe(all.reduce((sum, { tags }) => sum + tags, 0));
      }),
      { numRuns: 25 },
    );
  });
});
