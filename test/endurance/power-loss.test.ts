import { describe, expect, test } from '@jest/globals';
import { endEverywhere } from './power-loss.ts';
import { STORE_WRITES } from './store-writes.ts';

describe.each(STORE_WRITES.map((write) => [write.what, write] as const))('%s', (_, write) => {
  test('is there as it was or as it will be after a power loss at any moment, and after its end for good', async () => {
    const { trials, wrong } = await endEverywhere(write, 'power loss');
    expect(trials).toBeGreaterThan(20);
    expect(wrong).toEqual([]);
  });

  test('stops nobody, and leaves nothing, when the process dies at any moment', async () => {
    const { trials, wrong } = await endEverywhere(write, 'death');
    expect(trials).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  });
});
