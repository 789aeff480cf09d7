import type { Credential } from './credential-source.ts';

/** A login to be saved; where it comes from does not matter. */
export type Login = Omit<Credential, 'origin' | 'ofStore'>;

/** The user's own logins, as lookups find them again. All methods fail with CREDENTIALS. */
export interface Logins {
  /**
   * Saves a login in the keychain, with a credential helper, or in a file, as the user has chosen.
   * @param host a host with port, or a host with a path
   * @returns where it lies, to go on after "Saved credentials for HOST"
   */
  save(host: string, login: Login): Promise<string>;

  /** Removes the logins of a host from every place that can be changed. Returns these places; none where there was no login. */
  remove(host: string): Promise<string[]>;

  /**
   * Saves a login in a credential file.
   * @param file undefined for the one that the environment names, or podman's
   * @returns the file's path
   */
  saveToFile(file: string | undefined, host: string, login: Login): Promise<string>;
}
