import type { WrittenNumbers } from '../json/exact-json.ts';

/** A document of a manifest file, not yet looked at. */
export interface ManifestDocument {
  value: unknown;
  /** Where it stands, for messages: the file as it was named, and the line of its beginning. */
  file: string;
  line: number;
  /** Paths of keys that the text has twice, such as `spec.tags[0].name`: the last of them counts. */
  repeated?: readonly string[];
  /** The unusual numbers of a text that is one JSON object: what is sent as it is, is read as it is written. */
  written?: WrittenNumbers;
}

/** A document, or why there is none in its place. */
export type ManifestEntry = ManifestDocument | { error: unknown };

/** Reads the files that `-f` names. */
export interface ManifestReader {
  /**
   * The documents of files, directories, URLs and standard input (`-`), in the order given; a List's items are not
   * taken apart. A document that cannot be read is an error in its place, so that good ones beside it still count.
   * Fails with ARGUMENT, before anything is read, for a path that does not exist.
   */
  read(sources: readonly string[], options: { recursive: boolean }): Promise<ManifestEntry[]>;

  /** The documents of a text; `file` is its name in messages. */
  parse(text: string, file: string): Promise<ManifestEntry[]>;
}
