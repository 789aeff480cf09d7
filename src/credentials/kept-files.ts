import { rm } from 'node:fs/promises';
import path from 'node:path';
import { reason } from './auth-file.ts';
import { folderProblem, type Owner, readOwnFile } from './own-files.ts';
import { makePrivateFolder, syncFolder, writePrivateFile } from './private-files.ts';

/** Undefined for success, or why it failed: a short reason without any content. */
export type FileFailure = string | undefined;

/** More than any secret of a store holds. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Writes a new file that its owner alone may read, for good, in a folder that its owner alone may enter: one that others
 * could write is refused. Never rejects.
 */
export async function writeKeptFile(file: string, text: string, owner: Owner): Promise<FileFailure> {
  const folder = path.dirname(file);
  try {
    await makePrivateFolder(folder);
    const problem = folderProblem(folder, owner);
    if (problem !== undefined) return problem;
    await writePrivateFile(file, text);
    await syncFolder(folder);
    return undefined;
  } catch (error) {
    return reason((error as NodeJS.ErrnoException).code);
  }
}

/** The text of such a file, undefined where there is none, or why it is not read. Never rejects. */
export async function readKeptFile(
  file: string,
  owner: Owner,
): Promise<{ text: string | undefined } | { why: string }> {
  try {
    const problem = folderProblem(path.dirname(file), owner);
    if (problem !== undefined) return { why: problem };
    const read = readOwnFile(file, owner, MOST_BYTES);
    return 'text' in read ? read : { why: `${file}: ${read.problem}` };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { text: undefined };
    return { why: `${file}: ${code === 'ELOOP' ? 'it is a symbolic link' : reason(code)}` };
  }
}

/** Removes a file. Never rejects: one that cannot be removed stays. */
export async function removeKeptFile(file: string): Promise<void> {
  await rm(file, { force: true }).catch(() => {});
}
