import type { KubeObject } from '../objects/meta.ts';

/** A collection of objects: one resource, in one namespace or cluster-wide. */
export interface Collection {
  /** The API group without a version; empty for the core group. */
  group: string;
  /** The plural in lower case, such as `imagestreams`. */
  resource: string;
  /** Absent for cluster-scoped resources; on `list` and `watch` also for "all namespaces". */
  namespace?: string;
}

export interface ObjectKey extends Collection {
  name: string;
}

export interface KeyedObject {
  key: ObjectKey;
  object: KubeObject;
}

export interface ListOptions {
  /** An object that cannot be read fails the list, whatever the store does with them else. */
  whole?: boolean;
}

export interface ObjectList<T extends KubeObject = KubeObject> {
  /** Sorted by namespace, then by name, in byte order. */
  items: T[];
  /** To be given to `watch`. */
  resourceVersion: string;
}

export type WatchEvent<T extends KubeObject = KubeObject> =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: T }
  | { type: 'BOOKMARK'; resourceVersion: string };

export interface DeletePreconditions {
  uid?: string;
  resourceVersion?: string;
}

/**
 * A place that keeps objects. Every implementation passes `test/store/contract.ts`.
 *
 * Objects that come out are the caller's own copies, with `metadata.resourceVersion` set. What goes in is not modified.
 * All methods fail with `STORE_IO`, `STORE_BROKEN` or `STORE_LOCKED` where files are involved; a broken object fails the
 * call that touches it and leaves everything as it was. Lists and watches go on with the rest where the store knows whom to
 * tell of what cannot be read. Statuses name the resource as `plural.group`.
 */
export interface ObjectStore {
  /** The object, or undefined where there is none. */
  get<T extends KubeObject>(key: ObjectKey): Promise<T | undefined>;

  list<T extends KubeObject>(collection: Collection, options?: ListOptions): Promise<ObjectList<T>>;

  /**
   * Where the objects of a collection are, in the order of `list`, without reading more of them than that takes: one that
   * is broken is named all the same.
   */
  keys(collection: Collection): Promise<ObjectKey[]>;

  /** Names of the namespaces that hold at least one object, sorted. */
  namespaces(): Promise<string[]>;

  /** Whether a namespace holds an object, of whatever kind. All its folders are looked at: one that leads elsewhere fails it. */
  holds(namespace: string): Promise<boolean>;

  /**
   * Stores a new object and returns it with its resourceVersion.
   * Sets neither uid nor creationTimestamp: those are the API's. Fails with Status AlreadyExists.
   */
  create<T extends KubeObject>(key: ObjectKey, object: T): Promise<T>;

  /**
   * Stores those of the objects that are not there, and leaves the others as they are: what `create` does for each, with
   * less waiting for the disk. Where it fails, some may be stored: those that come first, and each of them whole.
   */
  createMissing(objects: readonly KeyedObject[]): Promise<void>;

  /**
   * Replaces an object. Where `object.metadata.resourceVersion` is given and not the stored one: Status Conflict.
   * An object equal to the stored one is not written, and keeps its resourceVersion. Fails with Status NotFound.
   */
  update<T extends KubeObject>(key: ObjectKey, object: T): Promise<T>;

  /** Removes and returns an object. Fails with Status NotFound, or Conflict where a precondition does not hold. */
  delete<T extends KubeObject>(key: ObjectKey, preconditions?: DeletePreconditions): Promise<T>;

  /**
   * Every change after `resourceVersion` (from `list`), then changes as they happen, until the signal aborts.
   * Fails with Status Expired when that version is too old: list again.
   */
  watch<T extends KubeObject>(
    collection: Collection,
    resourceVersion: string,
    signal: AbortSignal,
  ): AsyncIterable<WatchEvent<T>>;
}
