import path from 'node:path';
import { AppError } from '../errors.ts';
import type { AuthFileOptions } from './auth-file-paths.ts';

/** Where passwords may be kept. `inline` leaves them in the objects themselves. */
export type CredentialPlace = 'keychain' | 'helper' | 'file' | 'inline';

const PLACES: readonly CredentialPlace[] = ['keychain', 'helper', 'file', 'inline'];

/**
 * The place that the user has chosen; undefined for the best that there is.
 *
 * @param origin the flag or variable that the choice comes from, for the message
 * Fails with ARGUMENT for anything else.
 */
export function parseCredentialPlace(value: string | undefined, origin: string): CredentialPlace | undefined {
  if (!value) return undefined;
  const place = PLACES.find((known) => known === value);
  if (place) return place;
  throw new AppError('ARGUMENT', `${origin} must be ${PLACES.join(', ')}, and is ${JSON.stringify(value)}`);
}

/** The user's folder for what the product keeps outside of stores (XDG base directories; local application data on Windows). */
export function dataDirectory({ env, home, platform }: AuthFileOptions): string {
  if (platform === 'win32') {
    return path.win32.join(env.LOCALAPPDATA || path.win32.join(home, 'AppData', 'Local'), 'imagestream');
  }
  const base = env.XDG_DATA_HOME;
  // A relative path is to be ignored, says the specification.
  return path.posix.join(base?.startsWith('/') ? base : path.posix.join(home, '.local', 'share'), 'imagestream');
}
