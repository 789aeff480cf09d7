import path from 'node:path';
import type { HeldLock } from '../locks/object-lock.ts';
import { type NewContent, refuseTooLarge, writeNewFile, writeTogether } from './atomic-file.ts';
import { type FileSystem, quietly, systemCode } from './file-system.ts';
import { storeIo } from './io-error.ts';

/** What a file is to hold that is not there. */
export type AddedContent = Omit<NewContent, 'held'>;

/** What systems answer that cannot give a file a second name, or not there. */
const CANNOT = new Set(['EPERM', 'EACCES', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'EXDEV', 'UNKNOWN']);

/**
 * Adds files of one folder where they are missing, each as a whole, and never in place of another: the system refuses to
 * give a name that is taken. So a lock is not needed for each of them. One is for the folder in which they are
 * written: those of a writer who dies are found there, and one who loses it adds nothing more.
 *
 * The names are not yet durable, see `confirm`.
 *
 * @returns false, with those that come first added, where the system cannot do this
 * Fails with STORE_IO, also where one would be too large to be read again, or STORE_LOCKED when the lock was taken away.
 */
export async function addFiles(fs: FileSystem, contents: readonly AddedContent[], held: HeldLock): Promise<boolean> {
  const temporary = (content: AddedContent) => path.join(held.folder, path.basename(content.file));
  let at: AddedContent | undefined;
  refuseTooLarge(contents);
  try {
    await writeTogether(
      contents,
      (content) => writeNewFile(fs, temporary(content), content.bytes, content.mode),
      (content) => {
        at = content;
      },
    );
    for (const content of contents) {
      at = content;
      if (!addName(fs, temporary(content), content.file)) return false;
      quietly(() => fs.remove(temporary(content)));
    }
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') held.assertHeld();
    throw storeIo('write', at?.file ?? '', error);
  }
}

/** Gives a file another name, unless that is taken; false where the system cannot. */
function addName(fs: FileSystem, file: string, name: string): boolean {
  try {
    fs.link(file, name);
  } catch (error) {
    const code = systemCode(error) ?? '';
    if (CANNOT.has(code)) return false;
    if (code !== 'EEXIST') throw error;
  }
  return true;
}
