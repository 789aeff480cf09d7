import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Ledger, parseLedger, printLedger } from '../../core/events/ledger.ts';
import { orMissing, realFileSystem } from '../files/file-system.ts';
import { makeStateFolder, type StateOptions } from './state-folder.ts';

/**
 * What sinks were told by this user, in the user's state directory: `STATE/STORE-ID/sinks/SINK/ledger.json`. It counts where the
 * ledger beside the store is gone or cannot be believed, so that nobody who writes the store makes an event be forgotten.
 *
 * Where there is no state directory, there is none of this either: nothing here fails.
 */
export interface OwnLedgers {
  read(sink: string): Ledger | undefined;
  write(sink: string, ledger: Ledger): void;
}

export function createOwnLedgers(directory: string, options: StateOptions): OwnLedgers {
  const fileOf = (sink: string) => path.join(makeStateFolder(directory, ['sinks', sink], options), 'ledger.json');
  return {
    read(sink) {
      try {
        const text = orMissing(() => realFileSystem.read(fileOf(sink)).toString('utf8'));
        return text === undefined ? undefined : parseLedger(text);
      } catch {
        return undefined;
      }
    },
    write(sink, ledger) {
      try {
        const file = fileOf(sink);
        writeFileSync(`${file}.new`, printLedger(ledger), { mode: 0o600 });
        renameSync(`${file}.new`, file);
      } catch {
        // The one beside the store has to do.
      }
    },
  };
}

/** No ledgers at all. */
export const noOwnLedgers: OwnLedgers = { read: () => undefined, write: () => {} };
