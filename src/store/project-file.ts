import path from 'node:path';
import { conflictMarkerLine, conflictMarkers } from '../codec/conflict-markers.ts';
import { AppError } from '../errors.ts';
import { replaceFile } from './files/atomic-file.ts';
import { type FileSystem, systemCode } from './files/file-system.ts';
import { storeIo } from './files/io-error.ts';
import type { LockOptions } from './locks/lock-environment.ts';
import { lockFile } from './objects/layout.ts';
import { createStoreFiles } from './store-files.ts';

/** The file of a store that holds the name of its current project. */
const fileOf = (store: string) => path.join(store, '.project');

/** What may name a namespace. Anything else came from elsewhere, and could say anything to a terminal. */
const NAME = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * The project saved in a store; empty where there is none. Fails with STORE_IO where it cannot be read, and with
 * STORE_BROKEN where it is no name.
 */
export function savedProject(store: string, fs: FileSystem = createStoreFiles({ directory: store })): string {
  const file = fileOf(store);
  try {
    const name = fs.read(file).toString('utf8').trim();
    if (name === '' || NAME.test(name)) return name;
    const marker = conflictMarkerLine(name);
    if (marker !== undefined) throw conflictMarkers(file, marker);
    throw new AppError('STORE_BROKEN', `${file} does not hold the name of a project`, {
      hint: 'Remove it, and choose a project again',
    });
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return '';
    throw storeIo('read', file, error);
  }
}

/** Saves a project's name, whole or not at all. Makes the store where there is none. Fails as a write of an object does. */
export async function saveProject(store: string, name: string, options: LockOptions = {}): Promise<void> {
  const file = fileOf(store);
  const [{ lockEnvironment }, { withLock }] = await Promise.all([
    import('./locks/lock-environment.ts'),
    import('./locks/object-lock.ts'),
  ]);
  const environment = lockEnvironment({ fs: createStoreFiles({ directory: store }), ...options });
  const { fs } = environment;
  await withLock(environment, lockFile(file), file, (held) =>
    replaceFile(fs, { file, bytes: Buffer.from(`${name}\n`), mode: 0o666, held }),
  );
  const { clearPrepared } = await import('./locks/lock-folder.ts');
  clearPrepared(fs, lockFile(file));
}
