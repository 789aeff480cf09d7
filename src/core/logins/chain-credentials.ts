import type { CredentialSource } from '../ports/credential-source.ts';

/** Asks the sources one after the other; the first answer wins, and a failure is not passed over. */
export function chainCredentials(...sources: readonly CredentialSource[]): CredentialSource {
  return {
    async find(registry, repository, signal) {
      for (const source of sources) {
        const credential = await source.find(registry, repository, signal);
        if (credential !== undefined) return credential;
      }
      return undefined;
    },
  };
}
