import path from 'node:path';
import type { Lease, WatchPlace } from '../../core/ports/watch-place.ts';
import { type LookMemory, parseLooks, printLooks } from '../../core/schedule/look-memory.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { type FileSystem, orMissing } from '../files/file-system.ts';
import { storeIo } from '../files/io-error.ts';
import { makeFoldersForGood } from '../files/sync-folder.ts';
import { withLease } from '../locks/lease.ts';
import { type LockOptions, lockEnvironment } from '../locks/lock-environment.ts';
import type { HeldLock } from '../locks/object-lock.ts';
import { createStoreFiles } from '../store-files.ts';
import { markFolder, readMarked, refusals } from './folder-mark.ts';

export interface WatchFilesOptions extends LockOptions {
  /** The store's directory, absolute. */
  directory: string;
}

/** In the store's directory, hidden and not for git: it says what one machine did when, and nothing about images. */
const FOLDER = '.watch';

/**
 * The files of those who watch a store: `.watch/lease` says who does, `.watch/looks.json` what was looked at when. What came with
 * the store is not used (`folder-mark.ts`): then everything is looked at anew.
 *
 * @param warn for what is not used
 */
export function createWatchFiles(options: WatchFilesOptions, warn: (message: string) => void = () => {}): WatchPlace {
  const { directory } = options;
  const refuse = refusals(warn);
  const fs = options.fs ?? createStoreFiles(options);
  const folder = watchFolder(directory);
  const looks = path.join(folder, 'looks.json');
  let held: HeldLock | undefined;
  return {
    lead<T>(signal: AbortSignal, onWait: (holder: string) => boolean, action: (lease: Lease) => Promise<T>) {
      return withLease(
        lockEnvironment({ ...options, fs }),
        path.join(folder, 'lease'),
        signal,
        onWait,
        async (lease) => {
          held = lease;
          await makeIgnoredFolder(fs, folder, lease);
          return action(lease);
        },
      );
    },

    async read() {
      try {
        const text = readMarked(fs, folder, looks, refuse);
        return (text === undefined ? undefined : parseLooks(text)) ?? new Map();
      } catch (error) {
        throw storeIo('read', looks, error);
      }
    },

    async write(memory: LookMemory) {
      if (!held) throw new Error('looks are kept by who has the lease');
      await makeIgnoredFolder(fs, folder, held);
      const text = markFolder(fs, folder, printLooks(memory));
      await replaceFile(fs, { file: looks, bytes: Buffer.from(text), mode: 0o666, held });
    },
  };
}

/** The folder of a store for what one machine does with it. */
export const watchFolder = (directory: string) => path.join(directory, FOLDER);

/** A folder, and in it what makes git pass it over. Who has its lease or lock does this. Fails as `replaceFile` does. */
export async function makeIgnoredFolder(fs: FileSystem, folder: string, held: HeldLock): Promise<void> {
  const ignore = path.join(folder, '.gitignore');
  try {
    await makeFoldersForGood(fs, folder);
    if (orMissing(() => fs.stat(ignore))?.size) return;
  } catch (error) {
    throw storeIo('write', folder, error);
  }
  await replaceFile(fs, { file: ignore, bytes: Buffer.from('*\n'), mode: 0o666, held });
}
