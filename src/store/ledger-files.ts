import path from 'node:path';
import { EMPTY_LEDGER, type Ledger, parseLedger, printLedger } from '../core/events/ledger.ts';
import type { LedgerPlace } from '../core/ports/event-sinks.ts';
import { interrupted } from '../errors.ts';
import { replaceFile } from './atomic-file.ts';
import { orMissing } from './file-system.ts';
import { storeIo } from './io-error.ts';
import { withLease } from './lease.ts';
import { lockEnvironment } from './lock-environment.ts';
import { clearPrepared } from './lock-folder.ts';
import { withLock } from './object-lock.ts';
import { sleep as sleepFor } from './sleep.ts';
import { createStoreFiles } from './store-files.ts';
import { makeIgnoredFolder, type WatchFilesOptions, watchFolder } from './watch-files.ts';

/** The folder of one sink, where its ledger and its own files lie. */
export function sinkFolder(directory: string, sink: string): string {
  return path.join(watchFolder(directory), 'sinks', sink);
}

/** The ledgers of sinks, each a file beside what was looked at: `.watch/sinks/SINK/ledger.json`. */
export function createLedgerFiles(options: WatchFilesOptions): LedgerPlace {
  const { directory, sleep = sleepFor } = options;
  const fs = options.fs ?? createStoreFiles(options);
  const inFolder = (sink: string, name: string) => path.join(sinkFolder(directory, sink), name);

  function read(sink: string): Ledger | undefined {
    const file = inFolder(sink, 'ledger.json');
    try {
      const text = orMissing(() => fs.read(file).toString('utf8'));
      return text === undefined ? undefined : parseLedger(text);
    } catch (error) {
      throw storeIo('read', file, error);
    }
  }

  return {
    read: async (sink) => read(sink),

    change(sink, change) {
      const file = inFolder(sink, 'ledger.json');
      return withLock(lockEnvironment({ ...options, fs }), inFolder(sink, '.ledger.lock'), file, async (held) => {
        clearPrepared(fs, inFolder(sink, '.ledger.lock'));
        const before = read(sink);
        const after = change(before ?? EMPTY_LEDGER);
        if (after === before) return after;
        await makeIgnoredFolder(fs, sinkFolder(directory, sink), held);
        await replaceFile(fs, { file, bytes: Buffer.from(printLedger(after)), mode: 0o666, held });
        return after;
      });
    },

    async lead<T>(sink: string, signal: AbortSignal, action: () => Promise<T>): Promise<T> {
      const environment = { ...lockEnvironment({ ...options, fs }), sleep };
      const outcome = await withLease(
        environment,
        inFolder(sink, 'lease'),
        signal,
        () => true,
        async () => ({ value: await action() }),
      );
      if (!outcome) throw interrupted();
      return outcome.value;
    },
  };
}
