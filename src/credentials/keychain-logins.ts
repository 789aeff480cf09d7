import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { once } from '../core/concurrency/when-asked.ts';
import { objectIn } from '../core/json/json-object.ts';
import type { Credential, CredentialSource } from '../core/ports/credential-source.ts';
import type { Login } from '../core/ports/logins.ts';
import { credentialKeys } from './credential-keys.ts';
import { removeKeptFile, writeKeptFile } from './kept-files.ts';
import type { Keychain } from './keychain.ts';
import type { Owner } from './own-files.ts';

/** The service of a login in the keychain; the account is always the same, as a host has one login. */
const serviceOf = (host: string) => `imagestream:${host}`;
const ACCOUNT = 'login';

export interface KeychainLoginsOptions {
  keychain: Keychain;
  /** Where empty files name the hosts that have a login, so that the keychain is asked for these alone. */
  folder: string;
  owner: Owner;
  /** Told of a login that is there and cannot be read. */
  warn(message: string): void;
}

export interface KeychainLogins extends CredentialSource {
  /** Undefined for success, or why the keychain cannot be used. */
  save(host: string, login: Login): Promise<string | undefined>;
  /** Whether there was a login. */
  remove(host: string): Promise<boolean>;
}

/** The user's logins in the keychain. A keychain that cannot be read costs one warning, and other places are asked. */
export function createKeychainLogins({ keychain, folder, owner, warn }: KeychainLoginsOptions): KeychainLogins {
  const fileOf = (host: string) => path.join(folder, encodeURIComponent(host));
  const known = once(async (): Promise<ReadonlySet<string>> => new Set(await readdir(folder).catch(() => [])));
  const read = new Map<string, Promise<Credential | undefined>>();

  async function load(host: string): Promise<Credential | undefined> {
    const answer = await keychain.get(serviceOf(host), ACCOUNT);
    if (answer.ok) return answer.password === undefined ? undefined : credentialOf(host, answer.password);
    warn(`the login for ${host} in the keychain is not used: ${answer.why}`);
    return undefined;
  }

  return {
    async find(registry, repository) {
      const hosts = await known();
      if (hosts.size === 0) return undefined;
      const keys = credentialKeys(registry, repository);
      for (const host of [...keys.paths, ...keys.hosts]) {
        if (!hosts.has(encodeURIComponent(host))) continue;
        if (!read.has(host)) read.set(host, load(host));
        const found = await read.get(host);
        if (found) return found;
      }
      return undefined;
    },

    async save(host, login) {
      const written = await keychain.set(serviceOf(host), ACCOUNT, JSON.stringify(login));
      if (!written.ok) return written.why;
      await removeKeptFile(fileOf(host));
      const failed = await writeKeptFile(fileOf(host), '', owner);
      return failed === undefined ? undefined : `${folder} cannot be used: ${failed}`;
    },

    async remove(host) {
      if (!(await known()).has(encodeURIComponent(host))) return false;
      await keychain.delete(serviceOf(host), ACCOUNT);
      await removeKeptFile(fileOf(host));
      return true;
    },
  };
}

function credentialOf(host: string, text: string): Credential | undefined {
  const { username, password, identityToken } = objectIn(text) ?? {};
  if (typeof username !== 'string' || typeof password !== 'string') return undefined;
  return {
    username,
    password,
    ...(typeof identityToken === 'string' ? { identityToken } : {}),
    origin: `the keychain, ${host}`,
  };
}
