import type { BlobContent } from './blob-transfer.ts';

/** A file that is to become a layer: an archive, compressed by gzip, by zstd, or not at all. */
export interface LayerInput {
  compression: 'none' | 'gzip' | 'zstd';
  /** Of the file as it is. */
  digest: string;
  /** Bytes of it. */
  size: number;
  /** The digest of the archive when it is unpacked. */
  diffId: string;
  content: BlobContent;
}

/** Reads files that become layers. */
export interface LayerInputs {
  /**
   * Reads an archive once, to its end, and looks whether it is one. Fails with ARGUMENT for what cannot be read, and for what
   * is no archive.
   * @param path `-` for standard input, which is kept in a file until the command ends
   */
  open(path: string): Promise<LayerInput>;
  /** Removes what was kept. */
  close(): Promise<void>;
}
