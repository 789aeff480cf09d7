import path from 'node:path';
import { AppError } from '../../errors.ts';
import type { HeldLock } from '../locks/object-lock.ts';
import { temporaryFile } from '../objects/layout.ts';
import { type FileSystem, orMissing, quietly, systemCode } from './file-system.ts';
import { storeIo } from './io-error.ts';
import { tooLargeToWrite } from './regular-file.ts';
import { syncFolder } from './sync-folder.ts';

/** What a file is to hold. */
export interface NewContent {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** The permissions of a file that did not exist. */
  readonly mode: number;
  /** The lock under which it is put in place. */
  readonly held: HeldLock;
  /** Bytes of the largest file that will be read; `LARGEST_FILE` where it is not said. */
  readonly largest?: number | undefined;
}

/**
 * Replaces a file's content at once: a reader sees the old or the new one, also after a power cut. The permissions
 * of the old file are kept. A symbolic link is replaced by a file, and what it points to is left alone: a link that
 * came with somebody's repository must not direct writes to other places.
 *
 * The new content is written in the folder of the lock and moved from there: it is put in place while the lock is held, or
 * not at all, however long the process is stopped on the way. What would be too large to be read again is not written.
 *
 * @param beforeRename the last check; nothing has changed when it throws
 * Fails with STORE_IO, or STORE_LOCKED when the lock was taken away; then nothing has changed, and no temporary file is left.
 */
export function replaceFile(fs: FileSystem, content: NewContent, beforeRename: () => void = () => {}): Promise<void> {
  return replaceFiles(fs, [content], beforeRename);
}

/**
 * The same for several files, each with a lock of its own, and each replaced as a whole; where it fails, those before it
 * may be. The disk is asked to keep all of them when all are written: between two files it would make the next one wait.
 */
export async function replaceFiles(
  fs: FileSystem,
  contents: readonly NewContent[],
  beforeRename: (file: string) => void,
): Promise<void> {
  let at: NewContent | undefined;
  refuseTooLarge(contents);
  try {
    await writeTogether(
      contents,
      (content) => writeTemporary(fs, content),
      (content) => {
        at = content;
      },
    );
    for (const content of contents) {
      at = content;
      beforeRename(content.file);
      fs.rename(temporaryFile(content.held.folder), content.file);
    }
  } catch (error) {
    for (const { held } of contents) quietly(() => fs.remove(temporaryFile(held.folder)));
    if (systemCode(error) === 'ENOENT') at?.held.assertHeld();
    throw storeIo('write', at?.file ?? '', error);
  }
  const last = new Map(contents.map(({ file }) => [path.dirname(file), file]));
  for (const file of last.values()) await confirm(fs, file, 'written');
}

/**
 * Removes a file for good, under a lock as `replaceFile` writes it.
 * Fails with STORE_IO, or STORE_LOCKED when the lock was taken away; then nothing has changed.
 */
export async function removeFile(fs: FileSystem, file: string, held: HeldLock): Promise<void> {
  const removed = temporaryFile(held.folder);
  try {
    fs.rename(file, removed);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') held.assertHeld();
    throw storeIo('remove', file, error);
  }
  quietly(() => fs.remove(removed));
  await confirm(fs, file, 'removed');
}

/** Fails with STORE_IO where one would be too large to be read again. */
export function refuseTooLarge(contents: readonly Pick<NewContent, 'file' | 'bytes' | 'largest'>[]): void {
  for (const { file, bytes, largest } of contents) {
    const error = tooLargeToWrite(file, bytes.length, largest);
    if (error) throw error;
  }
}

/**
 * Writes several files at once; where a process may not have so many open, in as many turns as it takes.
 *
 * @param fails told which of them fails, before this does as `write` did
 */
export async function writeTogether<C>(
  contents: readonly C[],
  write: (content: C) => Promise<void>,
  fails: (content: C) => void,
): Promise<void> {
  let pending = contents;
  while (pending.length > 0) {
    const written = await Promise.allSettled(pending.map(write));
    const crowded: C[] = [];
    for (const [index, content] of pending.entries()) {
      const outcome = written[index];
      if (outcome?.status !== 'rejected') continue;
      crowded.push(content);
      // Those that were written are closed by now, and leave room for others.
      if (isCrowded(outcome.reason) && crowded.length < pending.length) continue;
      fails(content);
      throw outcome.reason;
    }
    pending = crowded;
  }
}

async function writeTemporary(fs: FileSystem, { file, bytes, mode, held }: NewContent): Promise<void> {
  const state = orMissing(() => fs.stat(file));
  const kept = state && state.mode & 0o7777;
  await writeNewFile(fs, temporaryFile(held.folder), bytes, mode, kept);
}

/**
 * Writes a file that must not exist, and lets the disk keep its bytes. Everything up to the first wait is done at once.
 *
 * @param kept the permissions that it gets whatever umask says
 * Fails with the system's error.
 */
export async function writeNewFile(
  fs: FileSystem,
  file: string,
  bytes: Uint8Array,
  mode: number,
  kept?: number,
): Promise<void> {
  const descriptor = fs.create(file, kept ?? mode);
  let failed = true;
  try {
    writeAll(fs, descriptor, bytes);
    if (kept !== undefined) keepMode(fs, descriptor, kept);
    await fs.sync(descriptor);
    failed = false;
  } finally {
    try {
      fs.close(descriptor);
    } catch (error) {
      // A network file system reports here what it could not write; but the first failure says more.
      // biome-ignore lint/correctness/noUnsafeFinally: only where nothing else was thrown
      if (!failed) throw error;
    }
  }
}

/** Writes every byte. Fails with the system's error; with EIO where it takes none. */
function writeAll(fs: FileSystem, descriptor: number, bytes: Uint8Array): void {
  let rest = bytes;
  while (rest.length > 0) {
    const written = fs.write(descriptor, rest);
    if (written === 0) throw Object.assign(new Error('nothing was written'), { code: 'EIO' });
    rest = rest.subarray(written);
  }
}

/** File systems without permissions refuse; then the mode of the creation, which umask may have narrowed, has to do. */
function keepMode(fs: FileSystem, descriptor: number, mode: number): void {
  try {
    fs.changeMode(descriptor, mode);
  } catch (error) {
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(systemCode(error) ?? '')) throw error;
  }
}

/** Whether no more files may be open at a time. */
function isCrowded(error: unknown): boolean {
  return ['EMFILE', 'ENFILE'].includes(systemCode(error) ?? '');
}

/** Makes the renaming or removal itself durable. Fails with STORE_IO. */
export async function confirm(fs: FileSystem, file: string, done: 'written' | 'removed'): Promise<void> {
  try {
    await syncFolder(fs, path.dirname(file));
  } catch (error) {
    throw new AppError('STORE_IO', `${file} was ${done}, but the device could not confirm it`, {
      cause: error,
      hint: 'Check the disk, and whether the file is as it should be',
    });
  }
}
