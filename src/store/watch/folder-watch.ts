import type { FileSystem } from '../files/file-system.ts';

/** Systems limit how many folders a process may watch. */
const MOST_FOLDERS = 256;

/** Watches a changing set of folders, and calls back when an entry of one changes that is not hidden. */
export class FolderWatch {
  readonly #fs: FileSystem;
  readonly #onChange: () => void;
  readonly #watched = new Map<string, { ino: number; close: () => void }>();

  constructor(fs: FileSystem, onChange: () => void) {
    this.#fs = fs;
    this.#onChange = onChange;
  }

  /** Watches exactly these folders; false where some of them cannot be watched, so that changes have to be looked for. */
  setFolders(folders: readonly string[]): boolean {
    const wanted = folders.slice(0, MOST_FOLDERS);
    for (const folder of this.#watched.keys()) if (!wanted.includes(folder)) this.#forget(folder);
    const watching = wanted.map((folder) => this.#ensure(folder));
    return watching.every(Boolean) && wanted.length === folders.length;
  }

  close(): void {
    for (const folder of this.#watched.keys()) this.#forget(folder);
  }

  #ensure(folder: string): boolean {
    try {
      const { ino } = this.#fs.stat(folder);
      // A folder that was removed and made again is another one.
      if (this.#watched.get(folder)?.ino === ino) return true;
      this.#forget(folder);
      const close = this.#fs.watch(
        folder,
        (entry) => entry?.startsWith('.') || this.#onChange(),
        () => this.#forget(folder),
      );
      this.#watched.set(folder, { ino, close });
      return true;
    } catch {
      this.#forget(folder);
      return false;
    }
  }

  #forget(folder: string): void {
    this.#watched.get(folder)?.close();
    this.#watched.delete(folder);
  }
}
