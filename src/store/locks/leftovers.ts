import path from 'node:path';
import { quietly } from '../files/file-system.ts';
import { lockFile } from '../objects/layout.ts';
import { removePrepared } from './lock-folder.ts';
import { type LockEnvironment, withLock } from './object-lock.ts';

/** A lock, or what was to become one; see `layout.ts` and `object-lock.ts`. */
const LEFTOVER = /^\.(.+\.yaml)\.lock(\.[a-z0-9-]+)?$/;

/**
 * Clears a folder of what writers left who died: the next writer of the same object does that, but nobody may ever write
 * it again. What belongs to an object that somebody writes now is passed over. Never fails.
 */
export async function clearLeftovers(environment: LockEnvironment, folder: string): Promise<void> {
  const { fs } = environment;
  const sleep = () => Promise.reject(new Error('somebody writes'));
  for (const name of quietly(() => fs.list(folder)) ?? []) {
    const [, object, prepared] = LEFTOVER.exec(name) ?? [];
    if (object === undefined) continue;
    const left = path.join(folder, name);
    if (prepared !== undefined) removePrepared(fs, left);
    else
      await withLock({ ...environment, sleep }, lockFile(path.join(folder, object)), left, async () => {}).catch(
        () => {},
      );
  }
}
