import { HUB_HOSTS } from '../core/logins/docker-config.ts';
import type { Login, Logins } from '../core/ports/logins.ts';
import { AppError } from '../errors.ts';
import { type AuthFileOptions, defaultAuthFiles, explicitAuthFile } from './auth-file-paths.ts';
import { configuredHelper } from './configured-helper.ts';
import {
  askHelper,
  eraseWithHelper,
  type HelperLimits,
  helperOptions,
  helperProgram,
  storeWithHelper,
} from './credential-helper.ts';
import { credentialKeys } from './credential-keys.ts';
import type { CredentialPlace } from './credential-place.ts';
import { removeLogin, saveLogin } from './docker-config-writer.ts';
import type { KeychainLogins } from './keychain-logins.ts';
import { ownerOf } from './own-files.ts';

export interface UserLoginsOptions extends AuthFileOptions, HelperLimits {
  /** What the user has chosen; absent for the first that works of keychain, helper and file. */
  place?: CredentialPlace | undefined;
  keychain: KeychainLogins;
}

/** Saves and removes the user's logins where `createUserCredentials` finds them. */
export function createUserLogins(options: UserLoginsOptions): Logins {
  const { place, keychain } = options;
  const limits = helperOptions(options);
  const { signal } = new AbortController();

  async function saveInKeychain(host: string, login: Login, reasons: string[]): Promise<string | undefined> {
    const failed = await keychain.save(host, login);
    if (failed === undefined) return 'in the keychain';
    reasons.push(`the keychain cannot be used: ${failed}`);
    return undefined;
  }

  async function saveWithHelper(host: string, login: Login, reasons: string[]): Promise<string | undefined> {
    const name = await configuredHelper(options, host);
    if (name === undefined) {
      reasons.push('no credential file names a helper (credHelpers or credsStore)');
      return undefined;
    }
    const secret = login.identityToken ?? login.password;
    const username = login.identityToken ? '<token>' : login.username;
    const entry = { server: serverOf(host), username, secret };
    const failed = await storeWithHelper(name, entry, limits, signal);
    if (failed === undefined) return `with ${helperProgram(name)}`;
    reasons.push(`the credential helper ${helperProgram(name)} ${failed}`);
    return undefined;
  }

  async function saveToFile(file: string | undefined, host: string, login: Login): Promise<string> {
    // Where the user wants it is the user's business.
    const named = file ?? explicitAuthFile(options)?.path;
    const target = named ?? loginFile(options);
    await saveLogin(target, host, login, named === undefined ? ownerOf(options) : undefined);
    return target;
  }

  async function eraseFromHelper(host: string): Promise<string[]> {
    const name = await configuredHelper(options, host);
    if (name === undefined) return [];
    const answer = await askHelper(name, serverOf(host), limits, signal);
    if (answer.kind !== 'found') return [];
    const failed = await eraseWithHelper(name, serverOf(host), limits, signal);
    if (failed === undefined) return [helperProgram(name)];
    throw new AppError('CREDENTIALS', `the credential helper ${helperProgram(name)} ${failed}`);
  }

  return {
    async save(written, login) {
      const host = loginHost(written);
      const reasons: string[] = [];
      // A file that the user named is where lookups look, and nowhere else.
      const named = explicitAuthFile(options) !== undefined && place === undefined;
      const wanted = (name: CredentialPlace) => (place === undefined ? !named : place === name);
      const saved =
        (wanted('keychain') && (await saveInKeychain(host, login, reasons))) ||
        (wanted('helper') && (await saveWithHelper(host, login, reasons)));
      if (saved) return saved;
      if (place === 'keychain' || place === 'helper') {
        throw new AppError('CREDENTIALS', `the login cannot be saved: ${reasons.join('; ')}`, {
          hint: 'choose another place with --credential-store=keychain|helper|file',
        });
      }
      const file = await saveToFile(undefined, host, login);
      // An older login in the keychain would be found first.
      await keychain.remove(host);
      return `into ${file}`;
    },

    async remove(written) {
      const host = loginHost(written);
      const removed = (await keychain.remove(host)) ? ['the keychain'] : [];
      removed.push(...(await eraseFromHelper(host)));
      const explicit = explicitAuthFile(options);
      for (const file of explicit ? [explicit] : defaultAuthFiles(options)) {
        // The flat format of old is read only.
        if (file.format === 'config' && (await removeLogin(file.path, host))) removed.push(file.path);
      }
      return removed;
    },

    saveToFile,
  };
}

/** A host as lookups name it: without scheme and API path, and one name for Docker Hub. */
export function loginHost(written: string): string {
  const bare = written
    .replace(/^https?:\/\//i, '')
    .replace(/\/+$/, '')
    .replace(/\/v[12]$/, '');
  const slash = bare.indexOf('/');
  const host = slash < 0 ? bare : bare.slice(0, slash);
  return HUB_HOSTS.some((name) => name === host) ? `${HUB_HOSTS[0]}${bare.slice(host.length)}` : bare;
}

/** Helpers know registries, and no paths below them. */
function serverOf(host: string): string {
  return credentialKeys(host.split('/')[0] as string, '').server;
}

/**
 * Where a login goes when no file was named: podman's. Who has no runtime directory cannot write where podman would without
 * one, unless he is root: then it is the file in the home directory.
 */
function loginFile(options: AuthFileOptions): string {
  const { env, uid, platform } = options;
  const files = defaultAuthFiles(options).filter((file) => file.format === 'config');
  if (env.REGISTRY_AUTH_PREFERENCE === 'docker') return files.at(-1)?.path as string;
  const isForeign = platform === 'linux' && !env.XDG_RUNTIME_DIR && uid !== 0 && uid !== undefined;
  return files[isForeign ? 1 : 0]?.path as string;
}
