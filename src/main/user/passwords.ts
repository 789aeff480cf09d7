import path from 'node:path';
import process from 'node:process';
import { once, whenAsked } from '../../core/concurrency/when-asked.ts';
import type { CredentialSource } from '../../core/ports/credential-source.ts';
import type { Logins } from '../../core/ports/logins.ts';
import type { SecretVault } from '../../core/ports/secret-vault.ts';
import { dataDirectory, parseCredentialPlace } from '../../credentials/credential-place.ts';
import { account } from '../process/account.ts';
import type { OwnProcess } from '../process/process.ts';

/** Where a user keeps passwords, and where they are found. */
export interface Passwords {
  vault: SecretVault;
  logins: Logins;
  /**
   * The user's logins for registries, read when one is first asked for.
   *
   * @param authFile the only file of logins that counts; undefined for the usual places
   */
  credentials(authFile?: string): CredentialSource;
}

/**
 * Loaded when a password is first kept or asked for; the choice is checked at once. Fails with ARGUMENT for a place that is none.
 *
 * @param flag the value of `--credential-store`, which goes before the variable; empty for none
 */
export function createPasswords({ keychain, output: { warn } }: OwnProcess, flag: string): Passwords {
  const place =
    parseCredentialPlace(flag, '--credential-store') ??
    parseCredentialPlace(process.env.IMAGESTREAM_CREDENTIAL_STORE, 'IMAGESTREAM_CREDENTIAL_STORE');
  const keychainLogins = once(async () => {
    const { createKeychainLogins } = await import('../../credentials/keychain-logins.ts');
    const folder = path.join(dataDirectory(account()), 'logins');
    return createKeychainLogins({ keychain, folder, owner: process.getuid?.(), warn });
  });
  const openVault = async () => {
    const { createSecretVault } = await import('../../credentials/secret-vault.ts');
    return createSecretVault({ ...account(), place, keychain, newId: () => crypto.randomUUID(), warn });
  };
  const openLogins = async () => {
    const [{ createUserLogins }, own] = await Promise.all([
      import('../../credentials/user-logins.ts'),
      keychainLogins(),
    ]);
    return createUserLogins({ ...account(), place, keychain: own });
  };
  return {
    vault: {
      keeps: place !== 'inline',
      isPlaced: (mark) => place === undefined || mark.startsWith(`${place}:`),
      ...whenAsked(openVault, ['keep', 'recall', 'kept', 'forget']),
    },
    logins: whenAsked(openLogins, ['save', 'remove', 'saveToFile']),
    credentials(authfile) {
      const open = async () => {
        const [{ createUserCredentials }, own] = await Promise.all([
          import('../../credentials/user-credentials.ts'),
          keychainLogins(),
        ]);
        return createUserCredentials({ ...account(), own, authfile, warn });
      };
      return whenAsked(open, ['find']);
    },
  };
}
