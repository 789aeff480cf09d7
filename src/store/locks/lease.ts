import { interrupted, isAppError } from '../../errors.ts';
import { clearPrepared } from './lock-folder.ts';
import { type HeldLock, holderOf, type LockEnvironment, withLock } from './object-lock.ts';

/** Milliseconds between two looks at a lease that somebody else has. */
const LOOK_AGAIN = 1000;

/**
 * Runs `action` while no other process runs one under the same lease. A lease is a lock (`object-lock.ts`) that is held
 * for as long as a process likes, and waited for without an end: its holder shows by a heartbeat that it lives, and on the
 * same host by running at all.
 *
 * @param onWait called once when somebody else has it; false gives up
 * @returns undefined when it was given up
 * Fails with INTERRUPTED when the signal aborts the waiting, and with STORE_IO.
 */
export async function withLease<T>(
  environment: LockEnvironment,
  file: string,
  signal: AbortSignal,
  onWait: (holder: string) => boolean,
  action: (lease: HeldLock) => Promise<T>,
): Promise<T | undefined> {
  let waits = false;
  let gaveUp = false;
  let begun = false;
  const sleep = async () => {
    if (!waits) {
      waits = true;
      gaveUp = !onWait(holderOf(environment.fs, file));
    }
    if (gaveUp) throw interrupted();
    await environment.sleep(LOOK_AGAIN, signal);
    if (signal.aborted) throw interrupted();
  };
  for (;;) {
    if (signal.aborted) throw interrupted();
    try {
      return await withLock({ ...environment, sleep }, file, 'the watch over the store', (held) => {
        begun = true;
        clearPrepared(environment.fs, file);
        return action(held);
      });
    } catch (error) {
      if (gaveUp && !begun) return undefined;
      if (begun || !isAppError(error, 'STORE_LOCKED')) throw error;
    }
  }
}
