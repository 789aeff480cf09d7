import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../errors.ts';

/** As many links as Linux follows for one path. */
const MOST_LINKS = 40;

export interface FolderEvents {
  /** A folder was made. */
  made(name: string): void;
  /** Whether a path may be replaced. */
  isOurs(name: string): boolean;
}

/** Finds folders below a root without ever leaving it: links are followed as if the root were that of the system. */
export class LinkedFolders {
  readonly #root: string;
  readonly #events: FolderEvents;
  /** The last one that was asked for: entries of one folder follow one another. */
  #last: { asked: string; found: string } | undefined;

  constructor(root: string, events: FolderEvents) {
    this.#root = root;
    this.#events = events;
  }

  /** Something was removed, or a link was made. */
  forget(): void {
    this.#last = undefined;
  }

  /** The folder that a name means, which holds no link; undefined where it is not there. Fails with ARGUMENT. */
  find(name: string): Promise<string | undefined> {
    return this.#walk(name, false);
  }

  /** The same; it is made where it is not there. */
  async open(name: string): Promise<string> {
    return (await this.#walk(name, true)) as string;
  }

  async #walk(asked: string, make: boolean): Promise<string | undefined> {
    if (this.#last?.asked === asked) return this.#last.found;
    let at: string[] = [];
    let links = 0;
    const rest = asked.split('/').reverse();
    for (let part = rest.pop(); part !== undefined; part = rest.pop()) {
      if (part === '' || part === '.') continue;
      if (part === '..') {
        at.pop();
        continue;
      }
      const name = [...at, part].join('/');
      const kind = await this.#kindOf(name);
      if (kind === 'link') {
        if (++links > MOST_LINKS)
          throw new AppError('ARGUMENT', `open ${this.#at(name)}: too many levels of symbolic links`);
        const target = await fs.readlink(this.#at(name));
        if (target.startsWith('/')) at = [];
        rest.push(...target.split('/').reverse());
        continue;
      }
      if (kind !== 'folder') {
        if (!make) return undefined;
        if (kind === 'file') await this.#remove(name);
        await fs.mkdir(this.#at(name), 0o755);
        this.#events.made(name);
      }
      at.push(part);
    }
    const found = at.join('/');
    this.#last = { asked, found };
    return found;
  }

  #at(name: string): string {
    return path.join(this.#root, name);
  }

  async #kindOf(name: string): Promise<'folder' | 'link' | 'file' | 'none'> {
    try {
      const stat = await fs.lstat(this.#at(name));
      if (stat.isDirectory()) return 'folder';
      return stat.isSymbolicLink() ? 'link' : 'file';
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'none';
      throw error;
    }
  }

  async #remove(name: string): Promise<void> {
    if (!this.#events.isOurs(name)) {
      throw new AppError('ARGUMENT', `${this.#at(name)} is a file, and a directory in the image`);
    }
    await fs.unlink(this.#at(name));
  }
}
