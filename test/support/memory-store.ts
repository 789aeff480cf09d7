import { compareBytes } from '../../src/core/byte-order.ts';
import { ChangeSignal } from '../../src/core/concurrency/change-signal.ts';
import { sameJson } from '../../src/core/json/json-value.ts';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import type { Collection, ObjectKey, ObjectStore, WatchEvent } from '../../src/core/ports/object-store.ts';
import { alreadyExists, notFound } from '../../src/core/status.ts';
import {
  checkPreconditions,
  checkVersion,
  expired,
  qualifiedResource,
  toCaller,
  toStored,
} from '../../src/store/objects/stored-object.ts';

interface Entry {
  key: ObjectKey;
  object: KubeObject;
  version: number;
}

interface Change extends Entry {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** The version of the object: for a removed one its last. */
  objectVersion: number;
}

/** How many changes a watch may lie behind before it has to list again. */
const HISTORY = 10_000;

/** A store that forgets everything at the end of the process. Versions are counted through, as etcd counts them. */
export function createMemoryStore(): ObjectStore {
  const entries = new Map<string, Entry>();
  const changes: Change[] = [];
  const signal = new ChangeSignal();
  let version = 1;

  function record(type: Change['type'], key: ObjectKey, object: KubeObject): Entry {
    version++;
    const entry = { key: { ...key }, object, version };
    const last = type === 'DELETED' ? entries.get(idOf(key)) : entry;
    changes.push({ type, ...entry, objectVersion: (last ?? entry).version });
    if (changes.length > 2 * HISTORY) changes.splice(0, changes.length - HISTORY);
    if (type === 'DELETED') entries.delete(idOf(key));
    else entries.set(idOf(key), entry);
    signal.notify();
    return entry;
  }

  const matching = (collection: Collection) =>
    [...entries.values()].filter((entry) => isIn(entry.key, collection)).sort(byNamespaceAndName);

  return {
    async get<T extends KubeObject>(key: ObjectKey) {
      const entry = entries.get(idOf(key));
      return entry && toCaller<T>(entry.object, String(entry.version));
    },

    async list<T extends KubeObject>(collection: Collection) {
      const items = matching(collection).map((entry) => toCaller<T>(entry.object, String(entry.version)));
      return { items, resourceVersion: String(version) };
    },

    async keys(collection) {
      return matching(collection).map(({ key }) => ({ ...key }));
    },

    async namespaces() {
      const names = new Set([...entries.values()].flatMap(({ key }) => key.namespace ?? []));
      return [...names].sort(compareBytes);
    },

    holds: async (namespace) => [...entries.values()].some(({ key }) => key.namespace === namespace),

    async create<T extends KubeObject>(key: ObjectKey, object: T) {
      const stored = toStored(key, object);
      if (entries.has(idOf(key))) throw alreadyExists(qualifiedResource(key), key.name);
      return toCaller<T>(stored, String(record('ADDED', key, stored).version));
    },

    async createMissing(objects) {
      for (const { key, object } of objects) {
        const stored = toStored(key, object);
        if (!entries.has(idOf(key))) record('ADDED', key, stored);
      }
    },

    async update<T extends KubeObject>(key: ObjectKey, object: T) {
      const stored = toStored(key, object);
      const entry = entries.get(idOf(key));
      if (!entry) throw notFound(qualifiedResource(key), key.name);
      checkVersion(key, object.metadata.resourceVersion, String(entry.version));
      if (sameJson(stored, entry.object)) return toCaller<T>(stored, String(entry.version));
      return toCaller<T>(stored, String(record('MODIFIED', key, stored).version));
    },

    async delete<T extends KubeObject>(key: ObjectKey, preconditions = {}) {
      const entry = entries.get(idOf(key));
      if (!entry) throw notFound(qualifiedResource(key), key.name);
      checkPreconditions(key, entry.object, String(entry.version), preconditions);
      record('DELETED', key, entry.object);
      return toCaller<T>(entry.object, String(entry.version));
    },

    async *watch<T extends KubeObject>(
      collection: Collection,
      resourceVersion: string,
      abort: AbortSignal,
    ): AsyncGenerator<WatchEvent<T>> {
      let seen = /^\d+$/.test(resourceVersion) ? Number(resourceVersion) : -1;
      if (seen < 1 || seen > version) throw expired(resourceVersion);
      while (!abort.aborted) {
        const count = signal.count;
        const oldest = changes[0]?.version ?? version + 1;
        if (seen < oldest - 1) throw expired(String(seen));
        const news = changes.slice(Math.max(0, seen - oldest + 1));
        for (const change of news) {
          seen = change.version;
          if (!isIn(change.key, collection)) continue;
          yield { type: change.type, object: toCaller<T>(change.object, String(change.objectVersion)) };
          if (abort.aborted) return;
        }
        yield { type: 'BOOKMARK', resourceVersion: String(seen) };
        await signal.changed(count, abort);
      }
    },
  };
}

const idOf = (key: ObjectKey) => JSON.stringify([key.group, key.resource, key.namespace ?? null, key.name]);

function isIn(key: ObjectKey, { group, resource, namespace }: Collection): boolean {
  return key.group === group && key.resource === resource && (namespace === undefined || key.namespace === namespace);
}

function byNamespaceAndName(a: Entry, b: Entry): number {
  return compareBytes(a.key.namespace ?? '', b.key.namespace ?? '') || compareBytes(a.key.name, b.key.name);
}
