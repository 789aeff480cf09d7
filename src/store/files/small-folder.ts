import path from 'node:path';
import { type FileSystem, systemCode } from './file-system.ts';

/** Somebody who is about to be robbed of a folder may put things into it once more, one after the other. */
const ATTEMPTS = 50;

/**
 * Removes a folder, and the files and empty folders in it. When it returns, nothing can be put into it or taken out of it
 * any more, also by a call that began before. Fails with the system's error: ENOENT where there is none.
 */
export function removeSmallFolder(fs: FileSystem, folder: string): void {
  for (let attempt = 0; ; attempt++) {
    try {
      fs.removeFolder(folder);
      return;
    } catch (error) {
      // POSIX has two words for it.
      if (!['ENOTEMPTY', 'EEXIST'].includes(systemCode(error) ?? '') || attempt >= ATTEMPTS) throw error;
    }
    for (const name of fs.list(folder)) removeEntry(fs, path.join(folder, name));
  }
}

function removeEntry(fs: FileSystem, file: string): void {
  try {
    fs.remove(file);
  } catch (error) {
    const code = systemCode(error) ?? '';
    if (code === 'ENOENT') return;
    // A folder, by the words of Linux, and of POSIX.
    if (!['EISDIR', 'EPERM'].includes(code)) throw error;
    fs.removeFolder(file);
  }
}
