import type { PinRequest, PinResult } from '../commands/pin-change.ts';
import type { Printed } from './printed.ts';
import { safeLine } from './safe-text.ts';

/** `rollback`, `pin`, `unpin`: a sentence about the tag. */
export async function preparePin({ dryRun }: PinRequest): Promise<(result: PinResult) => Printed> {
  const stderr = dryRun.warning ? `Warning: ${dryRun.warning}\n` : '';
  return ({ message }) => ({ stdout: `${safeLine(message)}\n`, stderr });
}
