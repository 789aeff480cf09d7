import path from 'node:path';
import { EMPTY_LEDGER, type Ledger, markOthers, ownAfter, parseLedger, printLedger } from '../../core/events/ledger.ts';
import type { LedgerPlace } from '../../core/ports/event-sinks.ts';
import { interrupted } from '../../errors.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { storeIo } from '../files/io-error.ts';
import { withLease } from '../locks/lease.ts';
import { lockEnvironment } from '../locks/lock-environment.ts';
import { clearPrepared } from '../locks/lock-folder.ts';
import { withLock } from '../locks/object-lock.ts';
import { noOwnLedgers, type OwnLedgers } from '../state/own-ledgers.ts';
import { createStoreFiles } from '../store-files.ts';
import { markFolder, readMarked, refusals } from './folder-mark.ts';
import { makeIgnoredFolder, type WatchFilesOptions, watchFolder } from './watch-files.ts';

/** The folder of one sink, where its ledger and its own files lie. */
export function sinkFolder(directory: string, sink: string): string {
  return path.join(watchFolder(directory), 'sinks', sink);
}

export interface LedgerFilesOptions extends WatchFilesOptions {
  /** What this user has told, whatever lies beside the store. */
  own?: OwnLedgers;
  /** For what lies beside the store and is not used. */
  warn?(message: string): void;
}

/**
 * The ledgers of sinks, each a file beside what was looked at: `.watch/sinks/SINK/ledger.json`. All who share the store write
 * it; what came with the store is not believed (`folder-mark.ts`), and nothing that others write makes this user forget.
 */
export function createLedgerFiles(options: LedgerFilesOptions): LedgerPlace {
  const { directory, own = noOwnLedgers, warn = () => {} } = options;
  const fs = options.fs ?? createStoreFiles(options);
  const inFolder = (sink: string, name: string) => path.join(sinkFolder(directory, sink), name);
  const refuse = refusals(warn);

  function read(sink: string): { ledger: Ledger | undefined; mine: Ledger } {
    const file = inFolder(sink, 'ledger.json');
    const mine = own.read(sink);
    try {
      const text = readMarked(fs, watchFolder(directory), file, refuse);
      const shared = text === undefined ? undefined : parseLedger(text);
      return { ledger: shared ? markOthers(shared, mine ?? EMPTY_LEDGER) : mine, mine: mine ?? EMPTY_LEDGER };
    } catch (error) {
      throw storeIo('read', file, error);
    }
  }

  return {
    read: async (sink) => read(sink).ledger,

    change(sink, change) {
      const file = inFolder(sink, 'ledger.json');
      return withLock(lockEnvironment({ ...options, fs }), inFolder(sink, '.ledger.lock'), file, async (held) => {
        clearPrepared(fs, inFolder(sink, '.ledger.lock'));
        const { ledger: before = EMPTY_LEDGER, mine } = read(sink);
        const after = change(before);
        if (after === before) return after;
        await makeIgnoredFolder(fs, sinkFolder(directory, sink), held);
        const text = markFolder(fs, watchFolder(directory), printLedger(after));
        await replaceFile(fs, { file, bytes: Buffer.from(text), mode: 0o666, held });
        own.write(sink, ownAfter(mine, before, after));
        return after;
      });
    },

    async lead<T>(sink: string, signal: AbortSignal, action: () => Promise<T>): Promise<T> {
      const outcome = await withLease(
        lockEnvironment({ ...options, fs }),
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
