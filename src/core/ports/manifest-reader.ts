/** A document of a manifest file, not yet looked at. */
export interface ManifestDocument {
  value: unknown;
  /** Where it stands, for messages: the file and the line of its beginning. */
  file: string;
  line: number;
}

/** Reads the files that `-f` names. */
export interface ManifestReader {
  /**
   * The documents of files, directories, URLs and standard input (`-`), in the order given; a List's items are not
   * taken apart. A document that cannot be read is an error in its place, so that good ones beside it still count.
   */
  read(sources: readonly string[], options: { recursive: boolean }): Promise<(ManifestDocument | { error: unknown })[]>;
}
