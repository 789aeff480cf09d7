import type { AppError } from '../../errors.ts';
import type { KubeObject } from '../objects/meta.ts';
import type { ObjectKey } from './object-store.ts';

/** A file of a store with all that can be said of it. */
export interface StoredText {
  /** The path, as it is shown. */
  file: string;
  /** Empty for one that cannot be read. */
  text: string;
  /** What it holds, where it holds an object that belongs there. */
  stored?: { key: ObjectKey; object: KubeObject };
  /** Why it holds none. */
  error?: AppError;
}

/** The files of a store as they lie there, for whoever looks at them as files. */
export interface StoredTexts {
  /**
   * @param paths files or folders of the store; none for all of it. Fails with ARGUMENT for one that is not of the store
   * @returns in the order of their paths
   */
  read(paths: readonly string[]): AsyncIterable<StoredText>;
  /** The object at a place of the same store, as it lies there. Undefined where there is none that can be read. */
  find(key: ObjectKey): Promise<KubeObject | undefined>;
  /** Replaces an object, unless somebody wrote it since it was read (Status Conflict). */
  replace(key: ObjectKey, object: KubeObject): Promise<void>;
}
