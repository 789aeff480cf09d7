import path from 'node:path';
import { removeQuietly } from './atomic-file.ts';
import { lockFile } from './layout.ts';
import { type LockEnvironment, withLock } from './object-lock.ts';

/** A lock, a lock on a lock, or a temporary file; see `layout.ts` and `object-lock.ts`. */
const LEFTOVER = /^\.(.+\.yaml)\.(?:tmp|lock(?:\..+)?)$/;

/**
 * Clears a folder of what writers left who died: the next writer of the same object does that, but nobody may ever write
 * it again. What belongs to an object that somebody writes now is passed over. Never fails.
 */
export async function clearLeftovers(environment: LockEnvironment, folder: string): Promise<void> {
  const { fs } = environment;
  const sleep = () => Promise.reject(new Error('somebody writes'));
  try {
    const byObject = new Map<string, string[]>();
    for (const name of fs.list(folder)) {
      const object = LEFTOVER.exec(name)?.[1];
      if (object !== undefined) byObject.set(object, [...(byObject.get(object) ?? []), path.join(folder, name)]);
    }
    for (const [object, files] of byObject) {
      const file = path.join(folder, object);
      const lock = lockFile(file);
      // Who has an object's lock has all that is named after it.
      const clear = async () => {
        for (const name of files) if (name !== lock) removeQuietly(fs, name);
      };
      await withLock({ ...environment, sleep }, lock, file, clear).catch(() => {});
    }
  } catch {
    // It stays: another one comes by.
  }
}
