import { untilNoRace } from '../../core/concurrency/races.ts';
import { isStatusError } from '../../core/status.ts';
import { importDue } from '../../core/stream/import-controller.ts';
import type { ApiContext } from '../context.ts';
import type { ImageStreamImports } from '../imports/image-stream-imports.ts';
import type { ImportAnswers } from '../imports/import-answers.ts';
import type { ImageStreamStorage } from '../storage/image-streams.ts';

/** Imports the tags whose spec is newer than what was imported (image-stream model 3.7). */
export interface ImportController {
  /** The spec of a stream may have changed. */
  streamWritten(namespace: string, name: string): void;
  /** Imports what is due in the streams that were written since. A failed import is a condition in its stream. */
  run(): Promise<void>;
}

export function createImportController(
  context: ApiContext,
  streams: ImageStreamStorage,
  imports: () => Promise<ImageStreamImports>,
): ImportController {
  const written = new Map<string, { namespace: string; name: string }>();

  async function importWhatIsDue(namespace: string, name: string): Promise<void> {
    let answers: ImportAnswers | undefined;
    const attempt = async () => {
      const stream = await streams.find(namespace, name);
      const request = stream && importDue(stream);
      if (!request) return;
      answers ??= new (await import('../imports/import-answers.ts')).ImportAnswers();
      await (await imports()).create(namespace, request, { answers });
    };
    try {
      await untilNoRace(attempt, (error) => isStatusError(error, 'Conflict') || isStatusError(error, 'NotFound'));
    } catch (error) {
      // What the stream may keep, it may not import: on a cluster nobody but the controller would know.
      if (!isStatusError(error, 'Invalid')) throw error;
      context.warn(error.message);
    }
  }

  return {
    streamWritten(namespace, name) {
      written.set(`${namespace}/${name}`, { namespace, name });
    },
    async run() {
      const due = [...written.values()];
      written.clear();
      for (const { namespace, name } of due) await importWhatIsDue(namespace, name);
    },
  };
}
