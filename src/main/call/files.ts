import os from 'node:os';
import process from 'node:process';
import { whenAsked } from '../../core/concurrency/when-asked.ts';
import type { InputFiles } from '../../core/ports/input-files.ts';
import type { LayerFiles } from '../../core/ports/layer-files.ts';
import type { LayerInputs } from '../../core/ports/layer-input.ts';
import type { ManifestReader } from '../../core/ports/manifest-reader.ts';
import type { OutputFiles } from '../../core/ports/output-files.ts';
import type { StoredTexts } from '../../core/ports/stored-texts.ts';
import { ask, readStdin } from '../process/input.ts';
import type { OwnProcess } from '../process/process.ts';
import type { OpenStore } from '../process/store.ts';
import { lateDownload } from '../process/web.ts';
import type { CallOptions } from './options.ts';

/** The reader of `-f`, loaded when a command has one. */
export function lateManifests(own: OwnProcess, options: CallOptions): ManifestReader {
  const open = async () => {
    const { createManifestReader } = await import('../../files/manifest-files.ts');
    return createManifestReader({ readStdin, download: lateDownload(own), signal: options.signal });
  };
  return whenAsked(open, ['read', 'parse']);
}

/** Files that flags name, loaded when a command has one. */
export function lateInputFiles(): InputFiles {
  const open = async () => (await import('../../files/input-files.ts')).inputFiles;
  return { readStdin, ask, variable: (name) => process.env[name] ?? '', ...whenAsked(open, ['read', 'list']) };
}

/** Archives of layers, with the library that reads them, loaded when a command has one. */
export function lateLayerFiles(): LayerFiles {
  const open = async () => (await import('../../files/layers/layer-files.ts')).layerFiles;
  return whenAsked(open, ['read', 'checkFolder', 'openTree']);
}

/** Files that become layers of images. */
export function lateLayerInputs(): LayerInputs {
  const open = async () => {
    const { createLayerInputs } = await import('../../files/layers/layer-inputs.ts');
    return createLayerInputs({ temporary: os.tmpdir(), stdin: () => process.stdin });
  };
  return whenAsked(open, ['open', 'close']);
}

/** Files that a command writes for the user, loaded when one does. */
export function lateOutputFiles(): OutputFiles {
  const open = async () => (await import('../../files/output-files.ts')).outputFiles;
  return whenAsked(open, ['openFolder', 'write']);
}

/** The files of the store as files, loaded when a verb looks at them so. */
export function lateStoredTexts({ directory, fs, objects }: OpenStore): StoredTexts {
  const open = async () => {
    const { createStoredTexts } = await import('../../store/objects/stored-texts.ts');
    return createStoredTexts({ directory, fs, store: objects, cwd: process.cwd() });
  };
  return {
    async *read(paths) {
      yield* (await open()).read(paths);
    },
    ...whenAsked(open, ['find', 'replace']),
  };
}
