import { type Dirent, promises as fs } from 'node:fs';
import path from 'node:path';
import type { Download } from '../core/ports/download.ts';
import type { ManifestEntry, ManifestReader } from '../core/ports/manifest-reader.ts';
import { AppError, isAppError } from '../errors.ts';
import { expandGlob, hasGlob } from './glob.ts';
import { decodeText, parseManifests } from './manifest-text.ts';
import { readUrl } from './manifest-url.ts';

export interface ManifestReaderOptions {
  /** All of standard input. */
  readStdin(): Promise<Uint8Array>;
  download: Download;
  signal: AbortSignal;
}

const EXTENSIONS = ['.json', '.yaml', '.yml'];

/** Reads manifests as `kubectl -f` does: files, directories, URLs and `-`. */
export function createManifestReader(options: ManifestReaderOptions): ManifestReader {
  async function bytesOf(source: string): Promise<Uint8Array> {
    if (source === '-') return options.readStdin();
    if (isUrl(source)) return readUrl(source, options);
    return fs.readFile(source);
  }

  async function entriesOf(source: string): Promise<ManifestEntry[]> {
    const file = source === '-' ? 'STDIN' : source;
    try {
      return await parseManifests(decodeText(await bytesOf(source), file), file);
    } catch (error) {
      return [{ error: isAppError(error) ? error : unreadable(file, error) }];
    }
  }

  return {
    async read(sources, { recursive }) {
      const files: string[] = [];
      for (const source of sources) files.push(...(await filesOfSource(source, recursive)));
      const entries: ManifestEntry[] = [];
      for (const file of files) entries.push(...(await entriesOf(file)));
      return entries;
    },

    parse: parseManifests,
  };
}

const isUrl = (source: string) => /^https?:\/\//i.test(source);

/**
 * The files that a source stands for: a name, or else a pattern that the shell has left alone. Fails with ARGUMENT where
 * there are none.
 */
async function filesOfSource(source: string, recursive: boolean): Promise<string[]> {
  if (source === '-' || isUrl(source)) return [source];
  if (!hasGlob(source) || (await isThere(source))) return expand(source, recursive);
  const paths = await expandGlob(source);
  if (!paths) {
    throw new AppError('ARGUMENT', `pattern ${JSON.stringify(source)} is not valid: syntax error in pattern`, {
      hint: 'A class such as [a-z] needs its closing bracket; a backslash takes the next sign as it is',
    });
  }
  if (paths.length === 0) throw missing(source);
  const files: string[] = [];
  for (const found of paths) if (!(await isEndless(found))) files.push(...(await expand(found, recursive)));
  if (files.length === 0) throw missing(source);
  return files;
}

/**
 * Whether a path leads to a pipe, a socket or a device. Who names one has something there to be read, as the shell does for
 * `<(…)`; among others it would only be waited for.
 */
async function isEndless(file: string): Promise<boolean> {
  const state = await fs.stat(file).catch(() => undefined);
  return state !== undefined && !state.isFile() && !state.isDirectory();
}

async function isThere(file: string): Promise<boolean> {
  try {
    await fs.stat(file);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

const missing = (source: string) => new AppError('ARGUMENT', `the path ${JSON.stringify(source)} does not exist`);

/** The files that a path stands for. Fails with ARGUMENT where there are none. */
async function expand(source: string, recursive: boolean): Promise<string[]> {
  let isDirectory: boolean;
  try {
    isDirectory = (await fs.stat(source)).isDirectory();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(source, error);
    throw missing(source);
  }
  if (!isDirectory) return [source];
  const files = await filesOf(source, recursive);
  if (files.length === 0) {
    throw new AppError(
      'ARGUMENT',
      `error reading [${source}]: recognized file extensions are [${EXTENSIONS.join(' ')}]`,
    );
  }
  return files;
}

/** In the order of their names; symbolic links are read where they lead to a file, and not walked into. Pipes are passed over. */
async function filesOf(folder: string, recursive: boolean): Promise<string[]> {
  let entries: Dirent[];
  try {
    entries = await fs.readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw unreadable(folder, error);
  }
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (recursive) files.push(...(await filesOf(file, recursive)));
    } else if (EXTENSIONS.includes(path.extname(entry.name)) && (entry.isFile() || !(await isEndless(file)))) {
      files.push(file);
    }
  }
  return files;
}

function unreadable(file: string, error: unknown): AppError {
  const { code, message } = error as NodeJS.ErrnoException;
  const why = code === 'EACCES' ? 'permission denied' : code === 'EISDIR' ? 'it is a directory' : message;
  return new AppError('ARGUMENT', `error reading ${file}: ${why}`, { cause: error });
}
