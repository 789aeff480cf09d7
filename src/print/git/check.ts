import type { FileFinding, GitCheckRequest, GitCheckResult } from '../../commands/git/check.ts';
import type { MergeDriverRequest, MergeDriverResult } from '../../commands/git/merge-driver.ts';
import type { GitSetupResult } from '../../commands/git/setup.ts';
import { AppError } from '../../errors.ts';
import type { Printed } from '../printed.ts';
import { safeLine } from '../text/safe-text.ts';

/** `git setup`: what was written. */
export async function prepareGitSetup(): Promise<(result: GitSetupResult) => Printed> {
  return ({ written, top }) => {
    const lines = written.length > 0 ? written : [`nothing to do: git merges the store in ${top} by its meaning`];
    return { stdout: lines.map((line) => `${safeLine(line)}\n`).join('') };
  };
}

/** `git merge-driver`: nothing for a clean merge; why a person has to finish it else. */
export async function prepareMergeDriver(
  _request: MergeDriverRequest,
): Promise<(result: MergeDriverResult) => Printed> {
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

/** `git check`: a line for each finding, as compilers print them; what was mended goes before. */
export async function prepareGitCheck(_request: GitCheckRequest): Promise<(result: GitCheckResult) => Printed> {
  const line = ({ file, line: at, what }: FileFinding) => `${safeLine(file)}:${at}: ${safeLine(what)}`;
  return ({ findings, fixed, files }) => {
    const stdout = [...fixed.map((one) => `${line(one)}: mended`), ...findings.map(line)];
    const fixable = findings.filter((one) => one.fixable).length;
    const ways = [
      ...(fixable > 0 ? ['Run "imagestream git check --fix"'] : []),
      'Finish the merge, or take a file from before it with "git checkout COMMIT -- FILE"',
    ];
    return {
      stdout: stdout.map((text) => `${text}\n`).join(''),
      errors:
        findings.length === 0
          ? []
          : [
              new AppError(
                'ARGUMENT',
                `${findings.length} found in ${files} files, ${fixable} of them with one right answer`,
                {
                  hint: ways.slice(0, fixable === findings.length ? 1 : ways.length).join('; '),
                },
              ),
            ],
    };
  };
}
