import { isAppError } from '../../errors.ts';
import { type FileSystem, orMissing } from '../files/file-system.ts';
import { storeIo } from '../files/io-error.ts';

/**
 * What is shared beside a store says in which folder it was written: by the number that the folder has on its file system, the
 * same for all who share it. Git, archives and copies make another folder, and nobody can know beforehand which number that
 * gets: so what came with a store is told from what was written where it lies. It is cheaper than to ask git, and catches more.
 */
const MARK = /^\{"version":1,"folder":"(\d+)",/;

/** A JSON object that begins with its version, marked with the folder that it is written in. Fails with STORE_IO. */
export function markFolder(fs: FileSystem, folder: string, text: string): string {
  try {
    return text.replace('{"version":1,', `{"version":1,"folder":"${fs.stat(folder).ino}",`);
  } catch (error) {
    throw storeIo('write', folder, error);
  }
}

/**
 * A file that is marked with its folder; undefined where there is none, and where it is to be refused: it was written elsewhere,
 * is longer than files may be, or is none.
 *
 * @param refuse told of a file that is there and not used
 * Fails with the system's error.
 */
export function readMarked(
  fs: FileSystem,
  folder: string,
  file: string,
  refuse: (file: string) => void,
): string | undefined {
  try {
    const text = orMissing(() => fs.read(file).toString('utf8'));
    if (text === undefined || MARK.exec(text)?.[1] === String(fs.stat(folder).ino)) return text;
  } catch (error) {
    if (!isAppError(error, 'STORE_BROKEN')) throw error;
  }
  refuse(file);
  return undefined;
}

/** Says once of each file that it is not used. */
export function refusals(warn: (message: string) => void): (file: string) => void {
  const said = new Set<string>();
  return (file) => {
    if (said.has(file)) return;
    said.add(file);
    warn(`${file} is not used: it was not written there, but came with version control or a copy`);
  };
}
