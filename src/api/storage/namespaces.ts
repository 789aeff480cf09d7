import { compareBytes } from '../../core/byte-order.ts';
import { HELD_KINDS } from '../../core/kinds/held-kinds.ts';
import { NAMESPACE } from '../../core/kinds/kind-names.ts';
import type { ResourceKind } from '../../core/kinds/kinds.ts';
import { collectionOf, keyOf } from '../../core/kinds/places.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { namespaceProblems } from '../../core/selection/labels.ts';
import { alreadyExists, forbidden, isStatusError, notFound, refuseInvalid } from '../../core/status.ts';
import { validateMetadata } from '../../core/validation/metadata.ts';
import { throwAll } from '../../errors.ts';
import type { ApiContext } from '../context.ts';
import { createPlainObjects } from './plain-objects.ts';
import type { ResourceStorage, WriteOptions } from './storage.ts';

/** Every namespace has it, so that selectors can name one. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

/** Deletes one object with all that belongs to it. Fails with Status NotFound. */
type DeleteObject = (kind: ResourceKind, namespace: string, name: string) => Promise<unknown>;

/**
 * Namespaces. One is there as soon as something lies in it, or somebody works in it; it has an object of its own only
 * where somebody wrote one, for its labels and annotations. That lies with those of the cluster, and not in the folder
 * of the namespace.
 */
export function createNamespaces(context: ApiContext, deleteObject: DeleteObject): Required<ResourceStorage> {
  const { store } = context;
  const plain = createPlainObjects(context, NAMESPACE);
  const find = (name: string) => store.get<KubeObject>(keyOf(NAMESPACE, '', name));
  const holds = async (name: string) => (await store.namespaces()).includes(name);

  async function get(name: string): Promise<KubeObject> {
    const stored = await find(name);
    if (stored) return shown(stored);
    if (name === context.namespace || (await holds(name))) return shown(bare(name));
    throw notFound('namespaces', name);
  }

  /** Everything in it. What it holds is looked at before anything is deleted: a folder that leads elsewhere stops it. */
  async function empty(namespace: string): Promise<void> {
    const found = [];
    for (const kind of HELD_KINDS) found.push({ kind, keys: await store.keys(collectionOf(kind, namespace)) });
    const errors: unknown[] = [];
    for (const { kind, keys } of found) {
      for (const { name } of keys) {
        try {
          await deleteObject(kind, namespace, name);
        } catch (error) {
          // It went with another one, as the history of a stream does.
          if (!isStatusError(error, 'NotFound')) errors.push(error);
        }
      }
    }
    throwAll(errors);
  }

  return {
    get: (_none, name) => get(name),

    async list(namespace, options) {
      const list = await plain.list(namespace, options);
      const all = new Map(list.items.map((item) => [item.metadata.name, item]));
      const others = [...(await store.namespaces()), ...(context.namespace ? [context.namespace] : [])];
      for (const name of others) if (!all.has(name)) all.set(name, bare(name));
      const items = [...all.values()].map(shown).sort((a, b) => compareBytes(a.metadata.name, b.metadata.name));
      return { ...list, items };
    },

    async create(_none, object, options) {
      check(object);
      const { name } = object.metadata;
      if (await holds(name)) throw alreadyExists('namespaces', name);
      return shown(await plain.create('', toStore(object), options));
    },

    async update(_none, object, options) {
      check(object);
      const { name } = object.metadata;
      if (await find(name)) return shown(await plain.update('', toStore(object), options));
      await get(name);
      return shown(await plain.create('', toStore(object), options));
    },

    async delete(_none, name, options: WriteOptions) {
      const namespace = await get(name);
      if (name === 'default') throw forbidden(`namespaces "${name}" is forbidden: this namespace may not be deleted`);
      const deleted = { ...namespace, status: { phase: 'Terminating' } };
      if (options.dryRun) return deleted;
      await empty(name);
      if (await find(name)) await plain.delete('', name, options);
      if (await holds(name)) context.warn(`namespace ${name} holds files of kinds that are not known here: they stay`);
      return deleted;
    },
  };
}

function bare(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

/** As it is given out. */
function shown(namespace: KubeObject): KubeObject {
  const { metadata } = namespace;
  const labels = { ...metadata.labels, [NAME_LABEL]: metadata.name };
  return { ...namespace, metadata: { ...metadata, labels }, status: { phase: 'Active' } };
}

/** Without what every namespace has. */
function toStore({ status: _status, ...namespace }: KubeObject): KubeObject {
  const { [NAME_LABEL]: _name, ...labels } = namespace.metadata.labels ?? {};
  const { labels: _labels, ...metadata } = namespace.metadata;
  return {
    ...namespace,
    metadata: { ...metadata, ...(Object.keys(labels).length > 0 ? { labels } : {}) },
  };
}

function check({ metadata }: KubeObject): void {
  refuseInvalid('Namespace', metadata.name, validateMetadata(metadata, namespaceProblems));
}
