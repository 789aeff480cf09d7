import type { ImageStream } from '../objects/image-stream.ts';
import type { KubeObject } from '../objects/meta.ts';
import type { FindStream } from '../triggers/reaction.ts';

/**
 * Told of everything that may give other images to tags and objects, before it is written: so that who tells others of
 * changes knows what there was, also when the process is killed right after the write. Each fails with STORE_IO or
 * STORE_LOCKED, and then nothing is written.
 */
export interface ImageChangeLog {
  /** @param previous undefined for a new stream */
  beforeStream(previous: ImageStream | undefined, next: ImageStream): Promise<void>;
  /** @param object as it is before its triggers write it */
  beforeObject(object: KubeObject, find: FindStream): Promise<void>;
  /** A stream was looked up or written by this process, whether or not it changed. */
  touchedStream(namespace: string, name: string): void;
  /** An object was written by this process. */
  touchedObject(object: ObjectName): void;
}

export interface ObjectName {
  group: string;
  /** The plural in lower case. */
  resource: string;
  namespace: string;
  name: string;
}
