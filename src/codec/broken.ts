import { AppError } from '../errors.ts';

const RESTORE = 'Correct the file there, or restore it from version control';

/** The error for a text that is not what it should be, with the place as editors and terminals recognise it. */
export function broken(file: string, line: number, column: number, why: string, hint = RESTORE): AppError {
  return new AppError('STORE_BROKEN', `${file}:${line}:${column}: ${why}`, { hint });
}
