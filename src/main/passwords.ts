import path from 'node:path';
import process from 'node:process';
import type { FlagValues } from '../commands/command.ts';
import type { Logins } from '../core/ports/logins.ts';
import type { SecretVault } from '../core/ports/secret-vault.ts';
import { type CredentialPlace, dataDirectory, parseCredentialPlace } from '../credentials/credential-place.ts';
import type { Keychain } from '../credentials/keychain.ts';
import type { KeychainLogins } from '../credentials/keychain-logins.ts';

/** Where one command line keeps passwords, and where it finds them. */
export interface Passwords {
  vault: SecretVault;
  logins: Logins;
}

/** The argument that makes the program answer for the keychain, in a process of its own. */
export const KEYCHAIN_PROCESS = '__keychain';

/** The place that flag or variable name. Fails with ARGUMENT. */
function chosenPlace(flags: FlagValues): CredentialPlace | undefined {
  return (
    parseCredentialPlace(flags.string('credential-store'), '--credential-store') ??
    parseCredentialPlace(process.env.IMAGESTREAM_CREDENTIAL_STORE, 'IMAGESTREAM_CREDENTIAL_STORE')
  );
}

/** Loaded when a password is first kept or asked for; the choice is checked at once. */
export function createPasswords(flags: FlagValues, warn: (text: string) => void): Passwords {
  const place = chosenPlace(flags);
  let vault: Promise<SecretVault> | undefined;
  const openVault = () => {
    vault ??= Promise.all([import('../credentials/secret-vault.ts'), userOptions()]).then(
      ([{ createSecretVault }, options]) =>
        createSecretVault({
          ...options,
          place,
          keychain,
          newId: () => crypto.randomUUID(),
          warn: (message) => warn(`warning: ${message}\n`),
        }),
    );
    return vault;
  };
  let logins: Promise<Logins> | undefined;
  const openLogins = () => {
    logins ??= Promise.all([import('../credentials/user-logins.ts'), openKeychainLogins(warn), userOptions()]).then(
      ([{ createUserLogins }, keychainLogins, options]) =>
        createUserLogins({ ...options, place, keychain: keychainLogins }),
    );
    return logins;
  };
  return {
    vault: {
      keeps: place !== 'inline',
      isPlaced: (mark) => place === undefined || mark.startsWith(`${place}:`),
      keep: async (...args) => (await openVault()).keep(...args),
      recall: async (mark) => (await openVault()).recall(mark),
      kept: async () => (await openVault()).kept(),
      forget: async (mark) => (await openVault()).forget(mark),
    },
    logins: {
      save: async (...args) => (await openLogins()).save(...args),
      remove: async (...args) => (await openLogins()).remove(...args),
      saveToFile: async (...args) => (await openLogins()).saveToFile(...args),
    },
  };
}

/** The user's logins in the keychain. */
export async function openKeychainLogins(warn: (text: string) => void): Promise<KeychainLogins> {
  const [{ createKeychainLogins }, options] = await Promise.all([
    import('../credentials/keychain-logins.ts'),
    userOptions(),
  ]);
  return createKeychainLogins({
    keychain,
    folder: path.join(dataDirectory(options), 'logins'),
    owner: process.getuid?.(),
    warn: (message) => warn(`warning: ${message}\n`),
  });
}

let opened: Promise<Keychain> | undefined;

/** The keychain, whose parts are loaded when it is first asked: most imports have no use for it. */
const keychain: Keychain = {
  get: async (...args) => (await openKeychain()).get(...args),
  set: async (...args) => (await openKeychain()).set(...args),
  delete: async (...args) => (await openKeychain()).delete(...args),
};

/** The keychain itself. */
export function openKeychain(): Promise<Keychain> {
  opened ??= Promise.all([import('../credentials/keychain.ts'), import('../credentials/keychain-process.ts')]).then(
    ([{ createKeychain }, { createKeychainProcess }]) => {
      const { execPath, argv, env, platform } = process;
      return createKeychain(createKeychainProcess(execPath, [argv[1] as string, KEYCHAIN_PROCESS], env, platform));
    },
  );
  return opened;
}

/** Who the user is, as far as it says where things of theirs lie. */
export async function userOptions() {
  const os = await import('node:os');
  return { env: process.env, home: os.homedir(), uid: process.getuid?.() ?? 0, platform: process.platform };
}
