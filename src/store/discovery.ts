import { lstatSync, type Stats } from 'node:fs';
import path from 'node:path';

export interface StoreSearch {
  /** The value of `--store`; undefined or empty when it was not given. */
  flag?: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
}

/** Where the store is, and how that was found out. */
export interface StoreLocation {
  /** Absolute. It need not exist: the first write makes it. */
  directory: string;
  origin: 'flag' | 'variable' | 'found' | 'nowhere';
  /** What a store that was found looks like, as a link does not say. */
  state?: Stats;
}

const FOLDER = '.imagestream';

/**
 * The store directory: `--store`, else IMAGESTREAM_STORE, else the nearest `.imagestream` from the working directory
 * upwards, else `.imagestream` in the working directory.
 */
export function findStore({ flag, env, cwd }: StoreSearch): StoreLocation {
  if (flag) return { directory: path.resolve(cwd, flag), origin: 'flag' };
  if (env.IMAGESTREAM_STORE) return { directory: path.resolve(cwd, env.IMAGESTREAM_STORE), origin: 'variable' };
  for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
    const directory = path.join(folder, FOLDER);
    const state = lstatSync(directory, { throwIfNoEntry: false });
    if (state) return { directory, origin: 'found', state };
    if (folder === path.dirname(folder)) return { directory: path.resolve(cwd, FOLDER), origin: 'nowhere' };
  }
}

/**
 * Why a store that nobody named is not to be trusted, as git asks it of repositories: it belongs to another user, who decides
 * what is in it, or it is a link to anywhere. Undefined where it is the user's own.
 *
 * @param uid the user's id, undefined where the system has none
 * @param sudoUid SUDO_UID: who became root may use what is theirs
 */
export function distrust(
  { origin, state }: StoreLocation,
  uid: number | undefined,
  sudoUid: string | undefined,
): string | undefined {
  if (origin !== 'found' || !state) return undefined;
  if (state.isSymbolicLink()) return 'is a symbolic link';
  if (uid === undefined || state.uid === uid) return undefined;
  if (uid === 0 && sudoUid && String(state.uid) === sudoUid) return undefined;
  return `belongs to another user (id ${state.uid})`;
}
