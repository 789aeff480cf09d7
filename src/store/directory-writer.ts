import path from 'node:path';
import { printYaml } from '../codec/yaml.ts';
import { sameJson } from '../core/json/json-value.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import type { DeletePreconditions, KeyedObject, ObjectKey } from '../core/ports/object-store.ts';
import { alreadyExists, notFound } from '../core/status.ts';
import { AppError } from '../errors.ts';
import { type AddedContent, addFiles } from './files/add-files.ts';
import { confirm, removeFile, replaceFile, replaceFiles } from './files/atomic-file.ts';
import type { FileSystem } from './files/file-system.ts';
import { clearLeftovers } from './locks/leftovers.ts';
import { type HeldLock, type LockEnvironment, LockLost, withLock, withLocks } from './locks/object-lock.ts';
import { contentVersion } from './objects/content-version.ts';
import { foldersAbove, lockFile, objectFile } from './objects/layout.ts';
import { isMissing, readBytes, readText, type StoredFile } from './objects/object-file.ts';
import type { RecentObjects } from './objects/recent-objects.ts';
import { checkPreconditions, checkVersion, qualifiedResource, toCaller, toStored } from './objects/stored-object.ts';

/** New objects that are written together, each with an open file: a process may be allowed no more than 64 of them. */
const TOGETHER = 24;

/** How often a write is tried that others come between. */
const ATTEMPTS = 5;

/** A file was changed without its lock. */
class ChangedMeanwhile extends AppError {
  constructor(file: string) {
    super('STORE_LOCKED', `${file} is being changed by another program`, { hint: 'Run the command again' });
  }
}

/** The writing half of the directory store. Loaded at the first write. */
export class DirectoryWriter {
  readonly #root: string;
  readonly #fs: FileSystem;
  readonly #locks: LockEnvironment;
  readonly #cleared = new Set<string>();
  readonly #recent: RecentObjects;
  readonly #largest: number | undefined;

  /** @param largest bytes of the largest file that is read, where it is not `LARGEST_FILE` */
  constructor(root: string, locks: LockEnvironment, recent: RecentObjects, largest: number | undefined) {
    this.#root = root;
    this.#fs = locks.fs;
    this.#locks = locks;
    this.#recent = recent;
    this.#largest = largest;
  }

  async create<T extends KubeObject>(key: ObjectKey, object: T): Promise<T> {
    const stored = toStored(key, object);
    const file = objectFile(this.#root, key);
    const mustNotExist = () => {
      if (readText(this.#fs, file) !== undefined) throw alreadyExists(qualifiedResource(key), key.name);
    };
    mustNotExist();
    const created = await this.#locked(file, (held) => {
      mustNotExist();
      return this.#write(key, file, stored, held, mustNotExist);
    });
    await this.#clear(file);
    return created;
  }

  async createMissing(objects: readonly KeyedObject[]): Promise<void> {
    const byFile = new Map(objects.map(({ key, object }) => [objectFile(this.#root, key), { key, object }]));
    const missing = [...byFile.keys()].filter((file) => isMissing(this.#fs, file));
    const contentOfFile = (file: string) => {
      const { key, object } = byFile.get(file)!;
      return this.#content(key, file, printYaml(toStored(key, object)));
    };
    for (const together of inFolders(missing, TOGETHER)) {
      await again(() => this.#addTogether(together, contentOfFile));
      await this.#clear(together[0]!);
    }
    const last = new Map(missing.map((file) => [path.dirname(file), file]));
    for (const file of last.values()) await confirm(this.#fs, file, 'written');
  }

  /** Adds files of one folder under the lock of the first; where that cannot be, under the lock of each. */
  async #addTogether(files: readonly string[], contentOfFile: (file: string) => AddedContent): Promise<void> {
    const [first = ''] = files;
    const added = await withLock(this.#locks, lockFile(first), first, (held) =>
      addFiles(this.#fs, files.map(contentOfFile), held),
    );
    if (added) return;
    await withLocks(this.#locks, new Map(files.map((file) => [lockFile(file), file])), async (held) => {
      const missing = files.filter((file) => isMissing(this.#fs, file));
      const contents = missing.map((file) => ({ ...contentOfFile(file), held: held.get(lockFile(file))! }));
      await replaceFiles(this.#fs, contents, () => {});
    });
  }

  async update<T extends KubeObject>(key: ObjectKey, object: T): Promise<T> {
    const stored = toStored(key, object);
    const file = objectFile(this.#root, key);
    /** The object as it already is where nothing has to be written. */
    const unchanged = (current: StoredFile) => {
      checkVersion(key, object.metadata.resourceVersion, current.version);
      return sameJson(current.object, stored) ? toCaller<T>(stored, current.version) : undefined;
    };
    const same = unchanged(await this.#current(key, file));
    if (same) return same;
    const updated = await this.#locked(file, async (held) => {
      const current = await this.#current(key, file);
      // Somebody may have changed it by hand, or with git, a moment ago.
      const asBefore = () => {
        if (!this.#recent.isLast(file, readBytes(this.#fs, file))) throw new ChangedMeanwhile(file);
      };
      return unchanged(current) ?? this.#write(key, file, stored, held, asBefore);
    });
    await this.#clear(file);
    return updated;
  }

  async delete<T extends KubeObject>(key: ObjectKey, preconditions: DeletePreconditions = {}): Promise<T> {
    const file = objectFile(this.#root, key);
    await this.#current(key, file);
    const deleted = await this.#locked(file, async (held) => {
      const { object, version } = await this.#current(key, file);
      checkPreconditions(key, object, version, preconditions);
      await removeFile(this.#fs, file, held);
      return toCaller<T>(object, version);
    });
    await this.#clear(file);
    this.#removeEmptyFolders(file);
    return deleted;
  }

  #locked<T>(file: string, action: (held: HeldLock) => Promise<T>): Promise<T> {
    return again(() => withLock(this.#locks, lockFile(file), file, action));
  }

  /** What is stored now. */
  async #current(key: ObjectKey, file: string): Promise<StoredFile> {
    const bytes = readBytes(this.#fs, file);
    if (bytes === undefined) throw notFound(qualifiedResource(key), key.name);
    return this.#recent.read(key, file, bytes);
  }

  /** @param asBefore fails where the file is not as it was found */
  async #write<T extends KubeObject>(
    key: ObjectKey,
    file: string,
    stored: T,
    held: HeldLock,
    asBefore: () => void,
  ): Promise<T> {
    const text = printYaml(stored);
    const content = { ...this.#content(key, file, text), held };
    await replaceFile(this.#fs, content, asBefore);
    const version = contentVersion(text);
    this.#recent.remember(file, content.bytes, { object: stored, version });
    return toCaller<T>(stored, version);
  }

  #content(key: ObjectKey, file: string, text: string): AddedContent & { bytes: Buffer } {
    return { file, bytes: Buffer.from(text), mode: modeOf(key), largest: this.#largest };
  }

  /** Once for each folder that is written to: a listing is all that it costs where nothing is left. */
  async #clear(file: string): Promise<void> {
    const folder = path.dirname(file);
    if (this.#cleared.has(folder)) return;
    this.#cleared.add(folder);
    await clearLeftovers(this.#locks, folder);
  }

  /** A writer whose folder vanishes under it makes it again; a folder with a lock in it is not empty. */
  #removeEmptyFolders(file: string): void {
    const folder = path.dirname(file);
    try {
      for (const empty of [folder, ...foldersAbove(this.#root, folder)]) this.#fs.removeFolder(empty);
    } catch {
      // Not empty, or not ours to remove: it stays.
    }
  }
}

/** Begins anew where a lock was lost, or a file was changed without one: what was written until then is whole. */
async function again<T>(write: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof LockLost || error instanceof ChangedMeanwhile) || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Lists of at most so many files that are all in one folder. */
function* inFolders(files: readonly string[], most: number): Generator<string[]> {
  const folders = new Map<string, string[]>();
  for (const file of files) folders.set(path.dirname(file), [...(folders.get(path.dirname(file)) ?? []), file]);
  for (const inFolder of folders.values()) {
    for (let begin = 0; begin < inFolder.length; begin += most) yield inFolder.slice(begin, begin + most);
  }
}

/** Secrets are for their owner only; for all else umask decides. */
function modeOf({ group, resource }: ObjectKey): number {
  return group === '' && resource === 'secrets' ? 0o600 : 0o666;
}
