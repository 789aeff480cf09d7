/** The user's git and the files of its work tree, for the verbs that are about git. */
export interface GitWork {
  /**
   * The top folder of the work tree that a folder lies in; undefined where it lies in none.
   * Fails with ARGUMENT where there is no git to ask.
   */
  topOf(folder: string): Promise<string | undefined>;
  /** Sets a value of the repository's own configuration. @returns whether it had another one. Fails as `topOf` does. */
  configure(folder: string, key: string, value: string): Promise<boolean>;
  /** How this program is called from a shell, quoted. */
  program: string;
  /** The text of a file that git or the user names; undefined where there is none. Fails with ARGUMENT, or STORE_BROKEN. */
  read(file: string): Promise<string | undefined>;
  /** Replaces the content of a file. Fails with ARGUMENT. */
  write(file: string, text: string): Promise<void>;
  /** Whether a path is a folder. */
  isFolder(folder: string): Promise<boolean>;
}
