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

/** What the package may hold: everything else, tests and what V8 compiled above all, stays here. */
export const ALLOWED_FILES =
  /^(?:bin\/[\w-]+\.(?:js|json)|dist\/(?:imagestream\.pack|LICENSES\.txt)|man\/imagestream(?:-[a-z-]+)?\.[17]|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/;

/** Bytes that the packed package is smaller than. */
export const LARGEST_PACKAGE = 600_000;

export interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

interface LockEntry {
  readonly version: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
}

/**
 * All packages that come with an installation, of the tree that the lock file describes, optional ones included. An
 * optional one that this system does not take is left out; with CI=true that is an error.
 */
export function productionTree(root: string): Dependency[] {
  return lockedPackages(root)
    .filter(([place, { dev }]) => place !== '' && !dev)
    .flatMap(([place, { optional }]) => {
      const folder = path.join(root, place);
      if (optional && !existsSync(folder) && process.env.CI !== 'true') return [];
      return [dependencyIn(folder)];
    });
}

/** All packages that were copied into what is built, by the notices that came with them. */
export function copiedPackages(root: string): Dependency[] {
  const places = lockedPackages(root);
  const notices = readFileSync(path.join(root, 'dist/LICENSES.txt'), 'utf8').split(/^-{80}\n\n/m);
  return notices.map((notice) => {
    const [, name, version] = /^(\S+) (\d+\.\S+)\n/.exec(notice) ?? [];
    const place = places.find(
      ([folder, entry]) => folder.endsWith(`node_modules/${name}`) && entry.version === version,
    );
    if (place === undefined) throw new Error(`there is a notice of ${name} ${version}, which is not in the lock file`);
    return dependencyIn(path.join(root, place[0]));
  });
}

function lockedPackages(root: string): [place: string, LockEntry][] {
  const lock = readJson(path.join(root, 'package-lock.json')) as { packages: Record<string, LockEntry> };
  return Object.entries(lock.packages);
}

function dependencyIn(folder: string): Dependency {
  const facts = readJson(path.join(folder, 'package.json')) as { name: string; version: string; license?: unknown };
  const { name, version, license } = facts;
  return { name, version, licence: typeof license === 'string' ? license : 'unknown' };
}

export interface PackedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

export interface Packed {
  readonly files: readonly PackedFile[];
  /** Bytes of the file that npm hands out. */
  readonly size: number;
  /** The name of that file. */
  readonly filename: string;
}

/** What `npm pack` makes of what is built now; written into `folder`, if there is one. */
export function packed(root: string, folder?: string): Packed {
  const where = folder === undefined ? ['--dry-run'] : ['--pack-destination', folder];
  const { stdout, status, stderr } = npm(root, ['pack', ...where, '--json', '--ignore-scripts']);
  if (status !== 0) throw new Error(`npm pack failed: ${stderr}`);
  const [made] = JSON.parse(stdout) as Packed[];
  if (made === undefined) throw new Error('npm pack made nothing');
  return made;
}

/** What publint has to say about the package's form, each a sentence. */
export async function formProblems(root: string): Promise<string[]> {
  const files = packed(root).files.map(({ path: file }) => ({
    name: `package/${file}`,
    data: readFileSync(path.join(root, file)),
  }));
  const { messages, pkg } = await publint({ pkgDir: 'package', strict: true, pack: { files } });
  return messages.map((message: Message) => formatMessage(message, pkg, { color: false }) ?? message.code);
}

/**
 * How many packages that are copied into this one, or come with it, have known weaknesses that are high or critical;
 * `unreachable` where the service that knows them is not to be reached.
 */
export function seriousAdvisories(root: string): { serious: number } | { unreachable: string } {
  const { stdout, stderr } = npm(root, ['audit', '--json']);
  const answer = parsed(stdout) as
    | { vulnerabilities?: Record<string, { severity: string }>; message?: string }
    | undefined;
  const found = answer?.vulnerabilities;
  if (found === undefined) return { unreachable: answer?.message ?? stderr.trim().split('\n')[0] ?? 'no answer' };
  const shipped = [...copiedPackages(root), ...productionTree(root)].map(({ name }) => name);
  const serious = shipped.filter((name) => ['high', 'critical'].includes(found[name]?.severity ?? ''));
  return { serious: serious.length };
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
