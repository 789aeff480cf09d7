import path from 'node:path';
import { type FileState, type FileSystem, isLink, orMissing, realFileSystem, systemCode } from './files/file-system.ts';
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
  return new StoreFiles(options, below);
}

class StoreFiles implements FileSystem {
  readonly #directory: string;
  readonly #largest: number | undefined;
  readonly #onCreated: () => void;
  readonly #onMissing: () => void;
  #isThere: boolean;
  readonly #fs: FileSystem;
  /** When a folder was seen to be no link, by its path. */
  readonly #looked = new Map<string, number>();

  constructor({ directory, largest, onCreated = () => {}, onMissing }: StoreFilesOptions, below: FileSystem) {
    this.#directory = directory;
    this.#largest = largest;
    this.#onCreated = onCreated;
    this.#onMissing = onMissing ?? (() => {});
    this.#isThere = onMissing === undefined;
    this.#fs = below;
  }

  read(file: string, largest = this.#largest): Buffer {
    this.#glance(path.dirname(file));
    return this.#reading(() => this.#fs.read(file, largest));
  }

  list(folder: string): string[] {
    this.#look(folder);
    return this.#reading(() => this.#fs.list(folder));
  }

  stat(file: string): FileState {
    this.#glance(path.dirname(file));
    return this.#fs.stat(file);
  }

  lstat(file: string): FileState {
    this.#glance(path.dirname(file));
    return this.#fs.lstat(file);
  }

  makeFolders(folder: string): string | undefined {
    this.#look(folder);
    const first = this.#fs.makeFolders(folder);
    if (first !== undefined && path.join(this.#directory, path.sep).startsWith(path.join(first, path.sep))) {
      this.#onCreated();
    }
    return first;
  }

  makeFolder(folder: string): void {
    this.#glance(path.dirname(folder));
    this.#fs.makeFolder(folder);
  }

  removeFolder(folder: string): void {
    this.#glance(path.dirname(folder));
    this.#fs.removeFolder(folder);
  }

  create(file: string, mode: number): number {
    this.#glance(path.dirname(file));
    return this.#fs.create(file, mode);
  }

  openFolder(folder: string): number {
    this.#glance(folder);
    return this.#fs.openFolder(folder);
  }

  write(descriptor: number, bytes: Uint8Array): number {
    return this.#fs.write(descriptor, bytes);
  }

  changeMode(descriptor: number, mode: number): void {
    this.#fs.changeMode(descriptor, mode);
  }

  sync(descriptor: number): Promise<void> {
    return this.#fs.sync(descriptor);
  }

  close(descriptor: number): void {
    this.#fs.close(descriptor);
  }

  rename(from: string, to: string): void {
    this.#glance(path.dirname(to));
    this.#fs.rename(from, to);
  }

  link(file: string, name: string): void {
    this.#glance(path.dirname(name));
    this.#fs.link(file, name);
  }

  remove(file: string): void {
    this.#glance(path.dirname(file));
    this.#fs.remove(file);
  }

  touch(file: string, seconds: number): void {
    this.#glance(path.dirname(file));
    this.#fs.touch(file, seconds);
  }

  watch(folder: string, onChange: (entry: string | null) => void, onError: () => void): () => void {
    this.#look(folder);
    return this.#fs.watch(folder, onChange, onError);
  }

  /** Where there is nothing, there may be no store at all. */
  #reading<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!this.#isThere && systemCode(error) === 'ENOENT') {
        this.#isThere = true;
        if (orMissing(() => this.#fs.stat(this.#directory)) === undefined) this.#onMissing();
      }
      throw error;
    }
  }

  /** Fails where the folder, or one between the store's directory and it, is a link. Missing ones are none. */
  #look(folder: string): void {
    this.#looked.clear();
    this.#glance(folder);
  }

  /** The same, and what was seen to be none a moment ago is not looked at again. */
  #glance(folder: string): void {
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
