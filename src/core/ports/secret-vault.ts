/**
 * Where the passwords of the store's secrets lie: outside of the store, so that its files can be shown and shared.
 * What is kept is named by a mark, a short text that stands in the secret and says in which kind of place it lies.
 */
export interface SecretVault {
  /** Whether new texts are to be kept at all. False where passwords are to stay in the secrets themselves. */
  readonly keeps: boolean;

  /** Keeps a text and returns its mark. Fails with CREDENTIALS where no place can be used, or not the one that was asked for. */
  keep(text: string): Promise<string>;

  /** The text of a mark. Never fails: `why` goes on after "its password" and names no secret. */
  recall(mark: string): Promise<Recalled>;

  /** Removes what a mark names. Never fails: at worst something stays behind that nothing names. */
  forget(mark: string): Promise<void>;

  /** Whether a text with this mark lies where the user wants texts to lie. */
  isPlaced(mark: string): boolean;
}

export type Recalled = { ok: true; text: string } | { ok: false; why: string };
