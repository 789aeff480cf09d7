import path from 'node:path';
import { ChangeSignal } from '../../core/concurrency/change-signal.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { Collection, WatchEvent } from '../../core/ports/object-store.ts';
import type { AppError } from '../../errors.ts';
import { type FileState, type FileSystem, orMissing } from '../files/file-system.ts';
import { objectFiles, objectFolders } from '../objects/collection-files.ts';
import { contentVersion } from '../objects/content-version.ts';
import { foldersAbove, NAMESPACES } from '../objects/layout.ts';
import { parseObject, readText } from '../objects/object-file.ts';
import type { Snapshot, SnapshotEntry, SnapshotMemory } from '../objects/snapshot.ts';
import { isUnreadable, passOver } from '../objects/unreadable.ts';
import { FolderWatch } from './folder-watch.ts';

export interface DirectoryWatchOptions {
  fs: FileSystem;
  root: string;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  memory: SnapshotMemory;
  /** Told of files that are passed over because they cannot be read; absent where such a file ends the watch. */
  unreadable?: ((error: AppError) => void) | undefined;
}

/** Milliseconds between looks at the folders: where the system reports every change, and where it does not. */
const CONFIRM_INTERVAL = 10_000;
const POLL_INTERVAL = 1_000;
/** Changes that come together are looked at together. */
const DEBOUNCE = 20;
/** A file that is being written by an editor may be broken for a moment. */
const BROKEN_RETRIES = 4;
const BROKEN_PAUSE = 250;
/** File systems count time in ticks: a file that changed this shortly (ms) before it was read may have changed again. */
const SETTLED = 2_000;

/** The changes of a collection since a snapshot, then as they happen; a bookmark after each batch. */
export async function* watchDirectory<T extends KubeObject>(
  options: DirectoryWatchOptions,
  collection: Collection,
  since: Snapshot,
  abort: AbortSignal,
): AsyncGenerator<WatchEvent<T>> {
  const signal = new ChangeSignal();
  const folders = new FolderWatch(options.fs, () => signal.notify());
  const reader = new ChangeReader<T>(options, collection);
  let snapshot = since;
  let bookmark = '';
  // A consumer that aborts need not come back for the end.
  const close = () => folders.close();
  abort.addEventListener('abort', close, { once: true });
  try {
    while (!abort.aborted) {
      const { count } = signal;
      const reported = folders.setFolders(foldersToWatch(options, collection));
      const { events, next } = await reader.changesSince(snapshot, abort);
      for (const event of events) {
        yield event;
        if (abort.aborted) return;
      }
      snapshot = next;
      const resourceVersion = options.memory.remember(collection, next);
      if (resourceVersion !== bookmark) yield { type: 'BOOKMARK', resourceVersion };
      bookmark = resourceVersion;
      await signal.changedWithin(reported ? CONFIRM_INTERVAL : POLL_INTERVAL, count, options.sleep, abort);
      if (signal.count !== count) await options.sleep(DEBOUNCE, abort);
    }
  } finally {
    abort.removeEventListener('abort', close);
    close();
  }
}

/** The collection's folders that exist, and those above them, where new ones appear. */
function foldersToWatch({ fs, root }: DirectoryWatchOptions, collection: Collection): string[] {
  const wanted = new Set([root]);
  for (const { folder } of objectFolders(fs, root, collection)) {
    for (const above of [...foldersAbove(root, folder), folder]) {
      if (orMissing(() => fs.stat(above))) wanted.add(above);
    }
  }
  // Where namespaces come and go, the folder that holds them has to be watched even when it is empty.
  const namespaces = path.join(root, NAMESPACES);
  if (collection.namespace === undefined && orMissing(() => fs.stat(namespaces))) wanted.add(namespaces);
  return [...wanted];
}

interface Known {
  state: FileState;
  entry: SnapshotEntry;
}

/** Finds out what has changed, and reads only files that look changed. */
class ChangeReader<T extends KubeObject> {
  readonly #options: DirectoryWatchOptions;
  readonly #collection: Collection;
  #known = new Map<string, Known>();
  /** Files that cannot be read and were waited for, by the version that they have. */
  #broken = new Map<string, string>();

  constructor(options: DirectoryWatchOptions, collection: Collection) {
    this.#options = options;
    this.#collection = collection;
  }

  async changesSince(snapshot: Snapshot, abort: AbortSignal): Promise<{ events: WatchEvent<T>[]; next: Snapshot }> {
    for (let attempt = 0; ; attempt++) {
      const next = this.#scan(snapshot);
      const { events, broken } = await this.#events(snapshot, next);
      const fresh = broken.filter(({ entry }) => this.#broken.get(entry.file) !== entry.version);
      if (fresh.length === 0 || attempt >= BROKEN_RETRIES) {
        for (const { error } of fresh) passOver(error, this.#options.unreadable);
        this.#broken = new Map(broken.map(({ entry: { file, version } }) => [file, version]));
        for (const { entry } of broken) keepAsBefore(next, entry.file, snapshot);
        return { events, next };
      }
      await this.#options.sleep(BROKEN_PAUSE, abort);
      if (abort.aborted) return { events: [], next: snapshot };
    }
  }

  #scan(before: Snapshot): Map<string, SnapshotEntry> {
    const { fs, root } = this.#options;
    const snapshot = new Map<string, SnapshotEntry>();
    const known = new Map<string, Known>();
    for (const folder of objectFolders(fs, root, this.#collection)) {
      for (const file of objectFiles(fs, folder).sort()) {
        let state: FileState | undefined;
        let entry: SnapshotEntry | undefined;
        try {
          state = orMissing(() => fs.lstat(file));
          entry = state && this.#entry(file, folder.place, state);
        } catch (error) {
          passOver(error, this.#options.unreadable);
          keepAsBefore(snapshot, file, before);
        }
        if (!state || !entry) continue;
        snapshot.set(file, entry);
        if (Math.abs(Date.now() - state.mtimeMs) > SETTLED) known.set(file, { state, entry });
      }
    }
    this.#known = known;
    return snapshot;
  }

  #entry(file: string, place: Collection, state: FileState): SnapshotEntry | undefined {
    const known = this.#known.get(file);
    if (known && isSameState(known.state, state)) return known.entry;
    const text = readText(this.#options.fs, file);
    return text === undefined ? undefined : { file, place, text, version: contentVersion(text) };
  }

  async #events(before: Snapshot, after: Snapshot) {
    const events: WatchEvent<T>[] = [];
    const broken: { entry: SnapshotEntry; error: unknown }[] = [];
    for (const entry of before.values()) {
      if (!after.has(entry.file)) events.push({ type: 'DELETED', object: await this.#object(entry) });
    }
    for (const entry of after.values()) {
      const old = before.get(entry.file);
      if (old?.version === entry.version) continue;
      try {
        events.push({ type: old ? 'MODIFIED' : 'ADDED', object: await this.#object(entry) });
      } catch (error) {
        if (!isUnreadable(error)) throw error;
        broken.push({ entry, error });
      }
    }
    return { events, broken };
  }

  async #object({ file, place, text, version }: SnapshotEntry): Promise<T> {
    const { object } = await parseObject(this.#options.root, file, text, place);
    object.metadata.resourceVersion = version;
    return object as T;
  }
}

/** A file that cannot be read is as it was when it could, so that it is told of when it can again. */
function keepAsBefore(snapshot: Map<string, SnapshotEntry>, file: string, before: Snapshot): void {
  const old = before.get(file);
  if (old) snapshot.set(file, old);
  else snapshot.delete(file);
}

function isSameState(a: FileState, b: FileState): boolean {
  return a.ino === b.ino && a.size === b.size && a.mtimeMs === b.mtimeMs;
}
