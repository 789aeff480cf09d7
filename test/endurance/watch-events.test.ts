import { expect, test } from '@jest/globals';
import { seededRandom } from './seeded-random.ts';
import { killWatch } from './watch-events.ts';

test('a watch that is killed again and again loses no event, and tells none again that was taken', async () => {
  const report = await killWatch(12, seededRandom(20261126));
  expect(report).toMatchObject({ kills: 12, wrong: [] });
  expect(report.succeeded).toBeGreaterThan(0);
});
