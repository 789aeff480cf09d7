import {
  closeSync,
  existsSync,
  fchmodSync,
  fsync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  watch,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { readRegularFile } from './regular-file.ts';

export interface FileState {
  mode: number;
  size: number;
  ino: number;
  mtimeMs: number;
}

/**
 * The calls that the directory store makes, and no others, so that tests can let each of them fail.
 * All but fsync are the blocking ones: on a local disk they take microseconds, a fifth of what a round trip through
 * the thread pool takes, and loading `fs/promises` alone would cost a small command more than all its reads.
 */
export interface FileSystem {
  /**
   * The bytes of a regular file, good until the next call. Fails with STORE_BROKEN for links, pipes and devices, and for
   * what has more bytes than `largest`.
   */
  read(file: string, largest?: number): Buffer;
  list(folder: string): string[];
  stat(file: string): FileState;
  lstat(file: string): FileState;
  /** Makes a folder, and those above it; returns the topmost that was missing. */
  makeFolders(folder: string): string | undefined;
  /** Makes a folder that must not exist, in one that must. */
  makeFolder(folder: string): void;
  removeFolder(folder: string): void;
  /** Creates a file that must not exist. */
  create(file: string, mode: number): number;
  openFolder(folder: string): number;
  /** Returns how many bytes were written, which may be fewer than given. */
  write(descriptor: number, bytes: Uint8Array): number;
  changeMode(descriptor: number, mode: number): void;
  sync(descriptor: number): Promise<void>;
  close(descriptor: number): void;
  /** Puts a file in place of a file or nothing, and a folder in place of an empty folder or nothing. */
  rename(from: string, to: string): void;
  /** Gives a file a second name, which must not exist. */
  link(file: string, name: string): void;
  remove(file: string): void;
  /** Sets the modification time of a file or folder; that of a symbolic link itself. */
  touch(file: string, seconds: number): void;
  /** Calls back for every change of an entry of the folder; returns how to end that. */
  watch(folder: string, onChange: (entry: string | null) => void, onError: () => void): () => void;
}

export const realFileSystem: FileSystem = {
  read: readRegularFile,
  list: (folder) => readdirSync(folder),
  stat: (file) => statSync(file),
  lstat: (file) => lstatSync(file),
  makeFolders: (folder) => makeFolders(folder),
  makeFolder: (folder) => mkdirSync(folder),
  removeFolder: (folder) => rmdirSync(folder),
  create: (file, mode) => openSync(file, 'wx', mode),
  openFolder: (folder) => openSync(folder, 'r'),
  write: (descriptor, bytes) => writeSync(descriptor, bytes),
  changeMode: (descriptor, mode) => fchmodSync(descriptor, mode),
  sync: (descriptor) =>
    new Promise((resolve, reject) => fsync(descriptor, (error) => (error ? reject(error) : resolve()))),
  close: (descriptor) => closeSync(descriptor),
  rename: (from, to) => renameSync(from, to),
  link: (file, name) => linkSync(file, name),
  remove: (file) => unlinkSync(file),
  touch: (file, seconds) => lutimesSync(file, seconds, seconds),
  watch(folder, onChange, onError) {
    const watcher = watch(folder, (_, entry) => onChange(entry));
    watcher.on('error', onError);
    return () => watcher.close();
  },
};

/** The bits of a mode that say what a file is. */
const formatOf = ({ mode }: Pick<FileState, 'mode'>) => mode & 0o170000;
export const isRegular = (state: Pick<FileState, 'mode'>): boolean => formatOf(state) === 0o100000;
export const isFolder = (state: Pick<FileState, 'mode'>): boolean => formatOf(state) === 0o040000;
export const isLink = (state: Pick<FileState, 'mode'>): boolean => formatOf(state) === 0o120000;

/** The code of a failed system call, such as ENOENT. */
export function systemCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** The result, or undefined where a file or a folder on the way to it does not exist. */
export function orMissing<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** What a call returns that need not succeed; undefined where it fails. */
export function quietly<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch {
    return undefined;
  }
}

/**
 * Node takes what a read-only file system answers for ENOENT where folders are made with those above them. The first one
 * that is missing, made alone, has the reason.
 *
 * @returns the first folder that was made
 */
export function makeFolders(folder: string, make: typeof mkdirSync = mkdirSync): string | undefined {
  try {
    return make(folder, { recursive: true });
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    let first = folder;
    for (let above = path.dirname(first); above !== first && !existsSync(above); above = path.dirname(first))
      first = above;
    make(first);
    make(folder, { recursive: true });
    return first;
  }
}
