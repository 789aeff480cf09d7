import { copyJson } from '../../core/json/json-value.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { Collection, DeletePreconditions, ObjectKey } from '../../core/ports/object-store.ts';
import { badRequest, conflict, failure, modifiedMeanwhile, StatusError } from '../../core/status.ts';

/** `plural.group`, or the plural alone for the core group: how statuses name a resource. */
export function qualifiedResource({ resource, group }: Collection): string {
  return group ? `${resource}.${group}` : resource;
}

/**
 * The object as it is kept: a copy without resourceVersion, with the name and namespace of its key filled in.
 * Fails with Status BadRequest where the object says that it is another one.
 */
export function toStored<T extends KubeObject>(key: ObjectKey, object: T): T {
  const metadata = object.metadata ?? {};
  if (metadata.name && metadata.name !== key.name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${key.name})`);
  }
  if (metadata.namespace && metadata.namespace !== key.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  const stored = copyJson(object);
  const { resourceVersion: _, namespace: __, ...rest } = stored.metadata ?? {};
  stored.metadata = { ...rest, name: key.name, ...(key.namespace === undefined ? {} : { namespace: key.namespace }) };
  return stored;
}

/** A caller's own copy of a kept object, with its version. */
export function toCaller<T extends KubeObject>(stored: KubeObject, resourceVersion: string): T {
  const object = copyJson(stored) as T;
  object.metadata.resourceVersion = resourceVersion;
  return object;
}

/** Status Conflict when the caller saw another version than the one that is stored now. */
export function checkVersion(key: ObjectKey, seen: string | undefined, current: string): void {
  if (seen && seen !== current) throw modifiedMeanwhile(qualifiedResource(key), key.name);
}

/** Status Conflict, worded as apimachinery does, when the object is not the one that the caller means to delete. */
export function checkPreconditions(
  key: ObjectKey,
  stored: KubeObject,
  version: string,
  { uid, resourceVersion }: DeletePreconditions = {},
): void {
  const fail = (field: string, expected: string, found: string) =>
    conflict(
      qualifiedResource(key),
      key.name,
      `Precondition failed: ${field} in precondition: ${expected}, ${field} in object meta: ${found}`,
    );
  if (uid !== undefined && uid !== stored.metadata.uid) throw fail('UID', uid, stored.metadata.uid ?? '');
  if (resourceVersion !== undefined && resourceVersion !== version) {
    throw fail('ResourceVersion', resourceVersion, version);
  }
}

/** The version from which a watch should begin is forgotten (HTTP 410): list again. */
export function expired(resourceVersion: string): StatusError {
  return new StatusError(failure('Expired', `too old resource version: ${resourceVersion}`));
}
