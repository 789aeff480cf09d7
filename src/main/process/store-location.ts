import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { AppError } from '../../errors.ts';
import { distrust, findStore, type StoreLocation } from '../../store/discovery.ts';

/** Stores that may be used although they are another user's, where it cannot be configured: paths, or `*`. */
const SAFE = 'IMAGESTREAM_SAFE_DIRECTORY';

/** Stores of other users that may be used, or folders that they lie in; `*` for all. Nothing in the store itself counts. */
export type SafeDirectories = (store: string) => Promise<readonly string[]>;

/**
 * The store that this command line works on. One that was named is used as it is; one that was found has to be the user's
 * own, or be among what they call safe. Fails with ARGUMENT.
 */
export async function locateStore(flag: string, safe: SafeDirectories): Promise<StoreLocation> {
  const { env } = process;
  const location = findStore({ flag, env, cwd: process.cwd() });
  const why = distrust(location, process.geteuid?.(), env.SUDO_UID);
  if (why === undefined || (await isSafe(location.directory, safe))) return location;
  throw new AppError('ARGUMENT', `the store ${location.directory} ${why}, and was found, not named`, {
    hint: `If you trust it, name it with --store, or in safeDirectories of your configuration or ${SAFE}`,
  });
}

async function isSafe(directory: string, safe: SafeDirectories): Promise<boolean> {
  const named = (process.env[SAFE] ?? '').split(path.delimiter);
  if (holds(named, directory)) return true;
  return holds(await safe(directory), directory);
}

/** The store's directory counts, and the folder that it lies in. */
function holds(safe: readonly string[], directory: string): boolean {
  const paths = safe.filter((each) => each !== '' && each !== '*').map((each) => path.resolve(each));
  return safe.includes('*') || paths.includes(directory) || paths.includes(path.dirname(directory));
}

export function isThere({ directory }: StoreLocation): boolean {
  return existsSync(directory);
}

/** The error, or where nobody named a store the note, that there is none to read. */
export function noStore({ directory, origin }: StoreLocation): AppError | string {
  if (origin === 'nowhere' || origin === 'found') {
    return `there is no store: no ${path.basename(directory)} in ${path.dirname(directory)} or above it`;
  }
  return new AppError('STORE_IO', `the store ${directory} does not exist`, {
    hint: `Check ${origin === 'flag' ? '--store' : 'IMAGESTREAM_STORE'}; import-image --confirm, tag or create make a new store`,
  });
}
