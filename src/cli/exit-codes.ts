import { isAppError, type SeveralErrors } from '../errors.ts';

/** Why a command was asked to end. `SIGPIPE` stands for a closed standard output, which Node reports as a failed write. */
export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGPIPE';

/** How a command exits that a signal has ended. */
export const SIGNAL_CODES: Readonly<Record<Signal, number>> = { SIGINT: 130, SIGTERM: 143, SIGPIPE: 0 };

/**
 * The exit code of a command that failed: 1, as `oc` has it for every failure; 130 and 143 when a signal ended it; 0 when its reader has
 * read enough. A comparison has 1 for "they differ", and brings its own code for failures.
 */
export function exitCodeOf(error: unknown, signal: Signal | undefined): number {
  if (signal && (isAppError(error, 'INTERRUPTED') || (error as Error | undefined)?.name === 'AbortError')) {
    return SIGNAL_CODES[signal];
  }
  return isAppError(error, 'SEVERAL') ? (error as SeveralErrors).exitCode : 1;
}

/** Whether a code tells of a signal: then nobody is to be told anything. */
export const isSignalCode = (code: number): boolean => Object.values(SIGNAL_CODES).includes(code);
