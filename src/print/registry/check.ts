import { printYaml } from '../../codec/yaml.ts';
import type { RegistryCheckArguments, RegistryCheckResult } from '../../commands/registry/check.ts';
import type { CheckStep } from '../../core/registries/registry-check.ts';
import { AppError } from '../../errors.ts';
import { printJson } from '../formats/document.ts';
import type { Printed } from '../printed.ts';
import { safeMessage } from '../text/safe-text.ts';

/** `registry check`: what was found, then the error with the one thing to do. */
export async function prepare({ output }: RegistryCheckArguments): Promise<(result: RegistryCheckResult) => Printed> {
  return ({ check }) => {
    const { target, steps, places, problem } = check;
    const errors = problem
      ? [new AppError('ARGUMENT', `${target} does not work: ${problem.message}`, { hint: problem.fix })]
      : [];
    if (output !== 'text')
      return { stdout: output === 'json' ? printJson(check) : printYaml(check), data: true, errors };
    const lines = [
      ...block(target, steps),
      ...places.flatMap((place) => ['', ...block(`${place.works ? '✓' : '✗'} ${place.where}`, place.steps)]),
      ...(problem ? [] : ['', `${target} works.`]),
    ];
    return { stdout: lines.map((line) => `${safeMessage(line)}\n`).join(''), look: 'checks' as const, errors };
  };
}

function block(title: string, steps: readonly CheckStep[]): string[] {
  const width = Math.max(0, ...steps.map(({ what }) => what.length)) + 2;
  const lines = steps.flatMap(({ what, found }) =>
    found.map((line, index) => `  ${(index === 0 ? what : '').padEnd(width)}${line}`),
  );
  return [title, ...lines];
}
