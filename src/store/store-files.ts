import path from 'node:path';
import { type FileSystem, isLink, orMissing, realFileSystem, systemCode } from './files/file-system.ts';
import { linkRefused } from './files/regular-file.ts';
import { forwardClock } from './locks/forward-clock.ts';

export interface StoreFilesOptions {
  /** The store's directory, absolute. It may itself be a link: the user named it. */
  directory: string;
  /** Bytes of the largest file that is read. */
  largest?: number | undefined;
  /** Called when the directory was made, because it was missing. */
  onCreated?: (() => void) | undefined;
  /** Called once, when something is to be read and the directory is missing. What it throws is thrown by who reads. */
  onMissing?: (() => void) | undefined;
}

/**
 * Milliseconds for which it is trusted that a folder is one: a list reads thousands of files in it, and an import writes them.
 * Whoever can put links in its place while a command runs can do so between the look and the call, too.
 */
const TRUSTED = 100;
/** How many folders are trusted at most. */
const REMEMBERED = 64;

/**
 * The file system below a store's directory, and nothing outside of it: no folder on the way from the directory to a file
 * may be a symbolic link. A store is a stranger's, and git brings links along.
 *
 * Each call fails with STORE_BROKEN where there is such a link, else as the call below it does.
 */
export function createStoreFiles(options: StoreFilesOptions, below: FileSystem = realFileSystem): FileSystem {
  const { directory, largest, onCreated = () => {} } = options;
  const folders = new UnlinkedFolders(directory, below);
  const reading = readingOf(options, below);
  /** The same call, for what lies in a folder that may be entered. */
  const inside =
    <Args extends unknown[], Result>(call: (file: string, ...args: Args) => Result) =>
    (file: string, ...args: Args): Result => {
      folders.glance(path.dirname(file));
      return call(file, ...args);
    };
  /** The same call, from anywhere to a place in a folder that may be entered. */
  const into = (call: (from: string, to: string) => void) => (from: string, to: string) => {
    folders.glance(path.dirname(to));
    call(from, to);
  };
  const { write, changeMode, sync, close } = below;
  return {
    ...{ write, changeMode, sync, close },
    read: inside((file, most = largest) => reading(() => below.read(file, most))),
    list(folder) {
      folders.look(folder);
      return reading(() => below.list(folder));
    },
    stat: inside(below.stat),
    lstat: inside(below.lstat),
    makeFolders(folder) {
      folders.look(folder);
      const first = below.makeFolders(folder);
      if (first !== undefined && path.join(directory, path.sep).startsWith(path.join(first, path.sep))) onCreated();
      return first;
    },
    makeFolder: inside(below.makeFolder),
    removeFolder: inside(below.removeFolder),
    create: inside(below.create),
    openFolder(folder) {
      folders.glance(folder);
      return below.openFolder(folder);
    },
    rename: into(below.rename),
    link: into(below.link),
    remove: inside(below.remove),
    touch: inside(below.touch),
    watch(folder, onChange, onError) {
      folders.look(folder);
      return below.watch(folder, onChange, onError);
    },
  };
}

/** Runs what reads. Where there is nothing, there may be no store at all: that is told once. */
function readingOf({ directory, onMissing }: StoreFilesOptions, { stat }: FileSystem): <T>(read: () => T) => T {
  let isThere = onMissing === undefined;
  return (read) => {
    try {
      return read();
    } catch (error) {
      if (!isThere && systemCode(error) === 'ENOENT') {
        isThere = true;
        if (orMissing(() => stat(directory)) === undefined) onMissing?.();
      }
      throw error;
    }
  };
}

/** The folders below a directory that were seen to be no links. */
class UnlinkedFolders {
  readonly #directory: string;
  readonly #fs: Pick<FileSystem, 'lstat'>;
  /** When a folder was seen to be no link, by its path. */
  readonly #looked = new Map<string, number>();

  constructor(directory: string, fs: Pick<FileSystem, 'lstat'>) {
    this.#directory = directory;
    this.#fs = fs;
  }

  /** Fails where the folder, or one between the store's directory and it, is a link. Missing ones are none. */
  look(folder: string): void {
    this.#looked.clear();
    this.glance(folder);
  }

  /** The same, and what was seen to be none a moment ago is not looked at again. */
  glance(folder: string): void {
    let time = forwardClock();
    const seen: string[] = [];
    for (let at = folder; at.length > this.#directory.length && at !== path.dirname(at); at = path.dirname(at)) {
      const known = this.#looked.get(at);
      if (known !== undefined && time - known <= TRUSTED) {
        // What is below it is trusted no longer than itself.
        time = known;
        break;
      }
      const state = orMissing(() => this.#fs.lstat(at));
      if (state && isLink(state)) throw linkRefused(at);
      seen.push(at);
    }
    if (seen.length === 0) return;
    if (this.#looked.size > REMEMBERED) this.#looked.clear();
    for (const at of seen) this.#looked.set(at, time);
  }
}
