import path from 'node:path';
import { EMPTY_LEDGER, type Ledger, parseLedger, printLedger } from '../core/events/ledger.ts';
import type { LedgerPlace } from '../core/ports/event-sinks.ts';
import { interrupted } from '../errors.ts';
import { replaceFile } from './atomic-file.ts';
import { orMissing, realFileSystem } from './file-system.ts';
import { storeIo } from './io-error.ts';
import { withLease } from './lease.ts';
import { withLock } from './object-lock.ts';
import { currentProcess, isRunning, type ProcessIdentity } from './process-identity.ts';
import { makeWatchFolder, type WatchFilesOptions, watchFolder } from './watch-files.ts';

/** The folder of one sink, where its ledger and its own files lie. */
export function sinkFolder(directory: string, sink: string): string {
  return path.join(watchFolder(directory), 'sinks', sink);
}

/** The ledgers of sinks, each a file beside what was looked at: `.watch/sinks/SINK/ledger.json`. */
export function createLedgerFiles(options: WatchFilesOptions): LedgerPlace {
  const { directory, sleep, fs = realFileSystem, now = () => performance.now(), random = Math.random } = options;
  const ledgerOf = (sink: string) => path.join(sinkFolder(directory, sink), 'ledger.json');
  const environment = () => {
    const identity = options.identity ?? currentProcess();
    return { fs, identity, isRunning: (other: ProcessIdentity) => isRunning(other, identity), now, random, sleep };
  };

  function read(sink: string): Ledger | undefined {
    const file = ledgerOf(sink);
    try {
      const text = orMissing(() => fs.read(file).toString('utf8'));
      return text === undefined ? undefined : parseLedger(text);
    } catch (error) {
      throw storeIo('read', file, error);
    }
  }

  return {
    read: async (sink) => read(sink),

    async change(sink, change) {
      const file = ledgerOf(sink);
      makeWatchFolder(fs, directory);
      return withLock(environment(), `${file}.lock`, file, async ({ assertHeld }) => {
        const before = read(sink);
        const after = change(before ?? EMPTY_LEDGER);
        if (after !== before) await replaceFile(fs, file, printLedger(after), 0o666, assertHeld);
        return after;
      });
    },

    async lead<T>(sink: string, signal: AbortSignal, action: () => Promise<T>): Promise<T> {
      makeWatchFolder(fs, directory);
      const lease = path.join(sinkFolder(directory, sink), 'lease');
      const outcome = await withLease(
        environment(),
        lease,
        signal,
        () => true,
        async () => ({ value: await action() }),
      );
      if (!outcome) throw interrupted();
      return outcome.value;
    },
  };
}
