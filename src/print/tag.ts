import type { TagResult } from '../commands/tag.ts';
import type { Printed } from './printed.ts';

/** `tag`: a line for each destination that was written. */
export async function prepare(): Promise<(result: TagResult) => Printed> {
  return ({ lines, error }) => ({
    stdout: lines.map((line) => `${line}\n`).join(''),
    ...(error === undefined ? {} : { errors: [error] }),
  });
}
