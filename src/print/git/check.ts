import type { FileFinding, GitCheckResult } from '../../commands/git/check.ts';
import { AppError } from '../../errors.ts';
import type { Printed } from '../printed.ts';
import { safeLine } from '../text/safe-text.ts';

/** `git check`: a line for each finding, as compilers print them; what was mended goes before. */
export async function prepare(): Promise<(result: GitCheckResult) => Printed> {
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
