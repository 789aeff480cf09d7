import { promises as fs } from 'node:fs';
import path from 'node:path';
import type { LayerFiles } from '../../core/ports/layer-files.ts';
import { AppError } from '../../errors.ts';
import { reasonOf } from '../input-files.ts';
import { UnpackedTree } from './file-tree.ts';
import { readLayer } from './read-layer.ts';

export const layerFiles: LayerFiles = {
  read: readLayer,

  async checkFolder(folder, { empty }) {
    const absolute = path.resolve(folder || '.');
    try {
      if (!(await fs.stat(absolute)).isDirectory()) throw refused(`invalid argument: ${folder} is not a directory`);
      const [first] = empty ? await fs.readdir(absolute) : [];
      if (first === undefined) return absolute;
    } catch (error) {
      if (error instanceof AppError) throw error;
      if ((error as NodeJS.ErrnoException).code === 'ENOENT')
        throw refused(`destination path does not exist: ${absolute}`);
      throw refused(`invalid argument: stat ${absolute}: ${reasonOf(error)}`);
    }
    throw refused(`directory ${absolute} must be empty, pass --confirm to overwrite contents of directory`);
  },

  openTree: async (folder, options) => new UnpackedTree(await fs.realpath(folder), options),
};

const refused = (message: string) => new AppError('ARGUMENT', message);
