import type { PinRequest, PinResult } from '../../commands/objects/pin-change.ts';
import type { Printed } from '../printed.ts';
import { safeLine } from '../text/safe-text.ts';

/** `rollback`, `pin`, `unpin`: a sentence about the tag. */
export async function prepare({ dryRun }: PinRequest): Promise<(result: PinResult) => Printed> {
  const stderr = dryRun.warning ? `Warning: ${dryRun.warning}\n` : '';
  return ({ message }) => ({ stdout: `${safeLine(message)}\n`, stderr });
}
