import { compareBytes } from '../core/byte-order.ts';
import { sleep as sleepFor } from '../core/concurrency/sleep.ts';
import { once } from '../core/concurrency/when-asked.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import type {
  Collection,
  DeletePreconditions,
  ListOptions,
  ObjectKey,
  ObjectList,
  ObjectStore,
  WatchEvent,
} from '../core/ports/object-store.ts';
import type { AppError } from '../errors.ts';
import type { DirectoryWriter } from './directory-writer.ts';
import type { FileSystem } from './files/file-system.ts';
import type { LockOptions } from './locks/lock-environment.ts';
import {
  hasObjects,
  hasObjectsInAll,
  namespaceFolders,
  objectFiles,
  objectFolders,
} from './objects/collection-files.ts';
import { nameOfFile, objectFile } from './objects/layout.ts';
import { parseObject, readBytes, readText } from './objects/object-file.ts';
import { RecentObjects } from './objects/recent-objects.ts';
import { type SnapshotEntry, SnapshotMemory } from './objects/snapshot.ts';
import { expired, toCaller } from './objects/stored-object.ts';
import { passOver } from './objects/unreadable.ts';
import { createStoreFiles, type StoreFilesOptions } from './store-files.ts';

/** The directory is absolute, see `findStore`. It need not exist: the first write makes it. */
export interface DirectoryStoreOptions extends LockOptions, StoreFilesOptions {
  /** Told of files that a list or a watch passes over because they cannot be read; absent where such a file fails it. */
  unreadable?: ((error: AppError) => void) | undefined;
}

/** After so many files a listing lets others go on. */
const FILES_AT_A_TIME = 256;

/**
 * Objects as YAML files in a directory, see `layout.ts` for where they lie. Good in git: the same object is always the
 * same text, and what does not change is not written.
 *
 * `metadata.resourceVersion` is not in the files: it is derived from a file's content, so that an edit by hand is a
 * change like any other. A collection's version is remembered by this instance only: a watch begins where a list of
 * the same store object ended, or Expired tells to list again.
 */
export function createDirectoryStore(options: DirectoryStoreOptions): ObjectStore {
  const { directory: root, sleep = sleepFor, unreadable } = options;
  const fs = options.fs ?? createStoreFiles(options);
  const memory = new SnapshotMemory();
  const recent = new RecentObjects(root);
  const writing = once(() => openWriter({ ...options, fs }, recent));
  return {
    async get<T extends KubeObject>(key: ObjectKey): Promise<T | undefined> {
      const file = objectFile(root, key);
      const bytes = readBytes(fs, file);
      if (bytes === undefined) return undefined;
      const { object, version } = await recent.read(key, file, bytes);
      return toCaller<T>(object, version);
    },

    list: (collection, { whole }: ListOptions = {}) =>
      listDirectory(fs, root, memory, collection, whole ? undefined : unreadable),

    keys: (collection) => keysOf(fs, root, collection, unreadable),

    async namespaces() {
      return namespaceFolders(fs, root).filter((namespace) => hasObjects(fs, root, namespace));
    },

    holds: async (namespace) => hasObjectsInAll(fs, root, namespace),

    create: async (key, object) => (await writing()).create(key, object),

    createMissing: async (objects) => (await writing()).createMissing(objects),

    update: async (key, object) => (await writing()).update(key, object),

    delete: async (key, preconditions?: DeletePreconditions) => (await writing()).delete(key, preconditions),

    async *watch<T extends KubeObject>(
      collection: Collection,
      resourceVersion: string,
      abort: AbortSignal,
    ): AsyncGenerator<WatchEvent<T>> {
      if (abort.aborted) return;
      const since = memory.recall(collection, resourceVersion);
      if (!since) throw expired(resourceVersion);
      const { watchDirectory } = await import('./watch/directory-watch.ts');
      yield* watchDirectory<T>({ fs, root, sleep, memory, unreadable }, collection, since, abort);
    },
  };
}

async function listDirectory<T extends KubeObject>(
  fs: FileSystem,
  root: string,
  memory: SnapshotMemory,
  collection: Collection,
  unreadable: DirectoryStoreOptions['unreadable'],
): Promise<ObjectList<T>> {
  const items: T[] = [];
  const snapshot = new Map<string, SnapshotEntry>();
  for (const folder of objectFolders(fs, root, collection)) {
    const { place } = folder;
    const inFolder: T[] = [];
    for (const file of objectFiles(fs, folder)) {
      try {
        const text = readText(fs, file);
        // Removed since the folder was read.
        if (text === undefined) continue;
        const { object, version } = await parseObject(root, file, text, place);
        object.metadata.resourceVersion = version;
        inFolder.push(object as T);
        snapshot.set(file, { file, place, text, version });
      } catch (error) {
        passOver(error, unreadable);
      }
      if (snapshot.size % FILES_AT_A_TIME === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    inFolder.sort((a, b) => compareBytes(a.metadata.name, b.metadata.name));
    for (const item of inFolder) items.push(item);
  }
  return { items, resourceVersion: memory.remember(collection, snapshot) };
}

async function keysOf(
  fs: FileSystem,
  root: string,
  collection: Collection,
  unreadable: DirectoryStoreOptions['unreadable'],
): Promise<ObjectKey[]> {
  const keys: ObjectKey[] = [];
  for (const folder of objectFolders(fs, root, collection)) {
    const names: string[] = [];
    for (const file of objectFiles(fs, folder)) {
      try {
        const name = nameOfFile(file) ?? (await nameInFile(fs, root, file, folder.place));
        if (name !== undefined) names.push(name);
      } catch (error) {
        passOver(error, unreadable);
      }
    }
    for (const name of names.sort(compareBytes)) keys.push({ ...folder.place, name });
  }
  return keys;
}

/** A long name is cut in the name of its file. Undefined where that was removed since its folder was read. */
async function nameInFile(fs: FileSystem, root: string, file: string, place: Collection): Promise<string | undefined> {
  const text = readText(fs, file);
  return text === undefined ? undefined : (await parseObject(root, file, text, place)).object.metadata.name;
}

async function openWriter(options: DirectoryStoreOptions, recent: RecentObjects): Promise<DirectoryWriter> {
  const [{ DirectoryWriter }, { lockEnvironment }] = await Promise.all([
    import('./directory-writer.ts'),
    import('./locks/lock-environment.ts'),
  ]);
  return new DirectoryWriter(options.directory, lockEnvironment(options), recent, options.largest);
}
