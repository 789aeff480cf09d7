import { spawn } from 'node:child_process';
import { lstat, readFile, stat, writeFile } from 'node:fs/promises';
import type { GitWork } from '../core/ports/git-work.ts';
import { AppError } from '../errors.ts';
import { childOutput } from '../processes/child-output.ts';

export interface GitWorkOptions {
  env: Readonly<Record<string, string | undefined>>;
  /** How this program is called from a shell, quoted. */
  program: string;
}

/** Bytes of the largest file that is merged. */
const LARGEST = 64 * 1024 * 1024;

/** Variables of git that say who may do what, and not where; all others are left out, since a hook sets them for its own. */
const KEPT = ['GIT_CEILING_DIRECTORIES', 'GIT_DISCOVERY_ACROSS_FILESYSTEM', 'GIT_CONFIG_NOSYSTEM', 'GIT_CONFIG_GLOBAL'];

/**
 * Asks `git` as a child process with arguments that no shell reads. A repository may be a stranger's: the settings by which
 * git would run a program of it are switched off.
 */
export function createGitWork({ env, program }: GitWorkOptions): GitWork {
  const clean = Object.fromEntries(
    Object.entries(env).filter(
      ([name, value]) => value !== undefined && (!name.startsWith('GIT_') || KEPT.includes(name)),
    ),
  ) as Record<string, string>;

  function git(folder: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const safe = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
    return new Promise((resolve, reject) => {
      const child = spawn('git', [...safe, ...args], { cwd: folder, env: clean, stdio: ['ignore', 'pipe', 'pipe'] });
      const texts = childOutput(child);
      child.once('error', (error) => {
        reject(
          new AppError('ARGUMENT', `git cannot be run: ${error.message}`, {
            hint: 'Install git, or put it into PATH',
            cause: error,
          }),
        );
      });
      child.once('close', (code) => resolve({ code: code ?? 1, ...texts }));
    });
  }

  return {
    program,

    async topOf(folder) {
      const { code, stdout, stderr } = await git(folder, 'rev-parse', '--show-toplevel');
      if (code === 0) return stdout.replace(/\n$/, '');
      // Anything else than "not a repository", such as an owner that git does not trust, is git's to tell.
      if (/not a git repository/i.test(stderr)) return undefined;
      throw new AppError('ARGUMENT', `git refuses ${folder}: ${firstLine(stderr)}`);
    },

    async configure(folder, key, value) {
      const known = await git(folder, 'config', '--local', '--get', key);
      if (known.code === 0 && known.stdout === `${value}\n`) return false;
      const { code, stderr } = await git(folder, 'config', '--local', '--replace-all', key, value);
      if (code !== 0) throw new AppError('ARGUMENT', `git cannot set ${key}: ${firstLine(stderr)}`);
      return true;
    },

    async read(file) {
      try {
        const state = await lstat(file);
        if (!state.isFile()) throw new AppError('STORE_BROKEN', `${file}: not a regular file`);
        if (state.size > LARGEST) throw new AppError('STORE_BROKEN', `${file}: larger than ${LARGEST} bytes`);
        return await readFile(file, 'utf8');
      } catch (error) {
        if (error instanceof AppError) throw error;
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw new AppError('ARGUMENT', `cannot read ${file}: ${(error as Error).message}`, { cause: error });
      }
    },

    async write(file, text) {
      try {
        // Never through a link: git brings links along.
        const state = await lstat(file).catch(() => undefined);
        if (state && !state.isFile()) throw new AppError('STORE_BROKEN', `${file}: not a regular file`);
        await writeFile(file, text);
      } catch (error) {
        if (error instanceof AppError) throw error;
        throw new AppError('ARGUMENT', `cannot write ${file}: ${(error as Error).message}`, { cause: error });
      }
    },

    async isFolder(folder) {
      return (await stat(folder).catch(() => undefined))?.isDirectory() === true;
    },
  };
}

const firstLine = (text: string) => text.trim().split('\n', 1)[0] ?? '';
