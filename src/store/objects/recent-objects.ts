import type { ObjectKey } from '../../core/ports/object-store.ts';
import { parseObject, type StoredFile, textOf } from './object-file.ts';

/** How many files are remembered: a command reads the stream that it changes again and again, and little beside it. */
const REMEMBERED = 8;

/**
 * What was read or written last, so that the same content is parsed once. The objects are nobody's to change, and count
 * only for the very bytes that they are from.
 */
export class RecentObjects {
  readonly #root: string;
  readonly #files = new Map<string, { bytes: Buffer; stored: StoredFile }>();

  constructor(root: string) {
    this.#root = root;
  }

  /** The object in a file's content. Fails as `parseObject` does. */
  async read(key: ObjectKey, file: string, bytes: Buffer): Promise<StoredFile> {
    const known = this.#files.get(file);
    if (known?.bytes.equals(bytes)) return known.stored;
    const content = Buffer.from(bytes);
    const stored = await parseObject(this.#root, file, textOf(file, content), key);
    this.remember(file, content, stored);
    return stored;
  }

  /** Whether the content is still the one that was read last. */
  isLast(file: string, bytes: Buffer | undefined): boolean {
    return bytes !== undefined && this.#files.get(file)?.bytes.equals(bytes) === true;
  }

  remember(file: string, bytes: Buffer, stored: StoredFile): void {
    this.#files.delete(file);
    this.#files.set(file, { bytes, stored });
    for (const oldest of this.#files.keys()) {
      if (this.#files.size <= REMEMBERED) break;
      this.#files.delete(oldest);
    }
  }
}
