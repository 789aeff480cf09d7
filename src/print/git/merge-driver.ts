import type { MergeDriverResult } from '../../commands/git/merge-driver.ts';
import { AppError } from '../../errors.ts';
import type { Printed } from '../printed.ts';

/** `git merge-driver`: nothing for a clean merge; why a person has to finish it else. */
export async function prepare(): Promise<(result: MergeDriverResult) => Printed> {
  return ({ path, contradictions }) => ({
    stdout: '',
    errors: contradictions.map(
      (what) =>
        new AppError('ARGUMENT', `${path}: ${what}`, {
          hint: `Keep one side between the markers in the file, or take a whole one: git checkout --ours ${path}, or --theirs`,
        }),
    ),
  });
}
