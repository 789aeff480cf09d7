import path from 'node:path';
import type { WatchPlace } from '../core/ports/watch-place.ts';
import { type LookMemory, parseLooks, printLooks } from '../core/schedule/look-memory.ts';
import { replaceFile } from './atomic-file.ts';
import { type FileSystem, orMissing, realFileSystem } from './file-system.ts';
import { storeIo } from './io-error.ts';
import { withLease } from './lease.ts';
import { currentProcess, isRunning, type ProcessIdentity } from './process-identity.ts';

export interface WatchFilesOptions {
  /** The store's directory, absolute. */
  directory: string;
  /** Ends early, without an error, when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  now?(): number;
  random?(): number;
  identity?: ProcessIdentity;
  fs?: FileSystem;
}

/** In the store's directory, hidden and not for git: it says what one machine did when, and nothing about images. */
const FOLDER = '.watch';

/** The files of those who watch a store: `.watch/lease` says who does, `.watch/looks.json` what was looked at when. */
export function createWatchFiles(options: WatchFilesOptions): WatchPlace {
  const { directory, sleep, fs = realFileSystem, now = () => performance.now(), random = Math.random } = options;
  const folder = path.join(directory, FOLDER);
  const looks = path.join(folder, 'looks.json');
  return {
    lead(signal, onWait, action) {
      const identity = options.identity ?? currentProcess();
      const environment = {
        fs,
        identity,
        isRunning: (other: ProcessIdentity) => isRunning(other, identity),
        now,
        random,
      };
      makeFolder(fs, folder);
      return withLease({ ...environment, sleep }, path.join(folder, 'lease'), signal, onWait, action);
    },

    async read() {
      try {
        const text = orMissing(() => fs.read(looks).toString('utf8'));
        return (text === undefined ? undefined : parseLooks(text)) ?? new Map();
      } catch (error) {
        throw storeIo('read', looks, error);
      }
    },

    async write(memory: LookMemory) {
      makeFolder(fs, folder);
      await replaceFile(fs, looks, Buffer.from(printLooks(memory)), 0o666, () => {});
    },
  };
}

/** The folder, and in it what makes git pass it over. */
function makeFolder(fs: FileSystem, folder: string): void {
  const ignore = path.join(folder, '.gitignore');
  try {
    fs.makeFolders(folder);
    if (orMissing(() => fs.stat(ignore))) return;
    const descriptor = fs.create(ignore, 0o666);
    try {
      fs.write(descriptor, Buffer.from('*\n'));
    } finally {
      fs.close(descriptor);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw storeIo('write', folder, error);
  }
}
