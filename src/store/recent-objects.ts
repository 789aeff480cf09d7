import type { StoredFile } from './object-file.ts';

/** How many files are remembered: a command reads the stream that it changes again and again, and little beside it. */
const REMEMBERED = 8;

/** What was read or written last, by file. The objects are nobody's to change, and count only for the text that they are from. */
export class RecentObjects {
  readonly #files = new Map<string, StoredFile>();

  remember(file: string, stored: StoredFile): void {
    this.#files.delete(file);
    this.#files.set(file, stored);
    for (const oldest of this.#files.keys()) {
      if (this.#files.size <= REMEMBERED) break;
      this.#files.delete(oldest);
    }
  }

  /** The object of a text that the file has now; undefined where that has to be read. */
  recall(file: string, text: string): StoredFile | undefined {
    const known = this.#files.get(file);
    return known?.text === text ? known : undefined;
  }
}
