import { AppError, isAppError } from '../../errors.ts';
import { systemCode } from './file-system.ts';

const REASONS: Record<string, [why: string, hint?: string]> = {
  ENOSPC: ['no space is left on the device', 'Free some space and run the command again'],
  EDQUOT: ['the disk quota is used up', 'Free some space and run the command again'],
  EFBIG: ['the file would be larger than is allowed', 'Raise the limit with "ulimit -f", or use another file system'],
  EIO: ['the device reported an input/output error', 'Check the disk, then run the command again'],
  EACCES: ['permission denied', 'Check who owns the store directory, or name another one with --store'],
  EPERM: ['the operation is not permitted', 'Check who owns the store directory, or name another one with --store'],
  EROFS: ['the file system is read-only', 'Name a store directory that can be written with --store'],
  EISDIR: ['a directory is where a file should be', 'Move the directory away'],
  ENOTDIR: ['a file is where a directory should be', 'Move the file away, or name another directory with --store'],
  EMFILE: ['too many files are open', 'Raise the limit with "ulimit -n"'],
  ENFILE: ['too many files are open on this system', 'Try again later'],
  ELOOP: ['symbolic links run in a circle', 'Remove the link'],
  ENAMETOOLONG: ['the path is too long', 'Name a store directory with a shorter path with --store'],
};

/** STORE_IO with one sentence: what was being done, to which path, and why the system refused. */
export function storeIo(doing: 'read' | 'write' | 'list' | 'lock' | 'remove', file: string, error: unknown): AppError {
  if (isAppError(error)) return error;
  const code = systemCode(error);
  if (code === undefined) throw error;
  const [why, hint] = REASONS[code] ?? [(error as Error).message];
  return new AppError('STORE_IO', `cannot ${doing} ${file}: ${why}`, { cause: error, hint });
}
