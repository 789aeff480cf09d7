/** What a command takes in besides its arguments. Errors are ARGUMENT, worded as kubectl words them. */
export interface InputFiles {
  /** The bytes of a file. */
  read(path: string): Promise<Uint8Array>;
  /** The names of a directory's regular files, sorted; undefined for what is no directory. Fails for what does not exist. */
  list(path: string): Promise<string[] | undefined>;
  /** All of standard input. */
  readStdin(): Promise<Uint8Array>;
  /** An environment variable; empty where it is not set. */
  variable(name: string): string;
  /** Asks the user at the terminal; undefined where there is none. What is typed to a hidden question is not shown. */
  ask(question: string, options?: { hidden?: boolean }): Promise<string | undefined>;
}
