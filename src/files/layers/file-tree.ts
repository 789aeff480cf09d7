import { promises as fs } from 'node:fs';
import path from 'node:path';
import type { FileTree, LayerEntry, TreeOptions } from '../../core/ports/layer-files.ts';
import { AppError, isAppError, RegistryError } from '../../errors.ts';
import { reasonOf } from '../input-files.ts';
import { cleanName, splitName } from './entry-name.ts';
import { LinkedFolders } from './linked-folders.ts';

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';
/** What else the old file system of Docker left in layers. */
const AUFS = '.wh..wh.';
/** How many names whiteouts may make one look at in one layer. */
const MOST_VISITS = 5_000_000;

/** See the port. */
export class UnpackedTree implements FileTree {
  readonly #root: string;
  readonly #preserve: boolean;
  /** The number of the layer that wrote a path last. What is not here was there before. */
  readonly #written = new Map<string, number>();
  readonly #folders: LinkedFolders;
  /** Folders of this layer with their times, which are set when nothing more is written into them. */
  #times: [name: string, modified: number][] = [];
  #layer = 0;
  #visits = 0;

  constructor(root: string, { preserve }: TreeOptions) {
    this.#root = root;
    this.#preserve = preserve;
    this.#folders = new LinkedFolders(root, {
      made: (name) => this.#written.set(name, this.#layer),
      isOurs: (name) => this.#written.has(name),
    });
  }

  async put(entry: LayerEntry, content: AsyncIterable<Uint8Array>): Promise<string | undefined> {
    if (entry.name === '') return undefined;
    try {
      const { folder, base } = splitName(entry.name);
      if (base.startsWith(WHITEOUT)) return await this.#whiteout(folder, base);
      if (entry.type === 'other') return 'it is a device, a pipe or of an unknown type';
      if (entry.type === 'symlink' && leadsOutside(folder, entry.linkname)) return 'it leads outside of the image';
      const name = joined(await this.#folders.open(folder), base);
      if (entry.type === 'link') return await this.#link(name, entry.linkname);
      await this.#place(name, entry, content);
      this.#written.set(name, this.#layer);
      return undefined;
    } catch (error) {
      if (isAppError(error)) throw error;
      throw new AppError('ARGUMENT', `open ${this.#at(entry.name)}: ${reasonOf(error)}`, { cause: error });
    }
  }

  async endLayer(): Promise<void> {
    for (const [name, modified] of this.#times.reverse()) {
      await fs.utimes(this.#at(name), modified / 1000, modified / 1000).catch(() => {});
    }
    this.#times = [];
    this.#visits = 0;
    this.#layer++;
  }

  #at(name: string): string {
    return path.join(this.#root, name);
  }

  async #place(name: string, entry: LayerEntry, content: AsyncIterable<Uint8Array>): Promise<void> {
    const at = this.#at(name);
    const { modified, linkname } = entry;
    const mode = this.#preserve ? entry.mode : entry.type === 'file' ? 0o640 : 0o755;
    if (entry.type === 'directory') {
      const isThere = await this.#clear(name, { keepFolder: true });
      // A folder of the user's stays as it is.
      if (isThere && !this.#written.has(name)) return;
      if (!isThere) await fs.mkdir(at);
      if (this.#preserve) await fs.lchown(at, entry.uid, entry.gid);
      await fs.chmod(at, mode | 0o700);
      this.#times.push([name, modified]);
      return;
    }
    await this.#clear(name);
    if (entry.type === 'symlink') {
      await fs.symlink(linkname, at);
      this.#folders.forget();
      if (this.#preserve) await fs.lchown(at, entry.uid, entry.gid);
      await fs.lutimes(at, modified / 1000, modified / 1000);
      return;
    }
    // `wx`: never what something else put there in between.
    const file = await fs.open(at, 'wx', 0o600);
    try {
      for await (const piece of content) await file.writeFile(piece);
      if (this.#preserve) await file.chown(entry.uid, entry.gid);
      await file.chmod(mode);
      await file.utimes(modified / 1000, modified / 1000);
    } catch (error) {
      // Half a file is worse than none.
      await fs.unlink(at).catch(() => {});
      throw error;
    } finally {
      await file.close();
    }
  }

  /** A second name of a file that this image brought, and of nothing else. */
  async #link(name: string, linkname: string): Promise<string | undefined> {
    const clean = cleanName(linkname);
    if (clean === undefined || clean === '') return 'it leads outside of the image';
    const { folder, base } = splitName(clean);
    const found = await this.#folders.find(folder);
    const target = found === undefined ? undefined : joined(found, base);
    if (target === undefined || !this.#written.has(target))
      return `it is another name of ${clean}, which is not extracted`;
    if (target === name) return undefined;
    const stat = await fs.lstat(this.#at(target));
    if (stat.isDirectory()) return `it is another name of ${clean}, which is a folder`;
    await this.#clear(name);
    if (stat.isSymbolicLink()) await fs.symlink(await fs.readlink(this.#at(target)), this.#at(name));
    else await fs.link(this.#at(target), this.#at(name));
    this.#written.set(name, this.#layer);
    this.#folders.forget();
    return undefined;
  }

  /** Takes away what stands in the place of an entry. @returns whether a folder is there that may stay */
  async #clear(name: string, { keepFolder = false }: { keepFolder?: boolean } = {}): Promise<boolean> {
    const at = this.#at(name);
    const stat = await fs.lstat(at).catch(missing);
    if (!stat) return false;
    if (stat.isDirectory()) {
      if (keepFolder) return true;
      if (!this.#written.has(name)) {
        throw new AppError('ARGUMENT', `${at} is a directory, and no directory in the image`);
      }
      await fs.rm(at, { recursive: true });
    } else await fs.unlink(at);
    this.#folders.forget();
    return false;
  }

  /** Hides what lower layers have: one name, or all in a folder. */
  async #whiteout(folder: string, base: string): Promise<undefined> {
    const found = await this.#folders.find(folder);
    if (found === undefined) return;
    if (base === OPAQUE) await this.#hideAll(found);
    else if (!base.startsWith(AUFS) && !['', '.', '..'].includes(base.slice(WHITEOUT.length))) {
      await this.#hide(joined(found, base.slice(WHITEOUT.length)));
    }
  }

  async #hideAll(folder: string): Promise<void> {
    for (const base of await fs.readdir(this.#at(folder))) await this.#hide(joined(folder, base));
  }

  /** What was there before the image stays, and so does what this layer brought. */
  async #hide(name: string): Promise<void> {
    if (++this.#visits > MOST_VISITS) throw new RegistryError('REGISTRY_LIMIT', 'the layer hides too many names');
    const layer = this.#written.get(name);
    if (layer === undefined) return;
    const stat = await fs.lstat(this.#at(name)).catch(missing);
    if (!stat) return;
    if (stat.isDirectory()) {
      await this.#hideAll(name);
      if (layer < this.#layer) await fs.rmdir(this.#at(name)).catch(() => {});
    } else if (layer < this.#layer) await fs.unlink(this.#at(name));
    this.#folders.forget();
  }
}

const joined = (folder: string, base: string) => (folder === '' ? base : `${folder}/${base}`);

/** Whether a link climbs above the root. One that begins there is the image's own affair: it is not followed here. */
function leadsOutside(folder: string, linkname: string): boolean {
  return !linkname.startsWith('/') && cleanName(`${folder}/${linkname}`) === undefined;
}

function missing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
