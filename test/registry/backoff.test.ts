import { describe, expect, test } from '@jest/globals';
import { sleep } from '../../src/core/concurrency/sleep.ts';
import { HostBackoff } from '../../src/registry/backoff.ts';
import type { HttpAnswer } from '../../src/registry/http.ts';
import { retryAfterMs } from '../../src/registry/retry.ts';
import { connectionError } from '../../src/registry/transport/connection-error.ts';
import { testClock } from './client-under-test.ts';

const url = new URL('https://r.example.com/');
const answer = (status: number, retryAfter?: string): HttpAnswer => ({
  from: 'public',
  status,
  statusText: '',
  headers: {},
  body: Buffer.alloc(0),
  retryAfter: retryAfterMs(retryAfter, 0),
});
const fault = (code: string, message = '') => connectionError(Object.assign(new Error(message), { code }), url);
const LOST = fault('ECONNRESET');
const TIMEOUT = fault('ETIMEDOUT');
const HANDSHAKE = fault('ECONNRESET', 'before secure TLS connection');
const REFUSED = fault('ECONNREFUSED');

type Outcome = HttpAnswer | Error;

/** What became of requests to one host that answers with these outcomes, one after the other, the last one for ever. */
function host(outcomes: readonly Outcome[], options: { attempts?: number; waiting?: number; random?: number } = {}) {
  const clock = testClock();
  const { attempts = 5, waiting = 5000, random = 1 } = options;
  const closed: number[] = [];
  const told = (ms: number) => void closed.push(ms);
  const backoff = new HostBackoff({ ...clock, random: () => random, attempts, waiting, closed: told });
  let tries = 0;
  const run = async (signal?: AbortSignal): Promise<number | Error> => {
    try {
      const { status } = await backoff.run(async () => {
        const outcome = outcomes[Math.min(tries++, outcomes.length - 1)] as Outcome;
        if (outcome instanceof Error) throw outcome;
        return outcome;
      }, signal);
      return status;
    } catch (error) {
      return error as Error;
    }
  };
  return { run, clock, closed, tries: () => tries };
}

describe('one request', () => {
  test.each<[string, Outcome[], number | Error, number[]]>([
    ['that works', [answer(200)], 200, []],
    ['that is refused for good', [answer(404)], 404, []],
    ['that works the second time', [answer(503), answer(200)], 200, [250]],
    ['that works the fourth time', [answer(503), LOST, answer(429), answer(200)], 200, [250, 500, 1000]],
    ['that never works', [answer(503)], 503, [250, 500, 1000, 2000]],
    ['that is always cut', [LOST], LOST, [250, 500, 1000, 2000]],
    ['that is cut in the handshake', [HANDSHAKE, answer(200)], 200, [250]],
    ['that times out once', [TIMEOUT, answer(200)], 200, [250]],
    ['that times out twice', [TIMEOUT], TIMEOUT, [250]],
    ['to a port that is closed', [REFUSED], REFUSED, []],
    ['that is told to come back', [answer(429, '3'), answer(200)], 200, [3000]],
    ['that is told to come back now', [answer(429, '0'), answer(200)], 200, []],
    ['that is told to wait just as long as it may', [answer(429, '5'), answer(200)], 200, [5000]],
    ['that is told to wait longer than it may', [answer(429, '6')], 429, []],
    ['that has waited as long as it may', [answer(429, '3')], 429, [3000]],
    ['that is told something else', [answer(429, 'soon'), answer(200)], 200, [250]],
  ])('%s', async (_what, outcomes, expected, slept) => {
    const { run, clock, tries } = host(outcomes);
    expect(await run()).toBe(expected);
    expect(clock.slept).toEqual(slept);
    expect(tries()).toBe(outcomes.length === 1 && outcomes[0] === TIMEOUT ? 2 : tries());
  });

  test('has as many tries as are allowed', async () => {
    for (const attempts of [1, 2, 3]) {
      const { run, tries } = host([answer(503)], { attempts });
      expect(await run()).toBe(503);
      expect(tries()).toBe(attempts);
    }
  });

  test('waits up to a minute for what the registry wishes, and never longer', async () => {
    const minute = host([answer(429, '60'), answer(200)], { waiting: 1e9 });
    expect(await minute.run()).toBe(200);
    expect(minute.clock.slept).toEqual([60_000]);
    const longer = host([answer(429, '61'), answer(200)], { waiting: 1e9 });
    expect(await longer.run()).toBe(429);
    expect(longer.clock.slept).toEqual([]);
  });
});

describe('several requests to one host', () => {
  test('fail together once, and then go one after the other', async () => {
    const { run, clock } = host([answer(503), answer(503), answer(503), answer(200)]);
    expect(await Promise.all([run(), run(), run()])).toEqual([200, 200, 200]);
    expect(clock.slept).toEqual([250]);
  });

  test('a host that failed as often as it may is asked once more, without a pause, and forgiven when it answers', async () => {
    const { run, clock, tries } = host([answer(503), answer(503), answer(200), answer(503), answer(200)], {
      attempts: 2,
    });
    expect(await run()).toBe(503);
    expect(clock.slept).toEqual([250]);
    clock.advance(60_000);
    expect(await run()).toBe(200);
    expect(tries()).toBe(3);
    expect(await run()).toBe(200);
    expect(clock.slept).toEqual([250, 250]);
  });

  test('who asked for a longer pause than is waited for is not asked until then', async () => {
    const { run, clock, tries, closed } = host([answer(429, '90'), answer(429, '90'), answer(429, '90'), answer(200)]);
    expect(await Promise.all([run(), run(), run()])).toEqual([429, 429, 429]);
    const asked = tries();
    clock.advance(89_000);
    expect(await run()).toBe(429);
    expect([tries(), clock.slept, closed]).toEqual([asked, [], [90_000]]);
    clock.advance(1000);
    expect(await run()).toBe(200);
  });

  test('what is left of a pause that was asked for is told, also after the clock was set back', async () => {
    const clock = testClock();
    const backoff = new HostBackoff({ ...clock, random: () => 1, attempts: 5, waiting: 5000 });
    const run = async () => (await backoff.run(async () => answer(503, '100'), undefined)).retryAfter;
    const told = [await run()];
    for (const passed of [40_000, -3_600_000]) {
      clock.advance(passed);
      told.push(await run());
    }
    expect(told).toEqual([100_000, 60_000, 100_000]);
  });

  test('what one was told counts for the next', async () => {
    const { run, clock } = host([answer(429, '4'), answer(503), answer(200)], { attempts: 1 });
    expect(await run()).toBe(429);
    expect(await run()).toBe(503);
    expect(clock.slept).toEqual([4000]);
  });
});

describe('a signal', () => {
  const interrupted = expect.objectContaining({ code: 'INTERRUPTED' });

  test('ends a pause before it begins, or in its middle', async () => {
    const controller = new AbortController();
    controller.abort();
    const { run, clock, tries } = host([answer(503), answer(200)]);
    expect(await run(controller.signal)).toEqual(interrupted);
    expect([clock.slept, tries()]).toEqual([[], 1]);

    const stop = new AbortController();
    const sleep = async () => {
      stop.abort();
      throw new Error('woken');
    };
    const backoff = new HostBackoff({ now: () => 0, sleep, random: () => 1, attempts: 5, waiting: 5000 });
    await expect(backoff.run(async () => answer(503), stop.signal)).rejects.toEqual(interrupted);
  });

  test('a sleep that fails by itself is no interruption', async () => {
    const sleep = () => Promise.reject(new Error('broken'));
    const backoff = new HostBackoff({ now: () => 0, sleep, random: () => 1, attempts: 5, waiting: 5000 });
    await expect(backoff.run(async () => answer(503), undefined)).rejects.toThrow('broken');
  });

  test('ends a real pause', async () => {
    const stop = new AbortController();
    const paused = sleep(60_000, stop.signal);
    stop.abort();
    await paused;
    await sleep(60_000, stop.signal);
    await sleep(1);
    expect(stop.signal.aborted).toBe(true);
  });
});
