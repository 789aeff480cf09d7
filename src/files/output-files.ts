import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import type { OutputFiles } from '../core/ports/output-files.ts';
import { AppError } from '../errors.ts';
import { reasonOf } from './input-files.ts';

/** Writes what a command was asked for into folders of the user. */
export const outputFiles: OutputFiles = {
  async openFolder(folder, { create }) {
    try {
      if (!(await fs.stat(folder)).isDirectory()) throw failed('open', folder, { code: 'ENOTDIR' });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT') throw error instanceof AppError ? error : failed('stat', folder, error);
      if (!create) throw failed('use --confirm if you want to create target directory: stat', folder, error);
      await fs.mkdir(folder, { recursive: true }).catch((why) => {
        throw failed('mkdir', folder, why);
      });
    }
  },

  async write(folder, name, bytes, { replace }) {
    const file = path.join(folder, name);
    if (path.basename(name) !== name || name === '..' || name === '.') throw failed('open', file, { code: 'EINVAL' });
    const temporary = path.join(folder, `.${name.slice(0, 100)}.${randomBytes(6).toString('hex')}`);
    try {
      await fs.writeFile(temporary, bytes, { mode: 0o600, flag: 'wx' });
      // A link is made only where nothing has the name; a rename takes the place of what has.
      if (replace) await fs.rename(temporary, file);
      else await fs.link(temporary, file);
      return file;
    } catch (error) {
      if (!replace && (error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
      throw failed('open', file, error);
    } finally {
      await fs.rm(temporary, { force: true });
    }
  },
};

function failed(doing: string, file: string, error: unknown): AppError {
  return new AppError('ARGUMENT', `${doing} ${file}: ${reasonOf(error)}`, { cause: error });
}
