import { existsSync } from 'node:fs';
import path from 'node:path';

export interface StoreLocation {
  /** The value of `--store`; undefined or empty when it was not given. */
  flag?: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
}

const FOLDER = '.imagestream';

/**
 * The store directory, as an absolute path: `--store`, else IMAGESTREAM_STORE, else the nearest `.imagestream` from the
 * working directory upwards, else `.imagestream` in the working directory. It need not exist: the first write makes it.
 */
export function findStoreDirectory({ flag, env, cwd }: StoreLocation): string {
  const named = flag || env.IMAGESTREAM_STORE;
  if (named) return path.resolve(cwd, named);
  for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, FOLDER);
    if (existsSync(candidate)) return candidate;
    if (folder === path.dirname(folder)) return path.resolve(cwd, FOLDER);
  }
}
