import { expect, test } from '@jest/globals';
import { killGroups } from './group-kills.ts';
import { hostileWatch } from './hostile-watch.ts';
import { seededRandom } from './seeded-random.ts';

// The seed is of the day: what is found can be repeated.
const seed = Math.floor(Date.now() / 86_400_000);
const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('nobody is left of a group that was interrupted, and what was told is not told again', async () => {
  const { wrong, begun } = await killGroups(4, seededRandom(seed));
  expect({ seed, wrong }).toEqual({ seed, wrong: [] });
  expect(begun).toBeGreaterThan(0);
});

onLinux('a hostile .watch keeps nothing from being told, and touches nothing elsewhere', async () => {
  const { wrong } = await hostileWatch(10, seededRandom(seed));
  expect({ seed, wrong }).toEqual({ seed, wrong: [] });
});
