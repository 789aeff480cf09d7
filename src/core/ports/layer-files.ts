/** What an archive of a layer holds under one name. */
export interface LayerEntry {
  /** Relative, without empty parts, `.` and `..`; empty for the root. */
  name: string;
  /** `other` is a device, a pipe, or what no reader knows. */
  type: 'file' | 'directory' | 'symlink' | 'link' | 'other';
  /** The letter that tar has for the type. */
  flag: string;
  /** Permissions, with the bits for set-uid and the like. */
  mode: number;
  /** Bytes. */
  size: number;
  uid: number;
  gid: number;
  /** Milliseconds since 1970. */
  modified: number;
  /** Where a link leads, as the archive says it; empty for what is none. */
  linkname: string;
}

export interface LayerArchive {
  /** Compressed by gzip, by zstd where Node can read that, or not at all. */
  content: AsyncIterable<Uint8Array>;
  /** Bytes that it claims to have. What it unpacks to is judged by that and by what has come, whichever is less. */
  size: number;
  /** Told of what is unpacked, piece by piece. */
  onUnpacked?(bytes: Uint8Array): void;
}

/**
 * Takes one entry. What it does not read of the content is passed over. Where it fails, reading ends with that; and where reading
 * fails, the content does.
 */
export type VisitEntry = (entry: LayerEntry, content: AsyncIterable<Uint8Array>) => Promise<void>;

export interface TreeOptions {
  /** Owners and permissions are those of the image. */
  preserve: boolean;
}

/**
 * A folder that layers are unpacked into, the lowest first. Nothing is written outside of it, whatever links the image or the
 * folder holds: a link is followed as if the folder were the root. What was there before is replaced by files of the image,
 * and never removed by its whiteouts.
 */
export interface FileTree {
  /** @returns why the entry was left out; undefined where it was not. Fails with ARGUMENT where it cannot be written */
  put(entry: LayerEntry, content: AsyncIterable<Uint8Array>): Promise<string | undefined>;
  /** The entries of a layer have come, and those of the next will. */
  endLayer(): Promise<void>;
}

/** Archives of layers, and what is made of them on disk. */
export interface LayerFiles {
  /**
   * Reads an archive to its end. Fails with REGISTRY_CONTENT for what is no such archive or leads outside of its root, with
   * REGISTRY_UNSUPPORTED for one that cannot be unpacked or is compressed twice, and with REGISTRY_LIMIT for one that has more
   * entries or unpacks to more than an image has.
   */
  read(archive: LayerArchive, visit: VisitEntry): Promise<void>;
  /** The absolute path of a folder that is there, and empty where that is asked for. Fails with ARGUMENT. */
  checkFolder(folder: string, options: { empty: boolean }): Promise<string>;
  openTree(folder: string, options: TreeOptions): Promise<FileTree>;
}
