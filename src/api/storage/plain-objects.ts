import { filled } from '../../core/json/json-object.ts';
import { sameJson } from '../../core/json/json-value.ts';
import { kindName, type ResourceKind, resourceName } from '../../core/kinds/kinds.ts';
import { collectionOf, keyOf } from '../../core/kinds/places.ts';
import { nextGeneration } from '../../core/objects/generation.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { notFound, refuseInvalid } from '../../core/status.ts';
import { triggerProblems, withTriggerDefaults } from '../../core/triggers/object-triggers.ts';
import { type ApiContext, timestamp } from '../context.ts';
import type { ListView, ResourceStorage } from './storage.ts';

/**
 * Objects that the product keeps with hardly a rule of its own: uid, creation time, a generation that counts spec changes,
 * and triggers that are checked, with their defaults written out.
 */
export function createPlainObjects(context: ApiContext, kind: ResourceKind): Required<ResourceStorage> & ListView {
  const { store } = context;
  /** Fails with Status Invalid. */
  function admitted(sent: KubeObject, namespace: string, options: { creating: boolean }): KubeObject {
    const object = withTriggerDefaults(sent, { namespace, ...options });
    refuseInvalid(kindName(kind), object.metadata.name, triggerProblems(object));
    return object;
  }

  async function get(namespace: string, name: string): Promise<KubeObject> {
    const found = await store.get(keyOf(kind, namespace, name));
    if (!found) throw notFound(resourceName(kind), name);
    return found;
  }

  return {
    get,

    list: (namespace, { whole = false } = {}) => store.list(collectionOf(kind, namespace), { whole }),

    show: async (stored) => [stored],

    async create(namespace, sent, options) {
      const object = admitted(sent, namespace, { creating: true });
      const { resourceVersion: _version, ...metadata } = object.metadata;
      const next: KubeObject = {
        ...object,
        metadata: {
          ...metadata,
          ...(kind.namespaced ? { namespace } : {}),
          uid: context.newUid(),
          creationTimestamp: timestamp(context.now()),
          ...(countsGenerations(object) ? { generation: 1 } : {}),
        },
      };
      return options.dryRun ? next : store.create(keyOf(kind, namespace, next.metadata.name), next);
    },

    async update(namespace, sent, options) {
      const name = sent.metadata.name;
      const previous = await get(namespace, name);
      const object = admitted(sent, namespace, { creating: false });
      const { uid, creationTimestamp, generation } = previous.metadata;
      const changed = !sameJson(previous.spec, object.spec);
      const next: KubeObject = {
        ...object,
        metadata: {
          ...object.metadata,
          ...(kind.namespaced ? { namespace } : {}),
          ...filled({ uid, creationTimestamp }),
          ...(generation === undefined ? {} : { generation: changed ? nextGeneration(generation) : generation }),
        },
      };
      return options.dryRun ? next : store.update(keyOf(kind, namespace, name), next);
    },

    delete: (namespace, name, options) =>
      options.dryRun ? get(namespace, name) : store.delete(keyOf(kind, namespace, name)),
  };
}

/** Kinds with a spec count its changes, as workloads do; secrets and config maps do not. */
function countsGenerations(object: KubeObject): boolean {
  return typeof object.spec === 'object' && object.spec !== null;
}
