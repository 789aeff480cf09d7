import type { InputFiles } from '../../core/ports/input-files.ts';
import { envNameProblems } from '../../core/secrets/config-keys.ts';
import { AppError } from '../../errors.ts';
import { type Flag, type FlagValues, refuse } from '../command.ts';

/** Where the entries of a Secret or ConfigMap come from, as `--from-file`, `--from-literal`, `--from-env-file` name it. */
export interface KeyValueSources {
  files: readonly string[];
  literals: readonly string[];
  envFiles: readonly string[];
}

/** One entry, and whether it came from a file: then it may be binary. */
export interface KeyValue {
  key: string;
  bytes: Uint8Array;
  isFile: boolean;
  /** The file, where it came from one that was named by itself or in a directory. */
  path?: string;
}

/** The flags, with the words for what is made of them. */
export const sourceFlags = (what: string): readonly Flag[] => [
  {
    name: 'from-file',
    group: 'what',
    type: 'list',
    value: '[KEY=]PATH',
    help: `A file for the ${what}, under its own name or KEY; a directory for all of its files`,
  },
  { name: 'from-literal', group: 'what', type: 'list', value: 'KEY=VALUE', help: `A value for the ${what}` },
  { name: 'from-env-file', group: 'what', type: 'list', value: 'PATH', help: 'A file with a KEY=VALUE on each line' },
];

/** Fails with ARGUMENT where kinds of sources are mixed that may not be. */
export function parseSources(flags: FlagValues): KeyValueSources {
  const split = (name: string) => flags.list(name).flatMap((value) => value.split(','));
  const sources = {
    files: split('from-file'),
    literals: flags.list('from-literal'),
    envFiles: split('from-env-file'),
  };
  if (sources.envFiles.length > 0 && sources.files.length + sources.literals.length > 0) {
    refuse('from-env-file cannot be combined with from-file or from-literal');
  }
  return sources;
}

/**
 * The entries of all files. Of a directory, its regular files count.
 * Fails with ARGUMENT for sources that are malformed or cannot be read.
 */
export async function readFileSources(sources: readonly string[], files: InputFiles): Promise<KeyValue[]> {
  const found: KeyValue[] = [];
  for (const source of sources) {
    const { key, path } = parseFileSource(source);
    const names = await files.list(path);
    if (!names) {
      found.push({ key, bytes: await files.read(path), isFile: true, path });
      continue;
    }
    if (source.includes('=')) refuse('cannot give a key name for a directory path');
    for (const name of names) {
      const file = `${path.replace(/\/+$/, '')}/${name}`;
      found.push({ key: name, bytes: await files.read(file), isFile: true, path: file });
    }
  }
  return found;
}

/** `key=value`, split at the first `=`. The value is not part of the error: it may be a password. */
export function parseLiteral(source: string): KeyValue {
  const equals = source.indexOf('=');
  if (equals > 0) return entryOf(source.slice(0, equals), source.slice(equals + 1));
  refuse(`invalid literal source ${equals < 0 ? source : '=...'}, expected key=value`);
}

/**
 * The lines of env files: `KEY=VALUE`, comments with `#`; a key alone takes its value from the environment.
 *
 * @param what `secret` or `config`, for the message about directories
 */
export async function readEnvFiles(paths: readonly string[], files: InputFiles, what: string): Promise<KeyValue[]> {
  const found: KeyValue[] = [];
  for (const path of paths) {
    if (await files.list(path)) refuse(`env ${what} file cannot be a directory`);
    const lines = envLines(await files.read(path), path);
    for (const line of lines) {
      const equals = line.indexOf('=');
      const key = equals < 0 ? line : line.slice(0, equals);
      const problems = envNameProblems(key);
      if (problems.length > 0) refuse(`${JSON.stringify(key)} is not a valid key name: ${problems.join(';')}`);
      found.push(entryOf(key, equals < 0 ? files.variable(key) : line.slice(equals + 1)));
    }
  }
  return found;
}

function entryOf(key: string, value: string): KeyValue {
  return { key, bytes: new TextEncoder().encode(value), isFile: false };
}

function parseFileSource(source: string): { key: string; path: string } {
  const parts = source.split('=');
  const [first = '', second = ''] = parts;
  if (parts.length === 1) return { key: source.replace(/\/+$/, '').split('/').at(-1) || '/', path: source };
  if (parts.length > 2) refuse("key names or file paths cannot contain '='");
  if (first === '') refuse(`key name for file path ${second} missing`);
  if (second === '') refuse(`file path for key name ${first} missing`);
  return { key: first, path: second };
}

/** The lines that hold something, without white space before them. */
function envLines(bytes: Uint8Array, path: string): string[] {
  const lines: string[] = [];
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let start = 0;
  for (let number = 1; start < bytes.length; number++) {
    const feed = bytes.indexOf(10, start);
    const end = feed < 0 ? bytes.length : feed;
    let line: string;
    try {
      line = decoder.decode(bytes.subarray(start, end));
    } catch (error) {
      throw new AppError('ARGUMENT', `env file ${path} contains invalid utf8 bytes at line ${number}`, {
        cause: error,
      });
    }
    const text = line.replace(/\r$/, '').trimStart();
    if (text !== '' && !text.startsWith('#')) lines.push(text);
    start = end + 1;
  }
  return lines;
}
