import { describe, expect, test } from '@jest/globals';
import { watchStreams } from '../../../src/api/schedule/scheduled-imports.ts';
import type { WatchOptions } from '../../../src/api/schedule/scheduler-context.ts';
import { IMAGE_STREAM } from '../../../src/core/kinds/kind-names.ts';
import type { ImageStream, TagReference } from '../../../src/core/objects/image-stream.ts';
import type { WatchPlace } from '../../../src/core/ports/watch-place.ts';
import type { LookMemory } from '../../../src/core/schedule/look-memory.ts';
import type { StreamWatchEvent } from '../../../src/core/schedule/watch-event.ts';
import { AppError } from '../../../src/errors.ts';
import { type ApiFixture, anImageApi } from '../../support/image-api.ts';

const MINUTE = 60_000;
const REPOSITORY = 'r.example/team/app';

/** A store with streams, a registry, and a clock that moves when everybody sleeps. */
function aWatch() {
  const fixture = anImageApi();
  const { context } = fixture;
  let looks: LookMemory = new Map();
  let saves = 0;
  const place: WatchPlace = {
    lead: async (_signal, _onWait, action) => action({ assertHeld() {} }),
    read: async () => new Map(looks),
    write: async (memory) => {
      saves++;
      looks = new Map(memory);
    },
  };
  const parseCron = async (expression: string) => {
    if (expression !== 'hourly') throw new AppError('ARGUMENT', `no such time: ${expression}`);
    return { next: (after: number) => (Math.floor(after / (60 * MINUTE)) + 1) * 60 * MINUTE };
  };

  /** Watches for so long, by the fixture's clock; `meanwhile` is called once at each of the times. */
  async function watch(
    milliseconds: number,
    options: Partial<WatchOptions> = {},
    meanwhile: readonly [number, () => unknown][] = [],
  ): Promise<StreamWatchEvent[]> {
    const abort = new AbortController();
    const now = () => context.now().getTime();
    const [end, started] = [now() + milliseconds, now()];
    const todo = [...meanwhile];
    const sleep = async (ms: number, signal?: AbortSignal) => {
      for (let turn = 0; turn < 30 && !signal?.aborted; turn++) await new Promise((resolve) => setImmediate(resolve));
      if (signal?.aborted) return;
      const next = Math.min(now() + Math.max(ms, 1), end, ...todo.slice(0, 1).map(([at]) => started + at));
      fixture.pass((next - now()) / 1000);
      if (todo[0] && now() >= started + todo[0][0]) await todo.shift()?.[1]();
      if (now() >= end) abort.abort();
    };
    const scheduler = { context, place, parseCron, sleep, random: () => 1 };
    const given = { namespace: undefined, interval: 15 * MINUTE, perMinute: 0, once: false, signal: abort.signal };
    const events: StreamWatchEvent[] = [];
    try {
      for await (const event of watchStreams(scheduler, { ...given, ...options })) events.push(event);
    } catch (error) {
      if (!abort.signal.aborted) throw error;
      expect(error).toMatchObject({ code: 'INTERRUPTED' });
    }
    return events;
  }

  const once = (options: Partial<WatchOptions> = {}) => watch(24 * 60 * MINUTE, { once: true, ...options });
  return { ...fixture, watch, once, saves: () => saves };
}

async function schedule(
  { api }: ApiFixture,
  name: string,
  tags: Record<string, { from: string } & Partial<Omit<TagReference, 'from'>>>,
): Promise<void> {
  const spec = {
    lookupPolicy: { local: false },
    tags: Object.entries(tags).map(([tag, { from, ...over }]) => ({
      name: tag,
      annotations: null,
      from: { kind: 'DockerImage', name: from },
      generation: null,
      importPolicy: { scheduled: true },
      referencePolicy: { type: 'Source' },
      ...over,
    })),
  };
  const stream = { apiVersion: 'image.openshift.io/v1', kind: 'ImageStream', metadata: { name }, spec };
  await api.create(IMAGE_STREAM, 'demo', stream as unknown as ImageStream);
  await api.controllers.settle();
}

const read = ({ api }: ApiFixture, name: string) => api.get<ImageStream>(IMAGE_STREAM, 'demo', name);
const kinds = (events: readonly StreamWatchEvent[]) =>
  events.filter(({ event }) => event !== 'watching' && event !== 'done').map(({ event }) => event);
const done = (events: readonly StreamWatchEvent[]) => events.find(({ event }) => event === 'done');
const asked = ({ registry }: ApiFixture) => registry.asked.filter((request) => request.startsWith('GET')).length;

describe('a tag that is scheduled', () => {
  test('is looked up every 15 minutes, with one request and without a write when nothing changed', async () => {
    const site = aWatch();
    site.registry.push(`${REPOSITORY}:latest`);
    await schedule(site, 'app', { latest: { from: `${REPOSITORY}:latest` } });
    const before = await read(site, 'app');
    site.registry.asked.length = 0;
    expect(kinds(await site.watch(61 * MINUTE))).toEqual([]);
    expect(asked(site)).toBeGreaterThanOrEqual(3);
    expect(asked(site)).toBeLessThanOrEqual(4);
    expect(site.registry.asked).toHaveLength(asked(site));
    expect(await read(site, 'app')).toEqual(before);
  });

  test('gets what was pushed within its interval', async () => {
    const site = aWatch();
    const first = site.registry.push(`${REPOSITORY}:latest`);
    await schedule(site, 'app', { latest: { from: `${REPOSITORY}:latest` } });
    let second = '';
    const push = () => {
      second = site.registry.push(`${REPOSITORY}:latest`, { env: 'new' });
    };
    const events = await site.watch(30 * MINUTE, {}, [[5 * MINUTE, push]]);
    expect(events.filter(({ event }) => event === 'changed')).toEqual([
      expect.objectContaining({ namespace: 'demo', stream: 'app', tag: 'latest', image: second, previous: first }),
    ]);
    expect((await read(site, 'app')).status.tags?.[0]?.items?.map(({ image }) => image)).toEqual([second, first]);
  });

  test('has an interval of its own in an annotation, or a cron expression', async () => {
    const site = aWatch();
    for (const tag of ['often', 'hourly', 'usual', 'wrong']) site.registry.push(`${REPOSITORY}:${tag}`, { tag });
    const every = (text: string) => ({ annotations: { 'imagestream.dev/schedule': text } });
    await schedule(site, 'app', {
      often: { from: `${REPOSITORY}:often`, ...every('1m') },
      hourly: { from: `${REPOSITORY}:hourly`, ...every('hourly') },
      usual: { from: `${REPOSITORY}:usual` },
      wrong: { from: `${REPOSITORY}:wrong`, ...every('now and then') },
    });
    site.registry.asked.length = 0;
    const events = await site.watch(59 * MINUTE);
    const times = (tag: string) => site.registry.asked.filter((request) => request.endsWith(`:${tag}`)).length;
    expect(times('often')).toBeGreaterThan(50);
    expect(times('hourly')).toBe(0);
    for (const tag of ['usual', 'wrong']) expect([3, 4]).toContain(times(tag));
    expect(kinds(events)).toEqual(['warning']);
    await site.watch(2 * MINUTE);
    expect(times('hourly')).toBe(1);
  });

  test('which is pinned to a digest is not looked up any more', async () => {
    const site = aWatch();
    const digest = site.registry.push(`${REPOSITORY}:latest`);
    await schedule(site, 'app', { pinned: { from: `${REPOSITORY}@${digest}` } });
    site.registry.asked.length = 0;
    await site.watch(120 * MINUTE);
    expect(site.registry.asked).toEqual([]);
  });

  test('of a Legacy import of an index costs one request as long as the index is the same', async () => {
    const site = aWatch();
    const platforms = [
      { os: 'linux', architecture: 'arm64' },
      { os: 'linux', architecture: 'amd64' },
    ];
    const { children } = site.registry.pushIndex(`${REPOSITORY}:latest`, platforms);
    await schedule(site, 'app', { latest: { from: `${REPOSITORY}:latest` } });
    const before = await read(site, 'app');
    expect(before.status.tags?.[0]?.items?.[0]?.image).toBe(children[1]);
    site.registry.asked.length = 0;
    expect(kinds(await site.watch(40 * MINUTE))).toEqual([]);
    expect(site.registry.asked).toHaveLength(2);
    expect(await read(site, 'app')).toEqual(before);
  });

  test('and was written by hand is imported at once', async () => {
    const site = aWatch();
    site.registry.push(`${REPOSITORY}:latest`);
    await schedule(site, 'app', {});
    await schedule(site, 'other', { latest: { from: `${REPOSITORY}:latest` } });
    const write = async () => {
      const key = { group: IMAGE_STREAM.group, resource: IMAGE_STREAM.plural, namespace: 'demo', name: 'app' };
      const stored = (await site.store.get<ImageStream>(key)) as ImageStream;
      const from = { kind: 'DockerImage', name: `${REPOSITORY}:latest` };
      await site.store.update(key, { ...stored, spec: { tags: [{ name: 'new', from }] } } as never);
    };
    const events = await site.watch(2 * MINUTE, {}, [[MINUTE, write]]);
    expect(events.filter(({ event }) => event === 'changed')).toMatchObject([{ tag: 'new' }]);
  });
});

describe('streams that follow the same reference', () => {
  test('are served by one lookup', async () => {
    const site = aWatch();
    site.registry.push(`${REPOSITORY}:latest`);
    for (let n = 0; n < 20; n++) await schedule(site, `app-${n}`, { latest: { from: `${REPOSITORY}:latest` } });
    const second = site.registry.push(`${REPOSITORY}:latest`, { env: 'new' });
    site.pass(3600);
    site.registry.asked.length = 0;
    const events = await site.once();
    expect(done(events)).toMatchObject({ looked: 20, changed: 20 });
    expect(asked(site)).toBe(1);
    for (let n = 0; n < 20; n++) {
      expect((await read(site, `app-${n}`)).status.tags?.[0]?.items?.[0]?.image).toBe(second);
    }
  });

  test('with another login are not', async () => {
    const site = aWatch();
    site.registry.push(`${REPOSITORY}:latest`);
    await schedule(site, 'app', { latest: { from: `${REPOSITORY}:latest` } });
    const stream = await read(site, 'app');
    const { resourceVersion: _, ...metadata } = stream.metadata;
    await site.api.create(IMAGE_STREAM, 'other', { ...stream, metadata: { ...metadata, namespace: 'other' } });
    await site.api.controllers.settle();
    const data = { '.dockerconfigjson': btoa(JSON.stringify({ auths: { 'r.example': { auth: btoa('u:p') } } })) };
    const secret = { apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/dockerconfigjson', data };
    const key = { group: '', resource: 'secrets', namespace: 'other', name: 'login' };
    await site.store.create(key, { ...secret, metadata: { name: 'login', namespace: 'other' } });
    site.pass(3600);
    site.registry.asked.length = 0;
    await site.once();
    expect(asked(site)).toBe(2);
  });
});

describe('a single pass', () => {
  test('does what is due, and remembers it for the next one', async () => {
    const site = aWatch();
    site.registry.push(`${REPOSITORY}:latest`);
    await schedule(site, 'app', { latest: { from: `${REPOSITORY}:latest` } });
    expect(done(await site.once())).toMatchObject({ looked: 0 });
    site.pass(20 * 60);
    expect(done(await site.once())).toMatchObject({ looked: 1, changed: 0, failed: 0, postponed: 0 });
    expect(done(await site.once())).toMatchObject({ looked: 0, next: expect.stringMatching(/^2026-03-01T10:3/) });
    expect(site.saves()).toBe(1);
  });

  test('names what is not due, and looks at all of it where it is asked to, once', async () => {
    const site = aWatch();
    site.registry.push(`${REPOSITORY}:latest`);
    await schedule(site, 'app', { latest: { from: `${REPOSITORY}:latest` } });
    await schedule(site, 'other', { latest: { from: `${REPOSITORY}:latest` } });
    const left = done(await site.once());
    expect(left).toMatchObject({ looked: 0, notDue: 2, notDueBefore: expect.stringMatching(/^2026-03-01T10:1/) });
    const second = site.registry.push(`${REPOSITORY}:latest`, { env: 'new' });
    const all = done(await site.once({ all: true }));
    expect(all).toMatchObject({ looked: 2, changed: 2, notDue: 0 });
    expect(all).not.toHaveProperty('notDueBefore');
    expect((await read(site, 'app')).status.tags?.[0]?.items?.[0]?.image).toBe(second);
    expect(done(await site.once())).toMatchObject({ looked: 0, notDue: 2 });
  });

  test('a watch that goes on looks at all at its beginning, and then as often as ever', async () => {
    const site = aWatch();
    site.registry.push(`${REPOSITORY}:latest`);
    await schedule(site, 'app', { latest: { from: `${REPOSITORY}:latest` } });
    site.registry.asked.length = 0;
    await site.watch(10 * MINUTE, { all: true });
    expect(asked(site)).toBe(1);
  });

  test('waits where the limit of streams a minute says so, and leaves nothing out', async () => {
    const site = aWatch();
    site.registry.push(`${REPOSITORY}:latest`);
    for (let n = 0; n < 50; n++) await schedule(site, `app-${n}`, { latest: { from: `${REPOSITORY}:latest` } });
    site.pass(3600);
    const before = site.context.now().getTime();
    expect(done(await site.once({ perMinute: 10 }))).toMatchObject({ looked: 50 });
    const minutes = (site.context.now().getTime() - before) / MINUTE;
    expect(minutes).toBeGreaterThan(2.9);
    expect(minutes).toBeLessThan(3.2);
  });

  test('of one namespace leaves others alone', async () => {
    const site = aWatch();
    site.registry.push(`${REPOSITORY}:latest`);
    await schedule(site, 'app', { latest: { from: `${REPOSITORY}:latest` } });
    site.pass(3600);
    await expect(site.once({ namespace: 'other' })).rejects.toThrow('there is nothing to watch');
    expect(done(await site.once({ namespace: 'demo' }))).toMatchObject({ looked: 1 });
  });
});

describe('failures', () => {
  test('are a condition, told and written once, and taken back', async () => {
    const site = aWatch();
    site.registry.push(`${REPOSITORY}:latest`);
    await schedule(site, 'app', { latest: { from: `${REPOSITORY}:latest` } });
    site.registry.fail(`${REPOSITORY}:latest`, 'REGISTRY_MANIFEST_UNKNOWN');
    expect(kinds(await site.watch(20 * MINUTE))).toEqual(['failed']);
    const failed = await read(site, 'app');
    expect(failed.status.tags?.[0]).toMatchObject({ items: [{}], conditions: [{ reason: 'NotFound' }] });
    expect(kinds(await site.watch(60 * MINUTE))).toEqual([]);
    expect((await read(site, 'app')).metadata.resourceVersion).toBe(failed.metadata.resourceVersion);
    expect(kinds(await site.once({ interval: 1000 }))).toEqual(['failed']);
    site.registry.mend(`${REPOSITORY}:latest`);
    expect(kinds(await site.watch(20 * MINUTE))).toEqual(['recovered']);
    expect((await read(site, 'app')).status.tags?.[0]?.conditions).toBeUndefined();
  });

  test('of a whole registry for an hour: few requests while it is down, and each tag once when it is back', async () => {
    const site = aWatch();
    const tags = Array.from({ length: 30 }, (_, n) => `t${n}`);
    for (const tag of tags) {
      site.registry.push(`${REPOSITORY}:${tag}`, { tag });
      await schedule(site, tag, { latest: { from: `${REPOSITORY}:${tag}` } });
    }
    site.pass(3600);
    for (const tag of tags) site.registry.fail(`${REPOSITORY}:${tag}`, 'REGISTRY_CONNECTION');
    site.registry.asked.length = 0;
    const down = await site.watch(60 * MINUTE);
    expect(down.filter(({ event }) => event === 'registry-down')).toHaveLength(1);
    expect(asked(site)).toBeLessThan(45);
    for (const tag of tags) site.registry.mend(`${REPOSITORY}:${tag}`);
    site.registry.asked.length = 0;
    const up = await site.watch(12 * MINUTE);
    expect(up.filter(({ event }) => event === 'recovered')).toHaveLength(30);
    expect(asked(site)).toBeLessThanOrEqual(32);
  });

  test('of one registry do not hold up another', async () => {
    const site = aWatch();
    site.registry.push(`${REPOSITORY}:a`);
    site.registry.push('well.example/app:a');
    await schedule(site, 'ill', { a: { from: `${REPOSITORY}:a` } });
    await schedule(site, 'well', { a: { from: 'well.example/app:a' } });
    site.registry.fail(`${REPOSITORY}:a`, 'REGISTRY_TIMEOUT');
    site.pass(3600);
    expect(done(await site.once())).toMatchObject({ looked: 2, failed: 1, postponed: 0 });
  });

  test('are counted once: a tag failed, was postponed, or was not due', async () => {
    const site = aWatch();
    const ill = Array.from({ length: 25 }, (_, n) => `ill.example/app:t${n}`);
    for (const [n, from] of [...ill, 'well.example/app:old'].entries()) {
      site.registry.push(from, { n });
      await schedule(site, `s${n}`, { a: { from } });
    }
    site.pass(3600);
    for (const from of ill) site.registry.fail(from, 'REGISTRY_TIMEOUT');
    site.registry.push('well.example/app:new', { n: 99 });
    await schedule(site, 'new', { a: { from: 'well.example/app:new' } });
    const counts = done(await site.once({ perMinute: 10 })) as Extract<StreamWatchEvent, { event: 'done' }>;
    expect(counts).toMatchObject({ looked: counts.failed + 1, changed: 0, notDue: 1 });
    expect(counts.postponed).toBeGreaterThan(0);
    expect(counts.failed + counts.postponed).toBe(25);
  });
});

describe('an upstream that flaps', () => {
  test('leaves one event in the history for each change that was seen', async () => {
    const site = aWatch();
    site.registry.push(`${REPOSITORY}:latest`, { side: 'a' });
    await schedule(site, 'app', { latest: { from: `${REPOSITORY}:latest` } });
    for (const side of ['b', 'a', 'b', 'a']) {
      site.registry.push(`${REPOSITORY}:latest`, { side });
      site.pass(1200);
      expect(kinds(await site.once())).toEqual(['changed']);
    }
    const images = (await read(site, 'app')).status.tags?.[0]?.items?.map(({ image }) => image) ?? [];
    expect(images).toHaveLength(5);
    expect(new Set(images).size).toBe(2);
  });
});

describe('somebody else who writes the stream', () => {
  test('is not overwritten, and the tag is looked up as it is then', async () => {
    const site = aWatch();
    site.registry.push(`${REPOSITORY}:latest`);
    const second = site.registry.push(`${REPOSITORY}:other`, { env: 'other' });
    await schedule(site, 'app', { latest: { from: `${REPOSITORY}:latest` } });
    site.registry.push(`${REPOSITORY}:latest`, { env: 'new' });
    site.pass(1200);
    const ask = site.registry.getManifest;
    let wrote = false;
    site.registry.getManifest = async (...args) => {
      if (!wrote) {
        wrote = true;
        const stream = await read(site, 'app');
        stream.metadata.labels = { written: 'meanwhile' };
        const [tag] = stream.spec.tags ?? [];
        if (tag?.from) tag.from.name = `${REPOSITORY}:other`;
        await site.api.update(IMAGE_STREAM, 'demo', stream);
      }
      return ask(...args);
    };
    await site.once();
    const stream = await read(site, 'app');
    expect(stream.metadata.labels).toEqual({ written: 'meanwhile' });
    expect(stream.status.tags?.[0]?.items?.[0]?.image).toBe(second);
  });
});

describe('a tag with a minimal age', () => {
  const HOUR = 60 * MINUTE;
  const annotations = { 'imagestream.dev/min-age': '6h' };
  const images = async (site: ApiFixture) =>
    (await read(site, 'app')).status.tags?.[0]?.items?.map(({ image }) => image);

  test('takes a new image when its time has come, at one request a look until then', async () => {
    const site = aWatch();
    const first = site.registry.push(`${REPOSITORY}:latest`);
    await schedule(site, 'app', { latest: { from: `${REPOSITORY}:latest`, annotations } });
    const second = site.registry.push(`${REPOSITORY}:latest`, { env: 'new' });
    const early = await site.watch(5 * HOUR);
    expect(kinds(early)).toEqual(['held']);
    expect(early).toContainEqual(expect.objectContaining({ event: 'held', tag: 'latest', image: second }));
    expect(await images(site)).toEqual([first]);
    site.registry.asked.length = 0;
    expect(kinds(await site.watch(HOUR))).toEqual([]);
    expect(site.registry.asked).toHaveLength(asked(site));
    expect(asked(site)).toBeLessThanOrEqual(4);
    const late = await site.watch(HOUR);
    expect(kinds(late)).toEqual(['changed']);
    expect(late).toContainEqual(expect.objectContaining({ image: second, previous: first }));
    expect(await images(site)).toEqual([second, first]);
  });

  test('notices that its source has taken an image back', async () => {
    const site = aWatch();
    const first = site.registry.push(`${REPOSITORY}:latest`);
    await schedule(site, 'app', { latest: { from: `${REPOSITORY}:latest`, annotations } });
    site.registry.push(`${REPOSITORY}:latest`, { env: 'bad' });
    const takeBack = () => void site.registry.push(`${REPOSITORY}:latest`);
    expect(kinds(await site.watch(12 * HOUR, {}, [[2 * HOUR, takeBack]]))).toEqual(['held']);
    expect(await images(site)).toEqual([first]);
  });

  test('of an alias comes by itself', async () => {
    const site = aWatch();
    const first = site.registry.push(`${REPOSITORY}:latest`);
    await schedule(site, 'app', {
      latest: { from: `${REPOSITORY}:latest` },
      stable: { from: 'latest', ...{ annotations } },
    });
    const stream = await read(site, 'app');
    const alias = stream.spec.tags?.find(({ name }) => name === 'stable') as TagReference;
    alias.from = { kind: 'ImageStreamTag', name: 'latest' };
    alias.importPolicy = {};
    await site.api.update(IMAGE_STREAM, 'demo', stream);
    const second = site.registry.push(`${REPOSITORY}:latest`, { env: 'new' });
    const has = async () =>
      (await read(site, 'app')).status.tags?.find(({ tag }) => tag === 'stable')?.items?.[0]?.image;
    await site.watch(5 * HOUR);
    expect(await has()).toBe(first);
    await site.watch(2 * HOUR);
    expect(await has()).toBe(second);
  });
});
