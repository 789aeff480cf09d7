import type { FlagValues } from '../../commands/command.ts';
import { once } from '../../core/concurrency/when-asked.ts';
import type { Author } from '../../core/history/change-origin.ts';
import type { CredentialSource } from '../../core/ports/credential-source.ts';
import type { RegistriesConfSource } from '../../core/ports/registries-conf.ts';
import type { UserConfiguration } from '../../files/user-configuration.ts';
import type { OwnProcess } from '../process/process.ts';
import { createRegistryClient, type PlainRegistries } from '../process/registry-client.ts';
import type { OpenStore } from '../process/store.ts';
import { readConfiguration } from './configuration.ts';
import { createHostCertificates } from './host-certificates.ts';
import { currentNamespace, type Namespace } from './namespace.ts';
import { createPasswords, type Passwords } from './passwords.ts';
import { createRegistriesConf } from './registries-conf.ts';
import { createTokenServerRules } from './token-servers.ts';

/**
 * The second layer: somebody who works on a store of the process, and what is theirs and nobody else's. It knows of no call:
 * one user can make many.
 */
export interface User extends Passwords {
  /** The namespace that counts when none is written, and what decides it. */
  namespace: Namespace;
  /** Who it is, for the record. */
  author(): Promise<Author>;
  /** Read when it is first asked for. Fails with ARGUMENT and STORE_BROKEN. */
  configuration(): Promise<UserConfiguration>;
  registriesConf: RegistriesConfSource;
  /** Registries, under what this user trusts; the logins that they are given are the caller's choice. To be closed. */
  registries: PlainRegistries;
  /** The logins of the usual places. */
  ownCredentials: CredentialSource;
}

/**
 * The user as flags and variables say. Reads nothing but the saved namespace; fails with FLAG and ARGUMENT for values that
 * cannot be used, and as a read of the store does.
 *
 * @param flags those that all commands have
 */
export async function openUser(own: OwnProcess, store: OpenStore, flags: FlagValues): Promise<User> {
  const configuration = once(() => readConfiguration(store.directory));
  const registries = createRegistryClient(own, {
    certificates: createHostCertificates(store.authorities, flags.string('certificate-authority')),
    tokenServers: await createTokenServerRules(
      flags.list('token-server'),
      async () => (await configuration()).tokenServers,
    ),
  });
  const passwords = createPasswords(own, flags.string('credential-store'));
  return {
    ...passwords,
    namespace: currentNamespace(flags.string('namespace'), store),
    author: once(async () => (await import('./author.ts')).readAuthor()),
    configuration,
    registriesConf: createRegistriesConf(),
    registries,
    ownCredentials: passwords.credentials(),
  };
}
