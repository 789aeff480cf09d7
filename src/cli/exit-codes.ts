import { isAppError } from '../errors.ts';

export type Signal = 'SIGINT' | 'SIGTERM';

/**
 * The exit code of a command that failed: 1, as `oc` has it for every failure; 130 and 143 when a signal ended it.
 */
export function exitCodeOf(error: unknown, signal: Signal | undefined): number {
  if (signal && (isAppError(error, 'INTERRUPTED') || (error as Error | undefined)?.name === 'AbortError')) {
    return signal === 'SIGTERM' ? 143 : 130;
  }
  return 1;
}
