import { describe, expect, test } from '@jest/globals';
import { ChangeSignal } from '../../../src/core/concurrency/change-signal.ts';

/** Sleeps until the signal aborts, however short it is to be. */
const forEver = (_milliseconds: number, signal?: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });

describe('a wait for a change, or for a moment', () => {
  test('ends with the change', async () => {
    const signal = new ChangeSignal();
    const waiting = signal.changedWithin(1000, signal.count, forEver);
    signal.notify();
    await expect(waiting).resolves.toBeUndefined();
  });

  test('does not begin where the change was not seen yet', async () => {
    const signal = new ChangeSignal();
    const seen = signal.count;
    signal.notify();
    await expect(signal.changedWithin(1000, seen, forEver)).resolves.toBeUndefined();
  });

  test('ends with the moment, and with the signal', async () => {
    const signal = new ChangeSignal();
    const slept: number[] = [];
    await signal.changedWithin(1000, signal.count, async (milliseconds) => void slept.push(milliseconds));
    expect(slept).toEqual([1000]);
    const abort = new AbortController();
    const waiting = signal.changedWithin(1000, signal.count, forEver, abort.signal);
    abort.abort();
    await expect(waiting).resolves.toBeUndefined();
  });
});
