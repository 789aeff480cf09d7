/** The user's text editor. */
export interface Editor {
  /**
   * Lets the user edit a text in a file of its own, and waits until the editor ends.
   * @param extension of the file, such as `.yaml`, by which editors choose their mode
   * Fails with ARGUMENT where the editor cannot be started or reports failure.
   */
  edit(text: string, extension: string): Promise<EditedFile>;
}

export interface EditedFile {
  /** What was saved. */
  text: string;
  /** Where it lies, until it is removed. */
  path: string;
  remove(): Promise<void>;
}
