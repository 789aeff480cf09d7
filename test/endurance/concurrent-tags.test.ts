import { expect, test } from '@jest/globals';
import { tagAtOnce } from './concurrent-tags.ts';

test.each(['one', 'many'] as const)(
  'eight processes that tag at once lose no tag and leave no lock, on %s stream(s)',
  async (streams) => {
    expect(await tagAtOnce(8, 6, streams)).toMatchObject({ tags: 48, wrong: [] });
  },
);
