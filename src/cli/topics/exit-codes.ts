import { SIGNAL_CODES } from '../exit-codes.ts';
import type { Topic } from './topic.ts';

export const EXIT_CODES: Topic = {
  name: 'exit-codes',
  title: 'Exit codes and output',
  sections: [
    {
      blocks: [
        'The answer is on standard output, everything else on standard error; progress shows only on a terminal. The exit code is 0 or 1 as with `oc`.',
        {
          columns: ['code', 'when'],
          entries: [
            ['0', 'It is done; also when the reader of the output has read enough and closed it'],
            [
              '1',
              'It failed, in whole or in part: an import that fails is recorded in the stream and exits with 1, and so does a list that could not read one file, or a command whose `--exec` or `--webhook` failed. `git check`: something is to be mended. `diff -f`: something differs. `promote --exit-code`: something moves.',
            ],
            [
              '2',
              '`diff -f`, or `promote --exit-code`, failed; 0 is where nothing differs or moves, 1 where something does',
            ],
            [`${SIGNAL_CODES.SIGINT}`, 'It was ended by Ctrl-C (SIGINT)'],
            [`${SIGNAL_CODES.SIGTERM}`, 'It was ended by SIGTERM'],
          ],
        },
      ],
    },
  ],
};
