import path from 'node:path';
import { sameJson } from '../codec/json-value.ts';
import { printYaml } from '../codec/yaml.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import type { DeletePreconditions, ObjectKey } from '../core/ports/object-store.ts';
import { alreadyExists, notFound } from '../core/status.ts';
import { removeFile, replaceFile } from './atomic-file.ts';
import { contentVersion } from './content-version.ts';
import type { FileSystem } from './file-system.ts';
import { foldersAbove, lockFile, objectFile } from './layout.ts';
import { clearLeftovers } from './leftovers.ts';
import { parseObject, readText, type StoredFile } from './object-file.ts';
import { type HeldLock, type LockEnvironment, withLock } from './object-lock.ts';
import { checkPreconditions, checkVersion, qualifiedResource, toCaller, toStored } from './stored-object.ts';

/** The writing half of the directory store. Loaded at the first write. */
export class DirectoryWriter {
  readonly #root: string;
  readonly #fs: FileSystem;
  readonly #locks: LockEnvironment;
  readonly #cleared = new Set<string>();

  constructor(root: string, locks: LockEnvironment) {
    this.#root = root;
    this.#fs = locks.fs;
    this.#locks = locks;
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
      return this.#write(key, file, stored, held);
    });
    await this.#clear(file);
    return created;
  }

  async update<T extends KubeObject>(key: ObjectKey, object: T): Promise<T> {
    const stored = toStored(key, object);
    const file = objectFile(this.#root, key);
    /** The object as it already is where nothing has to be written. */
    const unchanged = (current: StoredFile) => {
      checkVersion(key, object.metadata.resourceVersion, current.version);
      return sameJson(current.object, stored) ? toCaller<T>(stored, current.version) : undefined;
    };
    const before = await this.#current(key, file);
    const same = unchanged(before);
    if (same) return same;
    const updated = await this.#locked(file, async (held) => {
      const current = await this.#current(key, file, before);
      return unchanged(current) ?? this.#write(key, file, stored, held);
    });
    await this.#clear(file);
    return updated;
  }

  async delete<T extends KubeObject>(key: ObjectKey, preconditions: DeletePreconditions = {}): Promise<T> {
    const file = objectFile(this.#root, key);
    const before = await this.#current(key, file);
    const deleted = await this.#locked(file, async (held) => {
      const { object, version } = await this.#current(key, file, before);
      checkPreconditions(key, object, version, preconditions);
      held.assertHeld();
      await removeFile(this.#fs, file);
      return toCaller<T>(object, version);
    });
    await this.#clear(file);
    this.#removeEmptyFolders(file);
    return deleted;
  }

  #locked<T>(file: string, action: (held: HeldLock) => Promise<T>): Promise<T> {
    return withLock(this.#locks, lockFile(file), file, action);
  }

  /** What is stored now. `before` saves reading a text again that is still the same. */
  async #current(key: ObjectKey, file: string, before?: StoredFile): Promise<StoredFile> {
    const text = readText(this.#fs, file);
    if (text === undefined) throw notFound(qualifiedResource(key), key.name);
    return text === before?.text ? before : parseObject(this.#root, file, text, key);
  }

  async #write<T extends KubeObject>(key: ObjectKey, file: string, stored: T, held: HeldLock): Promise<T> {
    const text = printYaml(stored);
    await replaceFile(this.#fs, file, text, modeOf(key), () => held.assertHeld());
    return toCaller<T>(stored, contentVersion(text));
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

/** Secrets are for their owner only; for all else umask decides. */
function modeOf({ group, resource }: ObjectKey): number {
  return group === '' && resource === 'secrets' ? 0o600 : 0o666;
}
