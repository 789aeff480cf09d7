import { promises as streams, Writable } from 'node:stream';
import { Parser } from 'tar/parse';
import type { ReadEntry } from 'tar/read-entry';
import type { LayerArchive, LayerEntry, VisitEntry } from '../../core/ports/layer-files.ts';
import { RegistryError } from '../../errors.ts';
import { decompress } from './decompress.ts';
import { cleanName } from './entry-name.ts';

/** The most entries of one layer, and bytes of all their names together: images of whole systems have less than a tenth. */
const MOST_ENTRIES = 1_000_000;
const MOST_NAMES = 128 * 1024 * 1024;
/** The longest name, as Linux has it, and the largest header that holds one. */
const LONGEST_NAME = 4096;
const LARGEST_HEADER = 1024 * 1024;
/** A layer unpacks to no more than `always` bytes, and `ratio` times what has come of it or, where that is less, its own size. */
export interface UnpackLimits {
  always: number;
  ratio: number;
}
const LIMITS: UnpackLimits = { always: 1024 ** 3, ratio: 100 };

const TYPES: Readonly<Record<string, readonly [LayerEntry['type'], flag: string]>> = {
  File: ['file', '0'],
  OldFile: ['file', '0'],
  ContiguousFile: ['file', '7'],
  Link: ['link', '1'],
  SymbolicLink: ['symlink', '2'],
  CharacterDevice: ['other', '3'],
  BlockDevice: ['other', '4'],
  Directory: ['directory', '5'],
  GNUDumpDir: ['directory', '5'],
  FIFO: ['other', '6'],
  SparseFile: ['other', 'S'],
};

/** Reads the archive of a layer, entry by entry, holding no more than one piece of it. See `LayerFiles.read`. */
export async function readLayer(
  { content, size, onUnpacked }: LayerArchive,
  visit: VisitEntry,
  limits: UnpackLimits = LIMITS,
): Promise<void> {
  let failure: { error: unknown } | undefined;
  let visited: ReadEntry | undefined;
  let work = Promise.resolve();
  let [entries, names, received, unpacked] = [0, 0, 0, 0];
  const parser = new Parser({
    maxMetaEntrySize: LARGEST_HEADER,
    zstd: false,
    onwarn(code, message) {
      if (code !== 'TAR_ENTRY_INFO') fail(broken(String(message)));
    },
  });
  // What stands behind the end of an archive is none of it.
  let over = false;
  parser.on('eof', () => {
    over = true;
  });
  // A parser that gave up neither drains nor ends: only a stream around it, which can be destroyed, cannot be left waiting.
  const sink = new Writable({
    write(piece: Buffer, _encoding, done) {
      if (over || parser.write(piece)) done();
      else parser.once('drain', () => done());
    },
    final(done) {
      parser.once('end', () => done());
      parser.end();
    },
  });
  /** Ends reading, and the visit of an entry whose content will not come. */
  function fail(error: unknown) {
    failure ??= { error };
    sink.destroy(failure.error as Error);
    visited?.destroy(failure.error);
  }
  const one = async (found: ReadEntry) => {
    entries++;
    names += found.path.length + (found.linkpath?.length ?? 0);
    if (entries > MOST_ENTRIES || names > MOST_NAMES) throw tooMuch(`more than ${MOST_ENTRIES} entries`);
    found.on('error', () => {}); // without one, destroying it would throw
    visited = found;
    try {
      await visit(entryOf(found), found.ignore ? nothing() : found);
    } finally {
      visited = undefined;
    }
  };
  // The parser gives the next entry when the one before it was read; what is done with that may go on for a while.
  const take = (found: ReadEntry) => {
    work = work
      .then(() => (failure ? undefined : one(found)))
      .catch(fail)
      .then(() => void found.resume());
  };
  parser.on('entry', take);
  parser.on('ignoredEntry', take);
  async function* counted() {
    for await (const piece of content) {
      received += piece.length;
      yield piece;
    }
  }
  async function* unpacking() {
    for await (const piece of decompress(counted())) {
      onUnpacked?.(piece);
      unpacked += piece.length;
      if (unpacked > limits.always + limits.ratio * Math.min(size, received)) {
        throw tooMuch(`more than ${limits.ratio} times its size`);
      }
      yield piece;
    }
  }
  await streams.pipeline(unpacking, sink).catch(fail);
  await work;
  if (failure) throw failure.error;
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // no content
}

function entryOf(found: ReadEntry): LayerEntry {
  const { path: name, linkpath = '', size = 0, mode = 0, uid = 0, gid = 0, mtime } = found;
  const [type, flag] = TYPES[found.type] ?? ['other', '?'];
  if (name.length > LONGEST_NAME || linkpath.length > LONGEST_NAME) throw broken('a name is too long');
  if (name.includes('\0') || linkpath.includes('\0')) throw broken('a name holds a NUL');
  const clean = cleanName(name);
  if (clean === undefined) throw broken(`${JSON.stringify(name)} leads outside of the image`);
  const isLink = type === 'link' || type === 'symlink';
  const modified = mtime?.getTime() ?? 0;
  return {
    ...{ name: clean, type, flag, uid, gid },
    mode: mode & 0o7777,
    size: type === 'file' ? size : 0,
    modified: Number.isFinite(modified) ? modified : 0,
    linkname: isLink ? linkpath : '',
  };
}

function broken(why: string): RegistryError {
  return new RegistryError('REGISTRY_CONTENT', `the layer is no archive that can be read: ${why}`);
}

function tooMuch(what: string): RegistryError {
  return new RegistryError('REGISTRY_LIMIT', `the layer holds ${what}`);
}
