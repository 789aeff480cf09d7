import type { RolloutStatusResult } from '../../commands/rollout/status.ts';
import type { Printed } from '../printed.ts';
import { safeLine } from '../text/safe-text.ts';

/** `rollout status`: a sentence for each workload. */
export async function prepare(): Promise<(result: RolloutStatusResult) => Printed> {
  return ({ lines, errors }) => ({ stdout: lines.map((line) => `${safeLine(line)}\n`).join(''), errors });
}
