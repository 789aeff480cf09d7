import { sameJson } from '../../core/json/json-value.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { Collection, ObjectList, ObjectStore } from '../../core/ports/object-store.ts';
import { isStatusError } from '../../core/status.ts';
import type { ListView } from './storage.ts';

/** An object that came, changed or went. A deleted one is as it was last. */
export interface ObjectChange {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: KubeObject;
}

/** What is followed: the list of a collection's objects, or of views of them, as tags are of streams. */
export interface Followed {
  list(): Promise<ObjectList>;
  /** What the list shows of one stored object; where that is not known, the list is made again at each change. */
  show?: ListView['show'] | undefined;
}

/**
 * What becomes of a list: first what is different from `known` already, then every change, until the signal aborts. A view
 * is named as the object that it is of, or as that with `:` and more behind it.
 */
export async function* objectChanges(
  store: ObjectStore,
  collection: Collection,
  { list, show }: Followed,
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
        if (event.type === 'BOOKMARK') continue;
        if (!show) {
          yield* advance((await list()).items);
          continue;
        }
        const owner = nameOf(event.object);
        const old = new Map([...before].filter(([name]) => name === owner || name.startsWith(`${owner}:`)));
        const now = byName(event.type === 'DELETED' ? [] : await show(event.object));
        for (const name of old.keys()) if (!now.has(name)) before.delete(name);
        for (const [name, object] of now) before.set(name, object);
        yield* differences(old, now);
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
    else if (!sameJson(old, object)) yield { type: 'MODIFIED', object };
  }
  for (const [name, object] of before) if (!after.has(name)) yield { type: 'DELETED', object };
}

function byName(objects: readonly KubeObject[]): Map<string, KubeObject> {
  return new Map(objects.map((object) => [nameOf(object), object]));
}

const nameOf = ({ metadata }: KubeObject) => `${metadata.namespace ?? ''}/${metadata.name}`;
