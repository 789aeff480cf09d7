import { isAscii } from 'node:buffer';
import path from 'node:path';
import { broken } from '../../codec/broken.ts';
import { parseYaml } from '../../codec/parse-yaml.ts';
import { KINDS, kindOfObject } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { Collection } from '../../core/ports/object-store.ts';
import { AppError } from '../../errors.ts';
import { type FileSystem, isRegular, orMissing } from '../files/file-system.ts';
import { storeIo } from '../files/io-error.ts';
import { contentVersion } from './content-version.ts';
import { objectFile, objectFileName } from './layout.ts';
import { qualifiedResource } from './stored-object.ts';

/** An object as it lies in its file, without resourceVersion. */
export interface StoredFile {
  object: KubeObject;
  version: string;
}

/** The text of a file, or undefined when there is none. Fails with STORE_IO, or STORE_BROKEN when it is not UTF-8. */
export function readText(fs: FileSystem, file: string): string | undefined {
  const bytes = readBytes(fs, file);
  return bytes && textOf(file, bytes);
}

/** Whether there is no file. Fails with STORE_IO, or STORE_BROKEN when there is something else in its place. */
export function isMissing(fs: FileSystem, file: string): boolean {
  try {
    const state = orMissing(() => fs.lstat(file));
    return state === undefined || (!isRegular(state) && orMissing(() => fs.read(file)) === undefined);
  } catch (error) {
    throw storeIo('read', file, error);
  }
}

/** The content of a file, good until the next one is read, or undefined when there is none. Fails with STORE_IO. */
export function readBytes(fs: FileSystem, file: string): Buffer | undefined {
  try {
    return orMissing(() => fs.read(file));
  } catch (error) {
    throw storeIo('read', file, error);
  }
}

/** The text of a file's content. Fails with STORE_BROKEN when it is not UTF-8. */
export function textOf(file: string, bytes: Buffer): string {
  // What is ASCII, as nearly every file is, need not be decoded.
  if (isAscii(bytes)) return bytes.toString('latin1');
  const text = bytes.toString('utf8');
  // Only a text that has a replacement character can have lost something.
  if (text.includes('\ufffd') && !Buffer.from(text).equals(bytes)) {
    const line = text.slice(0, text.indexOf('\ufffd')).split('\n');
    throw broken(file, line.length, (line.at(-1)?.length ?? 0) + 1, 'the file is not valid UTF-8');
  }
  return text;
}

/**
 * Reads an object's text, and checks that it is the object which belongs at its place.
 * @param place the collection, with the name where it is known; the file name has to fit the name else
 */
export async function parseObject(
  root: string,
  file: string,
  text: string,
  place: Collection & { name?: string },
): Promise<StoredFile> {
  const value = await parseYaml(text, file);
  const object = checkedObject(root, file, value, place);
  delete object.metadata.resourceVersion;
  if (place.namespace !== undefined) object.metadata.namespace = place.namespace;
  return { object, version: contentVersion(text) };
}

function checkedObject(root: string, file: string, value: unknown, place: Collection & { name?: string }): KubeObject {
  const fail = (why: string, hint?: string) =>
    new AppError('STORE_BROKEN', `${file}: ${why}`, {
      hint: hint ?? 'Correct the file, or move it to where it belongs',
    });
  const object = value as Partial<KubeObject> | null;
  if (typeof object !== 'object' || object === null || Array.isArray(object)) throw fail('the file is not an object');
  const { apiVersion, kind, metadata } = object;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') throw fail('apiVersion or kind is missing');
  if (!isOfCollection(apiVersion, kind, place)) {
    throw fail(`${kind} of ${apiVersion} does not belong to ${qualifiedResource(place)}`);
  }
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) throw fail('metadata is missing');
  const { name, namespace } = metadata;
  if (typeof name !== 'string') throw fail('metadata.name is missing');
  if (place.name === undefined ? path.basename(file) !== objectFileName(name) : place.name !== name) {
    throw fail(
      `metadata.name is ${JSON.stringify(name)}, which belongs in another file`,
      `Rename the file to ${objectFile(root, { ...place, name })}`,
    );
  }
  if (typeof namespace === 'string' && namespace !== '' && namespace !== place.namespace) {
    throw fail(`metadata.namespace is ${JSON.stringify(namespace)}, which belongs in another folder`);
  }
  return object as KubeObject;
}

function isOfCollection(apiVersion: string, kind: string, { group, resource }: Collection): boolean {
  const slash = apiVersion.indexOf('/');
  if ((slash < 0 ? '' : apiVersion.slice(0, slash)) !== group) return false;
  const known = kindOfObject(apiVersion, kind);
  if (known) return known.plural === resource;
  // Of a kind that we do not know we cannot tell the plural; but a plural that we know has its own kind.
  return !KINDS.some((other) => other.group === group && other.plural === resource);
}
