import { describe, expect, test } from '@jest/globals';
import { FAULTS, failEverywhere } from './faults.ts';
import { STORE_WRITES } from './store-writes.ts';

/** One error of each sort; all of them are tried by `npm run endurance`. */
const faults = FAULTS.filter(({ code = 'EIO' }) => ['ENOSPC', 'EIO', 'EMFILE'].includes(code));

describe.each(STORE_WRITES.map((write) => [write.what, write] as const))('%s', (_, write) => {
  test.each(faults.map((fault) => [fault.what, fault] as const))(
    '%s, at any call: an error with a path or none, the old content, and a second try that succeeds',
    async (_, fault) => {
      const replacing = await failEverywhere(write, fault, true);
      const refusing = await failEverywhere(write, fault, false);
      // A deletion writes no bytes.
      const any = write.after !== undefined || fault.takes === undefined;
      expect(replacing.trials + refusing.trials > 0).toBe(any);
      expect([...replacing.wrong, ...refusing.wrong]).toEqual([]);
    },
  );
});
