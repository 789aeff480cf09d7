import { AppError } from '../../errors.ts';

/** How many failures of one kind are read before it is understood. */
const SHOWN = 10;

/** The first of very many failures, and how many there are besides. */
export function firstErrors(errors: readonly unknown[]): readonly unknown[] {
  const left = errors.length - SHOWN;
  if (left <= 1) return errors;
  return [...errors.slice(0, SHOWN), new AppError('ARGUMENT', `and ${left} more like these`)];
}
