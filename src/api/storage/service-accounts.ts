import { SERVICE_ACCOUNT } from '../../core/kinds/kind-names.ts';
import { keyOf } from '../../core/kinds/places.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { subdomainProblems } from '../../core/selection/labels.ts';
import { alreadyExists, isStatusError, modifiedMeanwhile, refuseInvalid } from '../../core/status.ts';
import { validateMetadata } from '../../core/validation/metadata.ts';
import type { ApiContext } from '../context.ts';
import { createPlainObjects } from './plain-objects.ts';
import type { ResourceStorage } from './storage.ts';

/** The accounts that OpenShift makes in every project: for workloads, builds and deployments. */
export const ACCOUNTS_EVERYWHERE: readonly string[] = ['builder', 'default', 'deployer'];

/**
 * Service accounts. The three of OpenShift are there in every namespace before anything was written, and are written
 * when they are first changed. Deleted, they come back as new ones, as a cluster makes them again.
 */
export function createServiceAccounts(context: ApiContext): Required<ResourceStorage> {
  const plain = createPlainObjects(context, SERVICE_ACCOUNT);

  const find = (namespace: string, name: string) =>
    context.store.get<KubeObject>(keyOf(SERVICE_ACCOUNT, namespace, name));

  return {
    async get(namespace, name) {
      if (!ACCOUNTS_EVERYWHERE.includes(name)) return plain.get(namespace, name);
      return (await find(namespace, name)) ?? accountOf(namespace, name);
    },

    async list(namespace) {
      const list = await plain.list(namespace);
      const namespaces = namespace === undefined ? await context.store.namespaces() : [namespace];
      return { ...list, items: withEverywhere(list.items, namespaces) };
    },

    async create(namespace, object, options) {
      const { name } = object.metadata;
      refuseInvalid('ServiceAccount', name, validateMetadata(object.metadata, subdomainProblems));
      if (ACCOUNTS_EVERYWHERE.includes(name)) throw alreadyExists('serviceaccounts', name);
      return plain.create(namespace, object, options);
    },

    async update(namespace, object, options) {
      const { name } = object.metadata;
      refuseInvalid('ServiceAccount', name, validateMetadata(object.metadata, subdomainProblems));
      if (!ACCOUNTS_EVERYWHERE.includes(name) || (await find(namespace, name)))
        return plain.update(namespace, object, options);
      try {
        return await plain.create(namespace, object, options);
      } catch (error) {
        if (!isStatusError(error, 'AlreadyExists')) throw error;
        throw modifiedMeanwhile('serviceaccounts', name);
      }
    },

    async delete(namespace, name, options) {
      const isStored = (await find(namespace, name)) !== undefined;
      return isStored || !ACCOUNTS_EVERYWHERE.includes(name)
        ? plain.delete(namespace, name, options)
        : accountOf(namespace, name);
    },
  };
}

function accountOf(namespace: string, name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
}

function withEverywhere(stored: readonly KubeObject[], namespaces: readonly string[]): KubeObject[] {
  const keyOf = ({ metadata }: KubeObject) => `${metadata.namespace ?? ''}/${metadata.name}`;
  const all = new Map(
    namespaces.flatMap((namespace) =>
      ACCOUNTS_EVERYWHERE.map((name) => accountOf(namespace, name)).map(
        (account) => [keyOf(account), account] as const,
      ),
    ),
  );
  for (const account of stored) all.set(keyOf(account), account);
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, account]) => account);
}
