import type { Collection, ObjectKey } from '../ports/object-store.ts';
import type { ResourceKind } from './kinds.ts';

/** Where the objects of a kind lie in a store. @param namespace undefined for all; kinds without namespaces have none */
export function collectionOf({ group, plural, namespaced }: ResourceKind, namespace?: string | undefined): Collection {
  return { group, resource: plural, ...(namespaced && namespace ? { namespace } : {}) };
}

/** Where one object lies. @param namespace of no account for kinds without namespaces */
export function keyOf(kind: ResourceKind, namespace: string, name: string): ObjectKey {
  return { ...collectionOf(kind, namespace), name };
}
