import { promises as fs } from 'node:fs';
import type { InputFiles } from '../core/ports/input-files.ts';
import { AppError } from '../errors.ts';

/** Reads what the flags of commands name. Symbolic links inside of a directory do not count, as in kubectl. */
export const inputFiles: Pick<InputFiles, 'read' | 'list'> = {
  async read(path) {
    try {
      return await fs.readFile(path);
    } catch (error) {
      throw new AppError('ARGUMENT', `open ${path}: ${reasonOf(error)}`, { cause: error });
    }
  },

  async list(path) {
    try {
      if (!(await fs.stat(path)).isDirectory()) return undefined;
    } catch (error) {
      throw new AppError('ARGUMENT', `error reading ${path}: ${reasonOf(error)}`, { cause: error });
    }
    try {
      const entries = await fs.readdir(path, { withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name)
        .sort();
    } catch (error) {
      throw new AppError('ARGUMENT', `error listing files in ${path}: ${reasonOf(error)}`, { cause: error });
    }
  },
};

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  ENOTDIR: 'not a directory',
  EACCES: 'permission denied',
  EISDIR: 'is a directory',
  ELOOP: 'too many levels of symbolic links',
  EEXIST: 'file exists',
  EINVAL: 'invalid argument',
  ENOSPC: 'no space left on device',
  EROFS: 'read-only file system',
  ENAMETOOLONG: 'file name too long',
  EPERM: 'operation not permitted',
};

/** What a system call failed of, in Go's words. */
export function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? code ?? 'unknown reason';
}
