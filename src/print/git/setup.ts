import type { GitSetupResult } from '../../commands/git/setup.ts';
import type { Printed } from '../printed.ts';
import { safeLine } from '../text/safe-text.ts';

/** `git setup`: what was written. */
export async function prepare(): Promise<(result: GitSetupResult) => Printed> {
  return ({ written, top }) => {
    const lines = written.length > 0 ? written : [`nothing to do: git merges the store in ${top} by its meaning`];
    return { stdout: lines.map((line) => `${safeLine(line)}\n`).join('') };
  };
}
