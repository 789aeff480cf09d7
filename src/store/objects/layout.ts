import path from 'node:path';
import type { Collection, ObjectKey } from '../../core/ports/object-store.ts';
import { decodeName, encodeName } from './file-name.ts';

/**
 * Where objects lie, as `oc adm inspect` and must-gather lay them out:
 * `namespaces/<namespace>/<group>/<resource>/<name>.yaml` and `cluster-scoped-resources/<group>/<resource>/<name>.yaml`,
 * with `core` for the group without a name.
 */
export const NAMESPACES = 'namespaces';
const CLUSTER = 'cluster-scoped-resources';
const CORE = 'core';
const EXTENSION = '.yaml';

/** Every folder on the way from the store directory to a collection's, without the first and the last. */
export function foldersAbove(root: string, folder: string): string[] {
  const above: string[] = [];
  for (let at = path.dirname(folder); at.length > root.length && at !== path.dirname(at); at = path.dirname(at)) {
    above.push(at);
  }
  return above;
}

/** The folder of a collection in one namespace, or of a cluster-scoped one. */
export function collectionFolder(root: string, { group, resource, namespace }: Collection): string {
  const groupFolder = group === '' ? CORE : group === CORE ? '%63ore' : encodeName(group);
  const scope = namespace === undefined ? [CLUSTER] : [NAMESPACES, encodeName(namespace)];
  return path.join(root, ...scope, groupFolder, encodeName(resource));
}

export function objectFile(root: string, key: ObjectKey): string {
  return path.join(collectionFolder(root, key), objectFileName(key.name));
}

/** The collection whose folder one is; undefined for folders of none. */
export function placeOfFolder(root: string, folder: string): Collection | undefined {
  const parts = path.relative(root, folder).split(path.sep);
  const scope = parts[0] === NAMESPACES ? 2 : parts[0] === CLUSTER ? 1 : 0;
  if (scope === 0 || parts.length !== scope + 2) return undefined;
  const namespace = scope === 2 ? namespaceOfFolder(parts[1] as string) : undefined;
  const [group, resource] = parts.slice(scope).map(decodeName);
  if (group === undefined || resource === undefined || (scope === 2 && namespace === undefined)) return undefined;
  return {
    group: parts[scope] === CORE ? '' : group,
    resource,
    ...(namespace === undefined ? {} : { namespace }),
  };
}

/** The file of an object in the folder of its collection. */
export function objectFileName(name: string): string {
  return encodeName(name) + EXTENSION;
}

/** The name of the object in a file; undefined where the file's name does not tell. */
export function nameOfFile(file: string): string | undefined {
  return decodeName(path.basename(file, EXTENSION));
}

/** Whether a file of a collection's folder is meant to be an object: locks, temporary files and notes are not. */
export function isObjectFile(fileName: string): boolean {
  return fileName.endsWith(EXTENSION) && !fileName.startsWith('.');
}

/** The namespace that a folder of `namespaces/` stands for; undefined for folders that are none. */
export function namespaceOfFolder(folder: string): string | undefined {
  return folder.startsWith('.') ? undefined : decodeName(folder);
}

/** The lock of an object: beside it, hidden, so that neither git diffs nor listings are disturbed for long. */
export function lockFile(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.lock`);
}

/** Where a file's next content is written, and its last goes when it is removed: in the folder of who has its lock. */
export function temporaryFile(folder: string): string {
  return path.join(folder, 'content');
}
