import path from 'node:path';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import type { StoredText, StoredTexts } from '../../core/ports/stored-texts.ts';
import { AppError, isAppError } from '../../errors.ts';
import { type FileSystem, isFolder, orMissing } from '../files/file-system.ts';
import { isObjectFile, placeOfFolder } from './layout.ts';
import { parseObject, readText } from './object-file.ts';
import { isUnreadable } from './unreadable.ts';

export interface StoredTextsOptions {
  directory: string;
  fs: FileSystem;
  store: ObjectStore;
  /** The working directory, for paths as a user types and reads them. */
  cwd: string;
}

/** How deep the files of objects lie: `namespaces/NAMESPACE/GROUP/RESOURCE/FILE`. */
const DEEPEST = 5;

export function createStoredTexts({ directory, fs, store, cwd }: StoredTextsOptions): StoredTexts {
  const shown = (file: string) => {
    const relative = path.relative(cwd, file);
    return relative.startsWith('..') ? file : relative;
  };

  /** Files below a folder that are meant to be objects, in the order of their paths. */
  function* filesIn(folder: string, depth: number): Generator<string> {
    for (const name of [...fs.list(folder)].sort()) {
      const entry = path.join(folder, name);
      if (name.startsWith('.')) continue;
      const state = depth < DEEPEST ? orMissing(() => fs.lstat(entry)) : undefined;
      if (state && isFolder(state)) yield* filesIn(entry, depth + 1);
      else if (isObjectFile(name)) yield entry;
    }
  }

  function* chosen(given: string): Generator<string> {
    const at = path.resolve(cwd, given);
    const within = path.relative(directory, at);
    if (within.startsWith('..') || path.isAbsolute(within)) {
      throw new AppError('ARGUMENT', `${given} does not lie in the store ${directory}`);
    }
    const state = orMissing(() => fs.lstat(at));
    if (!state) return;
    const depth = within === '' ? 1 : within.split(path.sep).length + 1;
    if (isFolder(state)) yield* filesIn(at, depth);
    else if (isObjectFile(path.basename(at))) yield at;
  }

  async function textOf(file: string): Promise<StoredText | undefined> {
    let text = '';
    try {
      const found = readText(fs, file);
      if (found === undefined) return undefined;
      text = found;
      const place = placeOfFolder(directory, path.dirname(file));
      if (!place) throw new AppError('STORE_BROKEN', `${file}: no object belongs there`);
      const { object, version } = await parseObject(directory, file, text, place);
      object.metadata.resourceVersion = version;
      return { file: shown(file), text, stored: { key: { ...place, name: object.metadata.name }, object } };
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      const message = error.message.replace(file, shown(file));
      return {
        file: shown(file),
        text,
        error: new AppError(error.code, message, { hint: error.hint }),
      };
    }
  }

  return {
    async *read(paths) {
      const files = paths.length === 0 ? chosen(directory) : paths.flatMap((given) => [...chosen(given)]);
      for (const file of files) {
        const text = await textOf(file);
        if (text) yield text;
      }
    },

    async find(key) {
      try {
        return await store.get<KubeObject>(key);
      } catch (error) {
        if (!isAppError(error)) throw error;
        return undefined;
      }
    },

    async replace(key, object) {
      await store.update(key, object);
    },
  };
}
