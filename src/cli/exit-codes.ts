import { isAppError } from '../errors.ts';

/** Why a command was asked to end. `SIGPIPE` stands for a closed standard output, which Node reports as a failed write. */
export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGPIPE';

const CODES: Record<Signal, number> = { SIGINT: 130, SIGTERM: 143, SIGPIPE: 0 };

/**
 * The exit code of a command that failed: 1, as `oc` has it for every failure; 130 and 143 when a signal ended it; 0 when its reader has
 * read enough.
 */
export function exitCodeOf(error: unknown, signal: Signal | undefined): number {
  if (signal && (isAppError(error, 'INTERRUPTED') || (error as Error | undefined)?.name === 'AbortError')) {
    return CODES[signal];
  }
  return 1;
}
