/** The namespace that commands work in when none is written. */
export interface CurrentProject {
  /** The directory of the store that it is saved in. */
  store: string;
  /** What decides it now: the flag, the variable, what was saved, or nothing of these. */
  origin: 'flag' | 'environment' | 'saved' | 'default';
  /** Says that the store is missing, or fails where it was named. */
  look(): void;
  /** Saves a name for the commands to come. Fails with STORE_IO. */
  save(name: string): Promise<void>;
}
