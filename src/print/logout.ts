import type { LogoutResult } from '../commands/logout.ts';
import type { Printed } from './printed.ts';

/** `logout`: a line for each place that had a login. */
export async function prepare(): Promise<(result: LogoutResult) => Printed> {
  return ({ registry, places }) => ({
    stdout: places.map((place) => `Removed credentials for ${registry} from ${place}\n`).join(''),
  });
}
