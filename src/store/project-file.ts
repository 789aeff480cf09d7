import path from 'node:path';
import { replaceFile } from './atomic-file.ts';
import { type FileSystem, realFileSystem, systemCode } from './file-system.ts';
import { storeIo } from './io-error.ts';
import { lockFile } from './layout.ts';
import type { LockOptions } from './lock-environment.ts';

/** The file of a store that holds the name of its current project. */
const fileOf = (store: string) => path.join(store, '.project');

/** The project saved in a store; empty where there is none. Fails with STORE_IO where it cannot be read. */
export function savedProject(store: string, fs: FileSystem = realFileSystem): string {
  const file = fileOf(store);
  try {
    return fs.read(file).toString('utf8').trim();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return '';
    throw storeIo('read', file, error);
  }
}

/** Saves a project's name, whole or not at all. Makes the store where there is none. Fails as a write of an object does. */
export async function saveProject(store: string, name: string, options: LockOptions = {}): Promise<void> {
  const file = fileOf(store);
  const [{ lockEnvironment }, { withLock }] = await Promise.all([
    import('./lock-environment.ts'),
    import('./object-lock.ts'),
  ]);
  const environment = lockEnvironment(options);
  await withLock(environment, lockFile(file), file, (held) =>
    replaceFile(environment.fs, { file, bytes: Buffer.from(`${name}\n`), mode: 0o666 }, () => held.assertHeld()),
  );
}
