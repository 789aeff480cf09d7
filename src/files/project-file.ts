import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../errors.ts';

/** The file of a store that holds the name of its current project. */
const FILE = '.project';

/** The project saved in a store; empty where there is none. Fails with STORE_IO where it cannot be read. */
export function savedProject(store: string): string {
  try {
    return readFileSync(path.join(store, FILE), 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return '';
    throw failed('read', store, error);
  }
}

/** Saves a project's name, whole or not at all. Makes the store where there is none. Fails with STORE_IO. */
export async function saveProject(store: string, name: string): Promise<void> {
  const file = path.join(store, FILE);
  const temporary = `${file}.tmp`;
  try {
    mkdirSync(store, { recursive: true });
    writeFileSync(temporary, `${name}\n`);
    renameSync(temporary, file);
  } catch (error) {
    try {
      rmSync(temporary, { force: true });
    } catch {
      // What stopped the writing stops this too.
    }
    throw failed('write', store, error);
  }
}

function failed(what: string, store: string, cause: unknown): AppError {
  return new AppError('STORE_IO', `cannot ${what} ${path.join(store, FILE)}: ${(cause as Error).message}`, { cause });
}
