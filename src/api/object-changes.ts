import { equalDocuments } from '../core/equality.ts';
import type { KubeObject } from '../core/objects/meta.ts';
import type { Collection, ObjectList, ObjectStore } from '../core/ports/object-store.ts';
import { isStatusError } from '../core/status.ts';

/** An object that came, changed or went. A deleted one is as it was last. */
export interface ObjectChange {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: KubeObject;
}

/**
 * What becomes of a list: first what is different from `known` already, then every change, until the signal aborts. The
 * list may be a view of what is stored, as tags are of streams; it is made again whenever something in the collection
 * changes.
 */
export async function* objectChanges(
  store: ObjectStore,
  collection: Collection,
  list: () => Promise<ObjectList>,
  known: readonly KubeObject[],
  signal: AbortSignal,
): AsyncIterable<ObjectChange> {
  let before = byName(known);
  function* advance(items: readonly KubeObject[]): Iterable<ObjectChange> {
    const after = byName(items);
    yield* differences(before, after);
    before = after;
  }
  while (!signal.aborted) {
    try {
      const { items, resourceVersion } = await list();
      yield* advance(items);
      for await (const event of store.watch(collection, resourceVersion, signal)) {
        if (event.type !== 'BOOKMARK') yield* advance((await list()).items);
      }
    } catch (error) {
      // A version that is too old: begin again from a list.
      if (!isStatusError(error, 'Expired')) throw error;
    }
  }
}

function* differences(before: Map<string, KubeObject>, after: Map<string, KubeObject>): Iterable<ObjectChange> {
  for (const [name, object] of after) {
    const old = before.get(name);
    if (!old) yield { type: 'ADDED', object };
    else if (!equalDocuments(old, object)) yield { type: 'MODIFIED', object };
  }
  for (const [name, object] of before) if (!after.has(name)) yield { type: 'DELETED', object };
}

function byName(objects: readonly KubeObject[]): Map<string, KubeObject> {
  return new Map(objects.map((object) => [`${object.metadata.namespace ?? ''}/${object.metadata.name}`, object]));
}
