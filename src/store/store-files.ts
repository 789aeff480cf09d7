import path from 'node:path';
import { type FileState, type FileSystem, orMissing, realFileSystem, systemCode } from './file-system.ts';
import { linkRefused } from './regular-file.ts';

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

/** Milliseconds for which a reader trusts that a folder is one: a list reads thousands of files in it. */
const LOOKED_AT = 100;

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
  #looked = { folder: '', at: Number.NEGATIVE_INFINITY };

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
    this.#look(path.dirname(folder));
    this.#fs.makeFolder(folder);
  }

  removeFolder(folder: string): void {
    this.#look(folder);
    this.#fs.removeFolder(folder);
  }

  create(file: string, mode: number): number {
    this.#look(path.dirname(file));
    return this.#fs.create(file, mode);
  }

  openFolder(folder: string): number {
    this.#look(folder);
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
    this.#look(path.dirname(to));
    this.#fs.rename(from, to);
  }

  remove(file: string): void {
    this.#look(path.dirname(file));
    this.#fs.remove(file);
  }

  touch(file: string, seconds: number): void {
    this.#look(path.dirname(file));
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

  /** Looks, unless it has done so a moment ago. */
  #glance(folder: string): void {
    const { folder: last, at } = this.#looked;
    if (folder !== last || performance.now() - at > LOOKED_AT) this.#look(folder);
  }

  /** Fails where the folder, or one between the store's directory and it, is a link. Missing ones are none. */
  #look(folder: string): void {
    for (let at = folder; at.length > this.#directory.length && at !== path.dirname(at); at = path.dirname(at)) {
      const state = orMissing(() => this.#fs.lstat(at));
      if (state && isLink(state)) throw linkRefused(at);
    }
    this.#looked = { folder, at: performance.now() };
  }
}

const isLink = ({ mode }: FileState) => (mode & FORMAT) === LINK;
/** The bits of a mode that say what a file is, and those of a link. */
const FORMAT = 0o170000;
const LINK = 0o120000;
