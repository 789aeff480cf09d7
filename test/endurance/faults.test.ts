import { describe, expect, test } from '@jest/globals';
import { FAULTS, failEverywhere } from './faults.ts';
import { STORE_WRITES } from './store-writes.ts';

/** One error of each sort; all of them are tried by `npm run endurance`. */
const faults = FAULTS.filter(({ code = 'EIO' }) => ['ENOSPC', 'EIO', 'EMFILE'].includes(code));

describe.each(STORE_WRITES.map((write) => [write.what, write] as const))('%s', (_, write) => {
  test.each(faults.map((fault) => [fault.what, fault] as const))(
    '%s, at any call: an error with a path or none, the old content, and a second try that succeeds',
    async (_, fault) => {
      const [linked, unlinked] = [await failEverywhere(write, fault, true), await failEverywhere(write, fault, false)];
      expect(linked.trials + unlinked.trials).toBeGreaterThan(0);
      expect([...linked.wrong, ...unlinked.wrong]).toEqual([]);
    },
  );
});
