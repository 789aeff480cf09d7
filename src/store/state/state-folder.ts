import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../errors.ts';
import { systemCode } from '../files/file-system.ts';

export interface StateOptions {
  env: Readonly<Record<string, string | undefined>>;
  /** The user's home directory. */
  home: string;
  /** The numeric user id; undefined where the system has none. */
  uid: number | undefined;
  platform: NodeJS.Platform;
}

/** Where this user keeps on this machine what is not for others: an XDG state directory, and on Windows its like. */
function stateDirectory({ env, home, platform }: StateOptions): string {
  if (platform === 'win32') {
    const local = env.LOCALAPPDATA || path.win32.join(home, 'AppData', 'Local');
    return path.win32.join(local, 'imagestream', 'state');
  }
  const base = env.XDG_STATE_HOME;
  // A relative path is to be ignored, says the specification.
  return path.posix.join(base?.startsWith('/') ? base : path.posix.join(home, '.local', 'state'), 'imagestream');
}

/**
 * Which store it is, for what its user keeps of it elsewhere: its real path and the number of its folder. A copy or a clone has
 * another path, and what takes its place at the same path another number: neither inherits anything. The number of the device is
 * left out, since for many file systems it is another one after each start of the system. Nothing in the store is asked, so that
 * nobody who writes the store can choose it. A store that was moved begins anew: what was cut short is done again.
 */
function storeId(directory: string): string {
  const real = realpathSync(directory);
  const { ino } = statSync(real, { bigint: true });
  return createHash('sha256')
    .update(JSON.stringify([real, String(ino)]))
    .digest('hex')
    .slice(0, 32);
}

/**
 * Makes the folder of a store in the user's state directory, `STATE/STORE-ID/NAMES…`, and those above it. What is acted on lies
 * there (processes, tries of commands) and never in the store, which may be a stranger's. Each folder is the user's alone: one
 * of somebody else, a link, or one that others may write is refused.
 *
 * @param directory the store's, which exists
 * Fails with STORE_IO.
 */
export function makeStateFolder(directory: string, names: readonly string[], options: StateOptions): string {
  const top = stateDirectory(options);
  let folder = top;
  try {
    mkdirSync(path.dirname(top), { recursive: true, mode: 0o700 });
    makePrivate(folder, options.uid);
    for (const name of [storeId(directory), ...names]) {
      folder = path.join(folder, name);
      makePrivate(folder, options.uid);
    }
    return folder;
  } catch (cause) {
    const code = systemCode(cause);
    const why = code === 'ENOTDIR' ? 'it is not a folder' : (cause as Error).message;
    throw new AppError('STORE_IO', `cannot keep the state of commands in ${folder}: ${why}`, {
      hint: 'Name a directory that only you can write in XDG_STATE_HOME',
      cause,
    });
  }
}

function makePrivate(folder: string, uid: number | undefined): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
  const stat = lstatSync(folder);
  if (!stat.isDirectory()) throw new Error(stat.isSymbolicLink() ? 'it is a link' : 'it is not a folder');
  if (uid === undefined) return;
  if (stat.uid !== uid) throw new Error('it belongs to another user');
  if (stat.mode & 0o022) throw new Error('others may write it');
  if (stat.mode & 0o077) chmodSync(folder, 0o700);
}
