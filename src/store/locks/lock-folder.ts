import path from 'node:path';
import { type FileSystem, isFolder, orMissing, quietly, systemCode } from '../files/file-system.ts';
import { storeIo } from '../files/io-error.ts';
import { removeSmallFolder } from '../files/small-folder.ts';
import { makeFoldersForGood } from '../files/sync-folder.ts';
import { type Holder, holderName, parseHolder } from './lock-holder.ts';

/** The folder of a lock's holder, in the lock. */
export const holderFolder = (lock: string, holder: Holder) => path.join(lock, holderName(holder));

/** Where a lock is made, before it is one. Whoever finds it may remove it: its owner makes another one. */
export const preparation = (lock: string, { token }: Holder) => `${lock}.${token}`;

/** Makes the lock; false when there is one, or was a moment ago. Fails with STORE_IO. */
export async function takeLock(fs: FileSystem, lock: string, holder: Holder): Promise<boolean> {
  const prepared = preparation(lock, holder);
  for (let attempt = 0; ; attempt++) {
    try {
      await prepare(fs, prepared, holderName(holder));
      fs.rename(prepared, lock);
      return true;
    } catch (error) {
      removePrepared(fs, prepared);
      const code = systemCode(error) ?? '';
      if (PASSING.has(code)) return false;
      const state = quietly(() => fs.lstat(lock));
      // Not every system puts a folder in place of an empty one.
      if (state && isFolder(state)) quietly(() => fs.removeFolder(lock));
      if (state && IN_THE_WAY.has(code)) return false;
      // It may have been in the way until a moment ago.
      if (attempt > 0 || !IN_THE_WAY.has(code)) throw storeIo('lock', lock, error);
    }
  }
}

/** What systems answer to a rename whose target is a folder with something in it, or whose origin somebody cleared away. */
const PASSING = new Set(['ENOTEMPTY', 'EEXIST', 'ENOENT']);
/** What they answer to others whose target is in the way, and at other times as well. */
const IN_THE_WAY = new Set(['ENOTDIR', 'EISDIR', 'EPERM', 'EACCES', 'EBUSY']);

async function prepare(fs: FileSystem, prepared: string, name: string): Promise<void> {
  try {
    fs.makeFolder(prepared);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    // The folder is not there yet, or was removed as an empty one a moment ago.
    await makeFolders(fs, path.dirname(prepared));
    fs.makeFolder(prepared);
  }
  fs.makeFolder(path.join(prepared, name));
}

/** A lock as it was found. */
export interface Found {
  /** What is in it: one holder, unless somebody else made it. Absent where it is no folder. */
  entries: string[] | undefined;
  holder: Holder | undefined;
  touched: number;
}

/** The lock that is there; undefined where there is none. Fails with STORE_IO. */
export function findLock(fs: FileSystem, lock: string): Found | undefined {
  try {
    return orMissing(() => look(fs, lock));
  } catch (error) {
    throw storeIo('lock', lock, error);
  }
}

function look(fs: FileSystem, lock: string): Found | undefined {
  const state = fs.lstat(lock);
  if (!isFolder(state)) return { entries: undefined, holder: undefined, touched: state.mtimeMs };
  const entries = fs.list(lock);
  const [name] = entries;
  if (name === undefined) return undefined;
  const holder = entries.length === 1 ? parseHolder(name) : undefined;
  return { entries, holder, touched: fs.lstat(path.join(lock, name)).mtimeMs };
}

async function makeFolders(fs: FileSystem, folder: string): Promise<void> {
  try {
    await makeFoldersForGood(fs, folder);
  } catch (error) {
    throw systemCode(error) === 'ENOENT' ? error : storeIo('write', folder, error);
  }
}

/** Takes away the lock that was found, and no other: all names in it are its own. Fails with STORE_IO. */
export function revokeLock(fs: FileSystem, lock: string, { entries, holder }: Found): void {
  try {
    if (!entries) fs.remove(lock);
    for (const entry of entries ?? []) removeEntry(fs, path.join(lock, entry));
    if (holder) abandoned.delete(holder.token);
  } catch (error) {
    const code = systemCode(error) ?? '';
    // Where it was no folder, a lock may be there by now.
    if (code === 'ENOENT' || (!entries && ['EISDIR', 'EPERM'].includes(code))) return;
    throw storeIo('lock', lock, error);
  }
}

function removeEntry(fs: FileSystem, entry: string): void {
  try {
    removeSmallFolder(fs, entry);
  } catch (error) {
    if (systemCode(error) !== 'ENOTDIR') throw error;
    fs.remove(entry);
  }
}

/** Tokens of this process whose locks could not be removed when they were given back. Whoever finds one takes it over. */
const abandoned = new Set<string>();

export const isAbandoned = ({ token }: Holder) => abandoned.has(token);

/** What cannot be removed for a passing reason is tried again. */
const RELEASE_ATTEMPTS = 3;

/** Never fails: a lock that cannot be removed is stale, for this process at once and for others as soon as it ends. */
export function releaseLock(fs: FileSystem, lock: string, holder: Holder): void {
  for (let attempt = 0; attempt < RELEASE_ATTEMPTS; attempt++) {
    try {
      removeSmallFolder(fs, holderFolder(lock, holder));
      quietly(() => fs.removeFolder(lock));
      return;
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return;
    }
  }
  abandoned.add(holder.token);
}

/** Clears away what was to become a lock, which its owner makes again where it still wants it. Never fails. */
export function clearPrepared(fs: FileSystem, lock: string): void {
  const begin = `${path.basename(lock)}.`;
  const folder = path.dirname(lock);
  for (const name of quietly(() => fs.list(folder)) ?? []) {
    if (name.startsWith(begin)) removePrepared(fs, path.join(folder, name));
  }
}

/** A power loss may bring back a lock under the name that it had before, with everything in it. */
export function removePrepared(fs: FileSystem, prepared: string): void {
  for (const name of quietly(() => fs.list(prepared)) ?? []) {
    quietly(() => removeEntry(fs, path.join(prepared, name)));
  }
  quietly(() => fs.removeFolder(prepared));
}

/** What time it is for those who keep the disk: the time stamp of what is made there now. */
export function diskTime(fs: FileSystem, probe: string): number {
  fs.makeFolder(probe);
  try {
    return fs.lstat(probe).mtimeMs;
  } finally {
    quietly(() => fs.removeFolder(probe));
  }
}
