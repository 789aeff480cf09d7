/**
 * Where the passwords of the store's secrets lie: outside of the store, so that its files can be shown and shared.
 * What is kept is named by a mark, a short text that stands in the secret and says in which kind of place it lies.
 */
export interface SecretVault {
  /** Whether new texts are to be kept at all. False where passwords are to stay in the secrets themselves. */
  readonly keeps: boolean;

  /**
   * Keeps a text and returns its mark, which no other text ever had.
   * @param of whose it is, for people who clear up: `NAMESPACE/NAME`
   * Fails with CREDENTIALS where no place can be used, or not the one that was asked for.
   */
  keep(text: string, of: string): Promise<string>;

  /** The text of a mark; it counts as used now. Never fails: `why` goes on after "its password" and names no secret. */
  recall(mark: string): Promise<Recalled>;

  /** Removes what a mark names. Never fails: at worst something stays behind that nothing names. */
  forget(mark: string): Promise<void>;

  /** What this vault has kept and not removed. Fails with CREDENTIALS where that cannot be told. */
  kept(): Promise<KeptText[]>;

  /** Whether a text with this mark lies where the user wants texts to lie. */
  isPlaced(mark: string): boolean;
}

export type Recalled = { ok: true; text: string } | { ok: false; why: string };

export interface KeptText {
  mark: string;
  of: string;
  /** When it was kept, or asked for last. */
  used: Date;
}
