import path from 'node:path';
import type { Recalled, SecretVault } from '../core/ports/secret-vault.ts';
import { AppError, isAppError } from '../errors.ts';
import type { AuthFileOptions } from './auth-file-paths.ts';
import { configuredHelper, isOwnHelper } from './configured-helper.ts';
import { type HelperLimits, helperOptions, helperProgram, isHelperName } from './credential-helper.ts';
import { type CredentialPlace, dataDirectory } from './credential-place.ts';
import { createKeptRecords } from './kept-records.ts';
import type { Keychain } from './keychain.ts';
import { ownerOf } from './own-files.ts';
import { filePlace, helperPlace, keychainPlace, type VaultPlace } from './vault-places.ts';

export interface SecretVaultOptions extends AuthFileOptions, HelperLimits {
  /** What the user has chosen; absent for the first that works of keychain, helper and file. */
  place?: CredentialPlace | undefined;
  keychain: Keychain;
  newId(): string;
  /** Told once where passwords lie when it is a file. */
  warn(message: string): void;
}

/** Ids become file names and accounts, and marks come from files that anybody may have written. */
const ID = /^[A-Za-z0-9-]{1,64}$/;

interface Mark {
  place: 'keychain' | 'helper' | 'file';
  helper?: string;
  id: string;
}

/**
 * The vault of this machine and user. Marks are `keychain:ID`, `helper:NAME:ID` and `file:ID`; what they name is bound
 * to the user's account, so that a store that was copied to another machine has no passwords there.
 */
export function createSecretVault(options: SecretVaultOptions): SecretVault {
  const { place, keychain } = options;
  const folder = path.join(dataDirectory(options), 'secrets');
  const limits = helperOptions(options, 2 * 1024 * 1024);
  const records = createKeptRecords(path.join(dataDirectory(options), 'kept'), ownerOf(options));
  let told = false;

  function placeOf(mark: Mark): VaultPlace {
    if (mark.place === 'keychain') return keychainPlace(keychain);
    return mark.place === 'file' ? filePlace(folder, ownerOf(options)) : helperPlace(mark.helper as string, limits);
  }

  /** Marks come from stores, which may be anybody's: only the user says which programs run. */
  const mayOpen = async ({ helper }: Mark) => helper === undefined || (await isOwnHelper(options, helper));

  async function keepAt(mark: Mark, text: string, reasons: string[]): Promise<string | undefined> {
    const failed = await placeOf(mark).put(mark.id, text);
    if (failed === undefined) return markText(mark);
    reasons.push(failed);
    return undefined;
  }

  async function keepWithHelper(text: string, reasons: string[]): Promise<string | undefined> {
    try {
      const helper = await configuredHelper(options);
      if (helper !== undefined) return await keepAt({ place: 'helper', helper, id: options.newId() }, text, reasons);
      if (place === 'helper') reasons.push('no credential file names a helper for everything (credsStore)');
    } catch (error) {
      if (!isAppError(error, 'CREDENTIALS')) throw error;
      reasons.push(error.message);
    }
    return undefined;
  }

  return {
    keeps: place !== 'inline',

    async keep(text, of) {
      const reasons: string[] = [];
      const wanted = (name: CredentialPlace) => place === undefined || place === name;
      const mark =
        (wanted('keychain') && (await keepAt({ place: 'keychain', id: options.newId() }, text, reasons))) ||
        (wanted('helper') && (await keepWithHelper(text, reasons))) ||
        (wanted('file') && (await keepAt({ place: 'file', id: options.newId() }, text, reasons)));
      if (!mark) {
        throw new AppError('CREDENTIALS', `the password cannot be kept: ${reasons.join('; ')}`, {
          hint: 'choose another place with --credential-store=keychain|helper|file|inline',
        });
      }
      if (mark.startsWith('file:') && !told) {
        told = true;
        options.warn(`passwords are kept in files that only you can read, in ${folder}${because(reasons)}`);
      }
      await records.note((parseMark(mark) as Mark).id, mark, of);
      return mark;
    },

    async recall(text): Promise<Recalled> {
      const mark = parseMark(text);
      if (!mark) return { ok: false, why: 'is in a place that this version does not know' };
      if (await mayOpen(mark)) {
        const found = await placeOf(mark).get(mark.id);
        if (found.ok) await records.note(mark.id, text, '');
        return found;
      }
      const program = helperProgram(mark.helper as string);
      return { ok: false, why: `is with the credential helper ${program}, which no file of yours names (credsStore)` };
    },

    async forget(text) {
      const mark = parseMark(text);
      if (!mark || !(await mayOpen(mark))) return;
      await placeOf(mark).remove(mark.id);
      await records.remove(mark.id);
    },

    kept: () => records.list(),

    isPlaced: (text) => place === undefined || parseMark(text)?.place === place,
  };
}

const because = (reasons: readonly string[]) => (reasons.length > 0 ? ` (${reasons.join('; ')})` : '');

function markText({ place, helper, id }: Mark): string {
  return [place, ...(helper === undefined ? [] : [helper]), id].join(':');
}

function parseMark(text: string): Mark | undefined {
  const parts = text.split(':');
  const [place, helper] = parts;
  const id = parts.at(-1) ?? '';
  if (!ID.test(id)) return undefined;
  if (place === 'helper') {
    return parts.length === 3 && helper !== undefined && isHelperName(helper) ? { place, helper, id } : undefined;
  }
  return parts.length === 2 && (place === 'keychain' || place === 'file') ? { place, id } : undefined;
}
