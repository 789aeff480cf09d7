import { compareBytes } from '../../core/byte-order.ts';
import { HELD_KINDS } from '../../core/kinds/held-kinds.ts';
import { NAMESPACE } from '../../core/kinds/kind-names.ts';
import type { ResourceKind } from '../../core/kinds/kinds.ts';
import { collectionOf, keyOf } from '../../core/kinds/places.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { namespaceProblems } from '../../core/selection/labels.ts';
import { alreadyExists, forbidden, isStatusError, notFound, refuseInvalid } from '../../core/status.ts';
import { validateMetadata } from '../../core/validation/metadata.ts';
import { AppError, isAppError, throwAll } from '../../errors.ts';
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

  async function get(name: string): Promise<KubeObject> {
    const stored = await find(name);
    if (stored) return shown(stored);
    if (name === context.namespace || (await store.holds(name))) return shown(bare(name));
    throw notFound('namespaces', name);
  }

  /**
   * The objects in it, each of them read: what leads elsewhere, or cannot be read, is to stop the deletion before anything
   * is gone. Fails with STORE_BROKEN or STORE_IO, with one for each kind where several have such.
   */
  async function contents(namespace: string): Promise<{ kind: ResourceKind; names: string[] }[]> {
    const found: { kind: ResourceKind; names: string[] }[] = [];
    const errors: unknown[] = [];
    for (const kind of HELD_KINDS) {
      try {
        const { items } = await store.list(collectionOf(kind, namespace), { whole: true });
        found.push({ kind, names: items.map(({ metadata }) => metadata.name) });
      } catch (error) {
        errors.push(stopped(error));
      }
    }
    throwAll(errors);
    try {
      await store.holds(namespace);
    } catch (error) {
      throw stopped(error);
    }
    return found;
  }

  async function empty(namespace: string, found: Awaited<ReturnType<typeof contents>>): Promise<void> {
    const errors: unknown[] = [];
    for (const { kind, names } of found) {
      for (const name of names) {
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
      if (await store.holds(name)) throw alreadyExists('namespaces', name);
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
      const found = await contents(name);
      if (options.dryRun) return deleted;
      await empty(name, found);
      if (await find(name)) await plain.delete('', name, options);
      if (await store.holds(name))
        context.warn(`namespace ${name} holds files of kinds that are not known here: they stay`);
      return deleted;
    },
  };
}

/** What stops a deletion, with what to do about it. */
function stopped(error: unknown): unknown {
  if (!isAppError(error, 'STORE_BROKEN')) return error;
  const hint = 'Mend or remove it, then delete the namespace again: nothing of it is deleted yet';
  return new AppError('STORE_BROKEN', error.message, { hint, cause: error });
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
