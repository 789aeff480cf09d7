import { gzipSync } from 'node:zlib';
import { Header } from 'tar/header';
import type { EntryTypeName } from 'tar/types';

export interface ArchiveEntry {
  path: string;
  type?: EntryTypeName;
  content?: string | Uint8Array;
  linkpath?: string;
  mode?: number;
  mtime?: Date;
}

/** A tar archive, byte by byte the same each time: also such as no program writes. */
export function tarArchive(entries: readonly ArchiveEntry[]): Buffer {
  const blocks: Buffer[] = [];
  for (const { path, type = 'File', content = '', linkpath = '', mode = 0o644, mtime = new Date(0) } of entries) {
    const bytes = Buffer.from(content as string);
    const header = Buffer.alloc(512);
    new Header({ path, type, linkpath, mode, mtime, size: bytes.length, uid: 0, gid: 0 }).encode(header, 0);
    blocks.push(header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512));
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

export const tarGz = (entries: readonly ArchiveEntry[]): Buffer => gzipSync(tarArchive(entries));
