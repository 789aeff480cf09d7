import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from './command-line.ts';

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Somebody with a clone of a repository that holds a store, and a home and an author's name of their own. */
export interface Member {
  readonly clone: string;
  readonly store: string;
  /** Runs `imagestream ARGUMENTS` in the clone. */
  run(...args: string[]): Promise<Ended>;
  /** The same, and it must succeed. @returns standard output */
  must(...args: string[]): Promise<string>;
  git(...args: string[]): Promise<Ended>;
  /** Commits everything; what is not new is no failure. */
  commit(message: string): Promise<void>;
  /** The text of a stream, or of its history. */
  text(kind: 'stream' | 'history', name: string): string;
  write(kind: 'stream' | 'history', name: string, text: string): void;
}

/** Two people, and a bare repository between them; every process is a real one. */
export interface GitTeam {
  ann: Member;
  bob: Member;
  folder: string;
  remove(): void;
}

/** @param prepare makes the store that both begin with, in Ann's clone */
export async function createGitTeam(
  prepare: (ann: Member) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<GitTeam> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'imagestream-git-'));
  const origin = path.join(folder, 'origin.git');
  succeed(await ended('git', folder, ['init', '-q', '--bare', '-b', 'main', origin], gitOnly));
  const member = async (name: string): Promise<Member> => {
    const home = path.join(folder, `home-${name}`);
    mkdirSync(home);
    const clone = path.join(folder, name);
    const own = {
      PATH: process.env.PATH ?? '',
      HOME: home,
      USER: name,
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTOR: name,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: `${name}@example.com`,
      GIT_COMMITTER_NAME: name,
      GIT_COMMITTER_EMAIL: `${name}@example.com`,
      ...env,
    };
    succeed(await ended('git', folder, ['clone', '-q', origin, clone], own));
    const store = path.join(clone, '.imagestream');
    const git = (...args: string[]) => ended('git', clone, args, own);
    const program = path.join(projectRoot(), 'bin/imagestream.js');
    const run = (...args: string[]) => ended(process.execPath, clone, [program, ...args], own);
    const fileOf = (kind: 'stream' | 'history', stream: string) => {
      const place = kind === 'stream' ? 'image.openshift.io/imagestreams' : 'imagestream.dev/imagestreamhistories';
      return path.join(store, 'namespaces/default', place, `${stream}.yaml`);
    };
    return {
      clone,
      store,
      git,
      run,
      must: async (...args) => succeed(await run(...args)).stdout,
      async commit(message) {
        succeed(await git('add', '-A'));
        await git('commit', '-q', '-m', message);
      },
      text: (kind, stream) => readFileSync(fileOf(kind, stream), 'utf8'),
      write: (kind, stream, text) => writeFileSync(fileOf(kind, stream), text),
    };
  };
  const ann = await member('ann');
  succeed(await ann.git('checkout', '-q', '-B', 'main'));
  await prepare(ann);
  await ann.commit('begin');
  succeed(await ann.git('push', '-q', '-u', 'origin', 'main'));
  const bob = await member('bob');
  return { ann, bob, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The files of a folder with what they hold. */
export function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    names
      .map(({ parentPath, name }) => path.join(parentPath, name))
      .sort()
      .map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]),
  );
}

export function succeed(ended: Ended): Ended {
  if (ended.status !== 0) throw new Error(`${ended.stdout}${ended.stderr}`);
  return ended;
}

const gitOnly = { PATH: process.env.PATH ?? '' };

function ended(program: string, cwd: string, args: readonly string[], env: Record<string, string>): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const text = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (chunk: string) => {
        text[stream] += chunk;
      });
    }
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, ...text }));
  });
}
