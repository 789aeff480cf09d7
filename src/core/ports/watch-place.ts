import type { LookMemory } from '../schedule/look-memory.ts';

/** What a process that watches a store keeps beside the objects: who watches, and what was looked at when. */
export interface WatchPlace {
  /**
   * Does something while no other process watches the store. A process that died does not count, and one that lives is
   * waited for.
   *
   * @param onWait called once, with who watches, when somebody else does; where it returns false nothing is waited for
   * @returns undefined where it was not waited for
   * Fails with INTERRUPTED when the signal aborts the waiting, and with STORE_IO.
   */
  lead<T>(
    signal: AbortSignal,
    onWait: (holder: string) => boolean,
    action: (lease: Lease) => Promise<T>,
  ): Promise<T | undefined>;
  /** What was remembered; empty where nothing was, or nothing that can be read. Fails with STORE_IO. */
  read(): Promise<LookMemory>;
  /** Fails with STORE_IO. */
  write(memory: LookMemory): Promise<void>;
}

export interface Lease {
  /** Fails with STORE_LOCKED where another process took over, because this one seemed dead. */
  assertHeld(): void;
}
