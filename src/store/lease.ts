import type { Lease } from '../core/ports/watch-place.ts';
import { interrupted, isAppError } from '../errors.ts';
import { type LockEnvironment, withLock } from './object-lock.ts';

export interface LeaseEnvironment extends Omit<LockEnvironment, 'sleep'> {
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

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
  environment: LeaseEnvironment,
  file: string,
  signal: AbortSignal,
  onWait: (holder: string) => boolean,
  action: (lease: Lease) => Promise<T>,
): Promise<T | undefined> {
  let waits = false;
  let gaveUp = false;
  let begun = false;
  const sleep = async () => {
    if (!waits) {
      waits = true;
      gaveUp = !onWait(holderOf(environment, file));
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
        return action(held);
      });
    } catch (error) {
      if (gaveUp && !begun) return undefined;
      if (begun || !isAppError(error, 'STORE_LOCKED')) throw error;
    }
  }
}

/** Who has it, for people. */
function holderOf({ fs }: LeaseEnvironment, file: string): string {
  try {
    const { pid, host } = JSON.parse(readLease(fs, file)) as { pid?: unknown; host?: unknown };
    return `process ${pid} on ${host}`;
  } catch {
    return 'another process';
  }
}

/** A lock is a link or, where links cannot be made, a file. */
function readLease(fs: LockEnvironment['fs'], file: string): string {
  try {
    return fs.readLink(file);
  } catch {
    return fs.read(file).toString('utf8');
  }
}
