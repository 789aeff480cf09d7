import { describe, expect, test } from '@jest/globals';
import { fuzz, LONGEST } from './fuzzing.ts';
import { targets } from './targets.ts';

/** Another one each day, and the same one all day: what fails can be tried again. */
const seed = Math.floor(Date.now() / 86_400_000);

describe('broken input', () => {
  test.each(targets.map((target) => [target.name, target] as const))(
    '%s are read or refused',
    async (_name, target) => {
      const { crashes, refusals, cases } = await fuzz(target, { cases: 500, seed, longest: LONGEST.besideOthers });
      expect(crashes).toEqual([]);
      // Near enough to valid input to be read, and far enough to be refused.
      expect(cases).toBeGreaterThan([...refusals.values()].reduce((sum, count) => sum + count, 0));
    },
    120_000,
  );
});
