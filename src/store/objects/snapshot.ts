import { compareBytes } from '../../core/byte-order.ts';
import type { Collection } from '../../core/ports/object-store.ts';
import { contentVersion } from './content-version.ts';

/** The text of one object's file at one moment. */
export interface SnapshotEntry {
  file: string;
  place: Collection;
  text: string;
  version: string;
}

/** What a collection was at one moment, by file. */
export type Snapshot = ReadonlyMap<string, SnapshotEntry>;

/** Snapshots that can still be watched from. Older ones are Expired. */
const REMEMBERED = 32;

/** The latest snapshots that this store has given out, by their version. */
export class SnapshotMemory {
  readonly #snapshots = new Map<string, Snapshot>();

  /** Keeps a snapshot and returns its version, which follows from its content. */
  remember(collection: Collection, snapshot: Snapshot): string {
    const files = [...snapshot.values()].map(({ file, version }) => `${file}\n${version}`).sort(compareBytes);
    const version = contentVersion(`${placeOf(collection)}\n${files.join('\n')}`);
    const key = `${version} ${placeOf(collection)}`;
    this.#snapshots.delete(key);
    this.#snapshots.set(key, snapshot);
    for (const oldest of this.#snapshots.keys()) {
      if (this.#snapshots.size <= REMEMBERED) break;
      this.#snapshots.delete(oldest);
    }
    return version;
  }

  recall(collection: Collection, version: string): Snapshot | undefined {
    return this.#snapshots.get(`${version} ${placeOf(collection)}`);
  }
}

const placeOf = ({ group, resource, namespace }: Collection) => JSON.stringify([group, resource, namespace ?? null]);
