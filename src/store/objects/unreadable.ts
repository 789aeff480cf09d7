import { type AppError, isAppError } from '../../errors.ts';

/** Whether an error is about one file alone, which the others do not suffer from. */
export function isUnreadable(error: unknown): error is AppError {
  return isAppError(error, 'STORE_BROKEN') || isAppError(error, 'STORE_IO');
}

/** Passes over a file that cannot be read, and says so. Throws what is another error, or where nobody is to be told. */
export function passOver(error: unknown, unreadable: ((error: AppError) => void) | undefined): void {
  if (!unreadable || !isUnreadable(error)) throw error;
  unreadable(error);
}
