import { expect, test } from '@jest/globals';
import { writeFromTwins } from './twin-machines.ts';

test('writers on two machines of one name lose nothing, and none of them fails', async () => {
  const report = await writeFromTwins({ writers: 4, writes: 10, runs: 2 }, 'of twins');
  expect(report).toEqual({ taken: 80, failed: [], lost: [], unsaid: [], left: [] });
});

test('writers that are taken for dead all the time lose nothing', async () => {
  const { taken, lost, unsaid, left } = await writeFromTwins({ writers: 4, writes: 25, runs: 1 }, 'taken for dead');
  expect({ lost, unsaid, left }).toEqual({ lost: [], unsaid: [], left: [] });
  expect(taken).toBeGreaterThan(0);
});
