import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type FixtureRegistry, startFixtureRegistry } from '../support/fixture-registry.ts';
import { killOften } from './kills.ts';
import { seededRandom } from './seeded-random.ts';
import { VICTIMS } from './victims.ts';

let registry: FixtureRegistry;
beforeAll(async () => {
  registry = await startFixtureRegistry();
});
afterAll(() => registry.stop());

test.each(VICTIMS)(
  '%s, killed at random moments: nothing is broken or lost, the next one is not held up, nothing piles up',
  async (what, create) => {
    const victim = await create(registry);
    try {
      const report = await killOften(victim, 5, seededRandom(what.length));
      expect(report).toMatchObject({ kills: 5, wrong: [], leftAtEnd: [] });
      // Less than the five seconds that a lock costs whose holder nobody knows, on any machine.
      expect(Math.max(...report.next.map(({ wall, queued }) => wall - queued))).toBeLessThan(5_000);
    } finally {
      victim.user.remove();
    }
  },
);
