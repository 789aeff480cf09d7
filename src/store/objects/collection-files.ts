import path from 'node:path';
import { compareBytes } from '../../core/byte-order.ts';
import { KINDS } from '../../core/kinds/kinds.ts';
import type { Collection } from '../../core/ports/object-store.ts';
import { type FileSystem, systemCode } from '../files/file-system.ts';
import { storeIo } from '../files/io-error.ts';
import { collectionFolder, isObjectFile, NAMESPACES, namespaceOfFolder } from './layout.ts';

/** A folder in which objects of a collection lie, with the place that they have there. */
export interface ObjectFolder {
  folder: string;
  place: Collection;
  /** Not asked for by name, but found under `namespaces`: where no folder is there, there are no objects. */
  found?: boolean;
}

/** The folders of a collection, in the order of their namespaces. They need not exist. */
export function objectFolders(fs: FileSystem, root: string, collection: Collection): ObjectFolder[] {
  const { namespace: _, ...everywhere } = collection;
  const at = (place: Collection) => ({ folder: collectionFolder(root, place), place });
  if (collection.namespace !== undefined) return [at(collection)];
  const known = KINDS.find(({ group, plural }) => group === collection.group && plural === collection.resource);
  const namespaced = () =>
    namespaceFolders(fs, root).map((namespace) => ({ ...at({ ...everywhere, namespace }), found: true }));
  if (known) return known.namespaced ? namespaced() : [at(everywhere)];
  return [at(everywhere), ...namespaced()];
}

/** Files of the folder that are meant to be objects, with their paths. */
export function objectFiles(fs: FileSystem, { folder, found = false }: ObjectFolder): string[] {
  return entries(fs, folder, found ? NO_FOLDER : MISSING)
    .filter(isObjectFile)
    .map((name) => folder + path.sep + name);
}

/** Names of the namespaces that have a folder, sorted. */
export function namespaceFolders(fs: FileSystem, root: string): string[] {
  return entries(fs, path.join(root, NAMESPACES), MISSING)
    .flatMap((folder) => namespaceOfFolder(folder) ?? [])
    .sort(compareBytes);
}

/** Whether there is an object of any kind in the namespace. Looks no further than it must. */
export function hasObjects(fs: FileSystem, root: string, namespace: string): boolean {
  const groups = groupFolders(fs, root, namespace);
  return groups.some((group) => within(fs, group).some((folder) => entries(fs, folder).some(isObjectFile)));
}

/** The same, with a look into every folder. Fails with STORE_BROKEN where one is a link. */
export function hasObjectsInAll(fs: FileSystem, root: string, namespace: string): boolean {
  const folders = groupFolders(fs, root, namespace).flatMap((group) => within(fs, group));
  return folders.flatMap((folder) => entries(fs, folder)).some(isObjectFile);
}

function groupFolders(fs: FileSystem, root: string, namespace: string): string[] {
  return within(fs, path.dirname(path.dirname(collectionFolder(root, { group: '', resource: 'x', namespace }))));
}

const within = (fs: FileSystem, folder: string) => entries(fs, folder).map((name) => path.join(folder, name));

const MISSING = ['ENOENT'];
const NO_FOLDER = ['ENOENT', 'ENOTDIR'];

/** What a folder holds; nothing where it is missing, or fails in one of the ways that count as empty. */
function entries(fs: FileSystem, folder: string, asEmpty: readonly string[] = NO_FOLDER): string[] {
  try {
    return fs.list(folder);
  } catch (error) {
    if (asEmpty.includes(systemCode(error) ?? '')) return [];
    throw storeIo('list', folder, error);
  }
}
