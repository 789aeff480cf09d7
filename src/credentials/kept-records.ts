import { readdir, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { objectIn } from '../core/json/json-object.ts';
import type { KeptText } from '../core/ports/secret-vault.ts';
import { AppError } from '../errors.ts';
import { reason } from './auth-file.ts';
import { readKeptFile, removeKeptFile, writeKeptFile } from './kept-files.ts';
import type { Owner } from './own-files.ts';

/** What a vault has kept: a file for each text, without anything secret, whose time is that of the last use. */
export interface KeptRecords {
  /** Notes a use, and the text itself where it is not known yet. Never rejects: what has no note is not cleared up. */
  note(id: string, mark: string, of: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Fails with CREDENTIALS for a folder that cannot be read. */
  list(): Promise<KeptText[]>;
}

/** @param folder of the user's own, outside of any store */
export function createKeptRecords(folder: string, owner: Owner): KeptRecords {
  const fileOf = (id: string) => path.join(folder, id);

  async function read(id: string): Promise<KeptText | undefined> {
    const found = await readKeptFile(fileOf(id), owner);
    if ('why' in found) throw new AppError('CREDENTIALS', `what is kept cannot be listed: ${found.why}`);
    const { mark, of } = objectIn(found.text ?? '') ?? {};
    if (typeof mark !== 'string' || typeof of !== 'string') return undefined;
    return { mark, of, used: new Date((await stat(fileOf(id))).mtimeMs) };
  }

  return {
    async note(id, mark, of) {
      const now = new Date();
      await utimes(fileOf(id), now, now).catch(() => writeKeptFile(fileOf(id), JSON.stringify({ mark, of }), owner));
    },
    remove: (id) => removeKeptFile(fileOf(id)),
    async list() {
      let ids: string[];
      try {
        ids = await readdir(folder);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT') return [];
        throw new AppError('CREDENTIALS', `${folder} cannot be read: ${reason(code)}`);
      }
      const found = await Promise.all(ids.sort().map(read));
      return found.filter((text) => text !== undefined);
    },
  };
}
