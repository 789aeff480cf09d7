import type { SecretsPruneResult } from '../../commands/secrets/prune.ts';
import type { Printed } from '../printed.ts';
import { safeLine } from '../text/safe-text.ts';

/** `secrets prune`: a line for each password, and how many stay. */
export async function prepare(): Promise<(result: SecretsPruneResult) => Printed> {
  return ({ request, removed, staying }) => {
    const lines = removed.map(
      ({ mark, of, used }) =>
        `Removing ${safeLine(mark)}${of ? ` of secret ${safeLine(of)}` : ''}, last used ${used.toISOString()}`,
    );
    const summary = `${request.confirm ? 'removed' : 'would remove'} ${removed.length} passwords, ${staying} stay`;
    return {
      stdout: [...lines, summary].map((line) => `${line}\n`).join(''),
      ...(request.confirm ? {} : { stderr: 'Nothing was removed. Add --confirm to remove passwords\n' }),
    };
  };
}
