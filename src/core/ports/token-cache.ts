/** A bearer token that was handed out to somebody for some scopes. */
export interface KeptToken {
  /** Whom: never a login itself, and nothing that a login could be guessed from in passing. */
  identity: string;
  /** What it opens, such as `repository:team/app:pull`. */
  scopes: readonly string[];
  value: string;
  /** Milliseconds since the epoch. */
  expires: number;
}

/** What one registry handed out, and how it asked for it. */
export interface KeptTokens {
  /** Goes into every `identity`, so that those of two files cannot be compared. */
  salt: string;
  /** The token server, as the registry's challenge named it. */
  realm: string;
  service?: string | undefined;
  tokens: readonly KeptToken[];
}

/**
 * Tokens between runs. A cache: whatever goes wrong is the same as nothing kept, and no method fails.
 */
export interface TokenCache {
  /** @param origin the registry's, `https://host:port` */
  recall(origin: string): Promise<KeptTokens | undefined>;
  /** Replaces what was kept of a registry. The last writer wins. */
  keep(origin: string, kept: KeptTokens): Promise<void>;
}
