import type { AppError } from '../../errors.ts';
import { printError } from '../../print/error.ts';

/** What a command could not read and passed over. */
export interface Unreadable {
  /** Says it, each once. */
  tell(error: AppError): void;
  /** Whether there was any: then the exit code is 1. */
  any(): boolean;
}

/** @param write to standard error */
export function createUnreadable(write: (text: string) => void): Unreadable {
  const said = new Set<string>();
  return {
    tell(error) {
      if (said.has(error.message)) return;
      said.add(error.message);
      write(printError(error));
    },
    any: () => said.size > 0,
  };
}
