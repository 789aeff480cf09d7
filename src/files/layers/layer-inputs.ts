import { createHash } from 'node:crypto';
import { createReadStream, promises as fs } from 'node:fs';
import path from 'node:path';
import type { LayerInput, LayerInputs } from '../../core/ports/layer-input.ts';
import { AppError, isAppError } from '../../errors.ts';
import { reasonOf } from '../input-files.ts';
import { compressionOf } from './decompress.ts';
import { readLayer } from './read-layer.ts';

export interface LayerInputOptions {
  /** Where standard input is kept. */
  temporary: string;
  stdin(): AsyncIterable<Uint8Array>;
}

export function createLayerInputs({ temporary, stdin }: LayerInputOptions): LayerInputs {
  let folder: string | undefined;

  async function kept(): Promise<string> {
    if (folder !== undefined) throw refused("you may only specify '-' as an argument one time");
    folder = await fs.mkdtemp(path.join(temporary, 'imagestream-layer-'));
    const file = path.join(folder, 'layer');
    const open = await fs.open(file, 'wx', 0o600);
    try {
      for await (const piece of stdin()) await open.writeFile(piece);
    } finally {
      await open.close();
    }
    return file;
  }

  return {
    open: async (name) => (name === '-' ? inspected(await kept(), 'standard input') : inspected(name, name)),
    async close() {
      if (folder !== undefined) await fs.rm(folder, { recursive: true, force: true });
    },
  };
}

/** @param shown the name for messages */
async function inspected(file: string, shown: string): Promise<LayerInput> {
  const { size } = await statOf(file);
  const [whole, archive] = [createHash('sha256'), createHash('sha256')];
  let head: Uint8Array | undefined;
  let read = 0;
  async function* content() {
    for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
      head ??= piece;
      read += piece.length;
      whole.update(piece);
      yield piece;
    }
  }
  try {
    await readLayer({ content: content(), size, onUnpacked: (bytes) => void archive.update(bytes) }, async () => {});
  } catch (error) {
    if (isAppError(error)) throw refused(`${shown}: ${error.message}`);
    throw refused(`open ${shown}: ${reasonOf(error)}`);
  }
  if (read !== size) throw refused(`${shown}: its size does not agree: ${read} bytes were read instead of ${size}`);
  return {
    compression: compressionOf(head ?? new Uint8Array()) as LayerInput['compression'],
    digest: `sha256:${whole.digest('hex')}`,
    size,
    diffId: `sha256:${archive.digest('hex')}`,
    content: { from: (start) => createReadStream(file, { start }) },
  };
}

async function statOf(file: string) {
  let stat: Awaited<ReturnType<typeof fs.stat>>;
  try {
    stat = await fs.stat(file);
  } catch (error) {
    throw refused(`invalid argument: stat ${file}: ${reasonOf(error)}`);
  }
  if (stat.isDirectory()) throw refused(`invalid argument: ${file} is a directory`);
  if (!stat.isFile()) throw refused(`invalid argument: ${file} is no file; for a pipe write -`);
  return stat;
}

const refused = (message: string) => new AppError('ARGUMENT', message);
