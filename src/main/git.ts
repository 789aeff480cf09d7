import { accessSync, constants } from 'node:fs';
import process from 'node:process';
import type { GitWork } from '../core/ports/git-work.ts';
import type { ObjectStore } from '../core/ports/object-store.ts';
import type { StoredTexts } from '../core/ports/stored-texts.ts';
import type { FileSystem } from '../store/files/file-system.ts';

/** The user's git, loaded when a verb is about it. */
export function lazyGitWork(): GitWork {
  const open = async () =>
    (await import('../files/git-work.ts')).createGitWork({ env: process.env, program: programCall() });
  return {
    get program() {
      return programCall();
    },
    topOf: async (...args) => (await open()).topOf(...args),
    configure: async (...args) => (await open()).configure(...args),
    read: async (...args) => (await open()).read(...args),
    write: async (...args) => (await open()).write(...args),
    isFolder: async (...args) => (await open()).isFolder(...args),
  };
}

/** The files of the store as files, loaded when a verb looks at them so. */
export function lazyStoredTexts(directory: string, fs: FileSystem, store: ObjectStore): StoredTexts {
  const open = async () =>
    (await import('../store/objects/stored-texts.ts')).createStoredTexts({ directory, fs, store, cwd: process.cwd() });
  return {
    async *read(paths) {
      yield* (await open()).read(paths);
    },
    find: async (...args) => (await open()).find(...args),
    replace: async (...args) => (await open()).replace(...args),
  };
}

/** What a shell is to call: the file that was called, by the system where it may, else by this very Node. */
function programCall(): string {
  const script = process.argv[1] ?? 'imagestream';
  return isExecutable(script) ? quoted(script) : `${quoted(process.execPath)} ${quoted(script)}`;
}

function isExecutable(file: string): boolean {
  if (process.platform === 'win32') return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** For the shell by which git calls drivers, also on Windows; git itself replaces what follows a percent sign. */
function quoted(file: string): string {
  return `'${file.replaceAll('\\', '/').replaceAll("'", "'\\''").replaceAll('%', '%%')}'`;
}
