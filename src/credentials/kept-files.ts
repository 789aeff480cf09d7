import { rm } from 'node:fs/promises';
import path from 'node:path';
import { isAppError } from '../errors.ts';
import { readLimited, reason } from './auth-file.ts';
import { makePrivateFolder, syncFolder, writePrivateFile } from './private-files.ts';

/** Undefined for success, or why it failed: a short reason without any content. */
export type FileFailure = string | undefined;

/** Writes a new file that its owner alone may read, in a folder that its owner alone may enter, for good. Never rejects. */
export async function writeKeptFile(file: string, text: string): Promise<FileFailure> {
  try {
    await makePrivateFolder(path.dirname(file));
    await writePrivateFile(file, text);
    await syncFolder(path.dirname(file));
    return undefined;
  } catch (error) {
    return reason((error as NodeJS.ErrnoException).code);
  }
}

/** The text of such a file, undefined where there is none, or why it cannot be read. Never rejects. */
export async function readKeptFile(file: string): Promise<{ text: string | undefined } | { why: string }> {
  try {
    return { text: (await readLimited(file))?.text };
  } catch (error) {
    if (isAppError(error)) return { why: error.message };
    return { why: reason((error as NodeJS.ErrnoException).code) };
  }
}

/** Removes a file. Never rejects: one that cannot be removed stays. */
export async function removeKeptFile(file: string): Promise<void> {
  await rm(file, { force: true }).catch(() => {});
}
