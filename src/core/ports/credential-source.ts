/** A login for a registry. Exactly one of the three ways is meant, in the order: registryToken, identityToken, password. */
export interface Credential {
  username: string;
  password: string;
  /** An OAuth2 refresh token, exchanged at the token server by POST. */
  identityToken?: string;
  /** A ready bearer token, sent as it is. */
  registryToken?: string;
  /** It lies in the store, and goes where the store says; any other is the user's own, and goes where the user says. */
  ofStore?: true;
  /** Where it comes from, for messages: a file and its key, a helper, a secret. Never the secret itself. */
  origin: string;
}

/** Where registry logins come from. */
export interface CredentialSource {
  /**
   * The login for a repository, or undefined for "none here".
   *
   * @param registry host, with the port if one was written; Docker Hub is always `docker.io`
   * @param repository the path below the host, such as `library/nginx`
   * Fails with code CREDENTIALS: a broken file or a failing helper is never passed over in silence.
   */
  find(registry: string, repository: string, signal?: AbortSignal): Promise<Credential | undefined>;
}
