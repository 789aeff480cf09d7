import path from 'node:path';
import type { Recalled } from '../core/ports/secret-vault.ts';
import { askHelper, eraseWithHelper, type HelperOptions, helperProgram, storeWithHelper } from './credential-helper.ts';
import { readKeptFile, removeKeptFile, writeKeptFile } from './kept-files.ts';
import type { Keychain } from './keychain.ts';
import type { Owner } from './own-files.ts';

/** A place that keeps texts by an id. No method rejects. */
export interface VaultPlace {
  /** Undefined for success, or why it cannot be kept here, as a clause. */
  put(id: string, text: string): Promise<string | undefined>;
  /** `why` goes on after "its password". */
  get(id: string): Promise<Recalled>;
  remove(id: string): Promise<void>;
}

const SERVICE = 'imagestream secret';

export function keychainPlace(keychain: Keychain): VaultPlace {
  return {
    async put(id, text) {
      const written = await keychain.set(SERVICE, id, text);
      return written.ok ? undefined : `the keychain cannot be used: ${written.why}`;
    },
    async get(id) {
      const read = await keychain.get(SERVICE, id);
      if (!read.ok) return { ok: false, why: `is in the keychain, which cannot be used: ${read.why}` };
      if (read.password === undefined) return { ok: false, why: 'is not in the keychain of this machine' };
      return { ok: true, text: read.password };
    },
    remove: async (id) => void (await keychain.delete(SERVICE, id)),
  };
}

export function helperPlace(name: string, options: HelperOptions): VaultPlace {
  const program = helperProgram(name);
  // A URL, because some helpers take it apart; no registry has this name.
  const serverOf = (id: string) => `https://imagestream/secret/${id}`;
  const { signal } = new AbortController();
  return {
    async put(id, text) {
      // Base64: some helpers read their input line by line.
      const secret = Buffer.from(text).toString('base64');
      const failed = await storeWithHelper(
        name,
        { server: serverOf(id), username: 'imagestream', secret },
        options,
        signal,
      );
      return failed === undefined ? undefined : `the credential helper ${program} ${failed}`;
    },
    async get(id) {
      const answer = await askHelper(name, serverOf(id), options, signal);
      if (answer.kind === 'found') return { ok: true, text: Buffer.from(answer.secret, 'base64').toString() };
      if (answer.kind === 'none') return { ok: false, why: `is not known to ${program} on this machine` };
      return { ok: false, why: `is with the credential helper ${program}, which ${answer.why}` };
    },
    remove: async (id) => void (await eraseWithHelper(name, serverOf(id), options, signal)),
  };
}

/** @param folder of the user's own, outside of any store */
export function filePlace(folder: string, owner: Owner): VaultPlace {
  const fileOf = (id: string) => path.join(folder, id);
  return {
    async put(id, text) {
      const failed = await writeKeptFile(fileOf(id), text, owner);
      return failed === undefined ? undefined : `${folder} cannot be used: ${failed}`;
    },
    async get(id) {
      const read = await readKeptFile(fileOf(id), owner);
      if ('why' in read) return { ok: false, why: `is not read: ${read.why}` };
      if (read.text === undefined) return { ok: false, why: `is not in ${folder} on this machine` };
      return { ok: true, text: read.text };
    },
    remove: (id) => removeKeptFile(fileOf(id)),
  };
}
