import path from 'node:path';
import { type FileSystem, quietly, systemCode } from './file-system.ts';

/** What systems answer that cannot open or sync folders: there a change of a name is durable enough. */
const CANNOT = new Set(['EACCES', 'EPERM', 'EINVAL', 'EISDIR', 'EBADF', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'UNKNOWN']);

/**
 * Makes durable which names a folder holds. A folder that is gone meanwhile was empty, and holds none.
 * Fails with the system's error where the device, or a limit of the system, is in the way.
 */
export async function syncFolder(fs: FileSystem, folder: string): Promise<void> {
  try {
    const descriptor = fs.openFolder(folder);
    try {
      await fs.sync(descriptor);
    } finally {
      fs.close(descriptor);
    }
  } catch (error) {
    const code = systemCode(error) ?? '';
    if (code !== 'ENOENT' && !CANNOT.has(code)) throw error;
  }
}

/**
 * Makes a folder and those above it where they are missing, for good: a file in it is safe when the folder that holds
 * it was synced, but not before each folder on the way to it was. Fails with the system's error, and takes back what it
 * made, so that the next one does not take that to be safe.
 */
export async function makeFoldersForGood(fs: FileSystem, folder: string): Promise<void> {
  const first = fs.makeFolders(folder);
  if (first === undefined) return;
  const made = [folder];
  for (let at = folder; at.length > first.length; made.push(at)) at = path.dirname(at);
  try {
    for (const at of made) await syncFolder(fs, path.dirname(at));
  } catch (error) {
    for (const at of made) quietly(() => fs.removeFolder(at));
    throw error;
  }
}
