/** Where a command writes files that its arguments name. Errors are ARGUMENT, worded as the system's calls are. */
export interface OutputFiles {
  /**
   * Sees to it that a folder is there.
   * @param options.create makes it, and those above it, where it is missing
   */
  openFolder(folder: string, options: { create: boolean }): Promise<void>;
  /**
   * Writes a file that only the user can read, whole or not at all. What lies there under its name is replaced, a link too,
   * and never followed.
   * @param name without separators
   * @returns the path; undefined for a file that is there and may not be replaced
   */
  write(folder: string, name: string, bytes: Uint8Array, options: { replace: boolean }): Promise<string | undefined>;
}
