import { sleep as sleepFor } from '../../core/concurrency/sleep.ts';
import { type FileSystem, realFileSystem } from '../files/file-system.ts';
import { forwardClock } from './forward-clock.ts';
import type { LockEnvironment } from './object-lock.ts';
import { currentProcess, isRunning, type ProcessIdentity } from './process-identity.ts';

/** What locks need, where it is to be another than the system's. */
export interface LockOptions {
  fs?: FileSystem;
  /** Milliseconds that only go forward. */
  now?(): number;
  /** Ends early, without an error, when the signal aborts. */
  sleep?(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** A number from 0 up to 1. */
  random?(): number;
  /** Who holds the locks; this process, unless given. */
  identity?: ProcessIdentity;
}

export function lockEnvironment({
  fs = realFileSystem,
  now = forwardClock,
  sleep = sleepFor,
  random = Math.random,
  identity = currentProcess(),
}: LockOptions): LockEnvironment {
  return { fs, now, sleep, random, identity, isRunning: (holder) => isRunning(holder, identity) };
}
