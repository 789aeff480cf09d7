import type { KubeObject } from '../../core/objects/meta.ts';
import type { ObjectList } from '../../core/ports/object-store.ts';

export interface WriteOptions {
  /** Validate and default as if it were written, and write nothing. */
  dryRun?: boolean;
}

export interface ReadOptions {
  /** Secrets come with the values that are kept outside of the store. Fails with CREDENTIALS where these cannot be had. */
  showSecrets?: boolean;
  /** A list fails where one of its objects cannot be read, instead of going on with the others. */
  whole?: boolean;
}

/** A list that shows each stored object by itself, as none, one or several: what becomes of it follows from that object. */
export interface ListView {
  show(stored: KubeObject): Promise<readonly KubeObject[]>;
}

/**
 * The operations of one resource. An operation that is missing answers MethodNotAllowed.
 * All of them fail with a `StatusError` as the API server words it, or with the store's errors.
 */
export interface ResourceStorage {
  /** Fails with Status NotFound. */
  get(namespace: string, name: string, options?: ReadOptions): Promise<KubeObject>;
  /** @param namespace undefined for all namespaces */
  list?(namespace: string | undefined, options?: ReadOptions): Promise<ObjectList>;
  create?(namespace: string, object: KubeObject, options: WriteOptions): Promise<KubeObject>;
  /** `object.metadata.resourceVersion`, when given, must be the stored one. */
  update?(namespace: string, object: KubeObject, options: WriteOptions): Promise<KubeObject>;
  /** @returns the object that was deleted */
  delete?(namespace: string, name: string, options: WriteOptions): Promise<KubeObject>;
}
