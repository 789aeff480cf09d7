import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Message, publint } from 'publint';
import { formatMessage } from 'publint/utils';

// What can be known about the package as it is published: its content, the licences of what it brings, and its form.

/** Licences under which all of it may be passed on. */
export const ALLOWED_LICENCES: ReadonlySet<string> = new Set([
  ...['Apache-2.0', 'MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0'],
]);

/** What the package may hold: everything else, tests above all, stays here. */
export const ALLOWED_FILES =
  /^(?:bin\/[\w-]+\.(?:js|json)|dist\/(?:parts\/)?[\w+-]+\.(?:wasm|cjs(?:\.(?:[\w-]+\.)?cache)?)|man\/(?:imagestream(?:-[a-z-]+)?\.[17]|reference\.md)|README\.md|dist\/LICENSES\.txt|LICENSE|CHANGELOG\.md|package\.json)$/;

export interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

interface LockEntry {
  readonly dev?: boolean;
  readonly optional?: boolean;
}

/**
 * All packages that come with an installation, of the tree that the lock file describes, optional ones included. An
 * optional one that this system does not take is left out; with CI=true that is an error.
 */
export function productionTree(root: string): Dependency[] {
  const lock = readJson(path.join(root, 'package-lock.json')) as { packages: Record<string, LockEntry> };
  return Object.entries(lock.packages)
    .filter(([place, { dev }]) => place !== '' && !dev)
    .flatMap(([place, { optional }]) => {
      const file = path.join(root, place, 'package.json');
      if (optional && !existsSync(file) && process.env.CI !== 'true') return [];
      const { name, version, license } = readJson(file) as { name: string; version: string; license?: unknown };
      return [{ name, version, licence: typeof license === 'string' ? license : 'unknown' }];
    });
}

export interface PackedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** What `npm pack` would put into the package, of what is built now. */
export function packedFiles(root: string): PackedFile[] {
  const { stdout, status, stderr } = npm(root, ['pack', '--dry-run', '--json', '--ignore-scripts']);
  if (status !== 0) throw new Error(`npm pack failed: ${stderr}`);
  const [packed] = JSON.parse(stdout) as { files: PackedFile[] }[];
  return packed?.files ?? [];
}

/** What publint has to say about the package's form, each a sentence. */
export async function formProblems(root: string): Promise<string[]> {
  const files = packedFiles(root).map(({ path: file }) => ({
    name: `package/${file}`,
    data: readFileSync(path.join(root, file)),
  }));
  const { messages, pkg } = await publint({ pkgDir: 'package', strict: true, pack: { files } });
  return messages.map((message: Message) => formatMessage(message, pkg, { color: false }) ?? message.code);
}

/** How many known weaknesses are high or critical; undefined where the service that knows them is not to be reached. */
export function seriousAdvisories(root: string): { serious: number } | { unreachable: string } {
  const { stdout, stderr } = npm(root, ['audit', '--omit=dev', '--json']);
  const answer = parsed(stdout) as
    | { metadata?: { vulnerabilities?: Record<string, number> }; message?: string }
    | undefined;
  const counts = answer?.metadata?.vulnerabilities;
  if (counts === undefined) return { unreachable: answer?.message ?? stderr.trim().split('\n')[0] ?? 'no answer' };
  return { serious: (counts.high ?? 0) + (counts.critical ?? 0) };
}

function npm(root: string, args: readonly string[]) {
  return spawnSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
