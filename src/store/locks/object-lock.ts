import path from 'node:path';
import { compareBytes } from '../../core/byte-order.ts';
import { AppError } from '../../errors.ts';
import { type FileSystem, orMissing, quietly } from '../files/file-system.ts';
import {
  diskTime,
  type Found,
  findLock,
  holderFolder,
  isAbandoned,
  preparation,
  releaseLock,
  revokeLock,
  takeLock,
} from './lock-folder.ts';
import { type Holder, holderText } from './lock-holder.ts';
import type { ProcessIdentity } from './process-identity.ts';

export interface LockEnvironment {
  fs: FileSystem;
  identity: ProcessIdentity;
  /** See `isRunning` of process-identity.ts. */
  isRunning(holder: ProcessIdentity): boolean | undefined;
  /** Milliseconds on a clock that only has to go forward. */
  now(): number;
  /** Ends early, without an error, when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** A number from 0 up to 1. */
  random(): number;
}

/** How long a writer waits for another one, in milliseconds. */
const WAIT_LIMIT = 10_000;
/** A holder of whom nothing else can be known is gone when it does not touch its lock for this long. */
const HEARTBEAT_EXPIRY = 6_000;
/** The same by the disk's own clock, so that what an earlier start of the machine left is not watched for so long. */
const OLD = 60_000;
/** A process that only waits is woken by nothing else: on a quiet machine that is what it costs. */
const HEARTBEAT_INTERVAL = 2_000;
const LONGEST_SLEEP = 40;

/** Somebody took the lock away from a process that seemed dead. Nothing was changed since. */
export class LockLost extends AppError {
  constructor(subject: string) {
    super('STORE_LOCKED', `the lock of ${subject} was taken over by another process`, {
      hint: 'Run the command again',
    });
  }
}

export interface HeldLock {
  /**
   * A folder that is the holder's own, and there as long as it holds the lock: nobody takes the lock without removing it
   * before. What is moved out of it or into it is moved under the lock, or not at all. Emptied when the lock is given back.
   */
  readonly folder: string;
  /** Fails with `LockLost`. */
  assertHeld(): void;
}

/**
 * Runs `action` while no other process runs one under the same lock; makes the lock's folder where it is missing.
 *
 * The lock is a folder with one entry: a folder that is named after its holder and a token. Both are made elsewhere and
 * renamed to the lock, which the system refuses as long as there is one that is not empty. So a lock that is there says
 * whose it is, and removing an entry by its name gives back or takes away this very lock and never the next one.
 *
 * A lock is stale when its holder does not run any more; where that cannot be known, because the holder is not of this very
 * system, when its time stamp stands still. Such a holder may yet come back: it was stopped, or its network was. Then it
 * finds its folder gone, and with that everything that it was about to put in place (see `HeldLock.folder`). There is no
 * moment between a look at the lock and the change that it allows: the change itself fails. What is left to chance is a
 * file system that lets a rename succeed out of a folder that was removed, and people who remove locks by hand: then, too,
 * the writer that was robbed fails, but one that never saw it may read what is about to be replaced.
 * `test/store/lock-model.test.ts` tries every order of the calls of several writers.
 *
 * @param subject the file in messages
 * Fails with STORE_LOCKED after ten seconds, or STORE_IO.
 */
export async function withLock<T>(
  environment: LockEnvironment,
  lock: string,
  subject: string,
  action: (held: HeldLock) => Promise<T>,
): Promise<T> {
  const { fs } = environment;
  const holder = newHolder(environment);
  const folder = holderFolder(lock, holder);
  try {
    await acquire(environment, lock, holder, subject);
  } catch (error) {
    // Over a network a lock may have been made all the same.
    releaseLock(fs, lock, holder);
    throw error;
  }
  const heartbeat = setInterval(() => touch(fs, folder), HEARTBEAT_INTERVAL);
  heartbeat.unref();
  try {
    return await action({ folder, assertHeld: () => assertThere(fs, folder, subject) });
  } finally {
    clearInterval(heartbeat);
    releaseLock(fs, lock, holder);
  }
}

/**
 * Runs `action` under several locks, which are taken in one order by all who do this, so that no two wait for each other.
 *
 * @param subjects by lock, the file in messages
 */
export function withLocks<T>(
  environment: LockEnvironment,
  subjects: ReadonlyMap<string, string>,
  action: (held: ReadonlyMap<string, HeldLock>) => Promise<T>,
): Promise<T> {
  const order = [...subjects].sort(([a], [b]) => compareBytes(a, b));
  const held = new Map<string, HeldLock>();
  const takeFrom = (index: number): Promise<T> => {
    const next = order[index];
    if (next === undefined) return action(held);
    const [lock, subject] = next;
    return withLock(environment, lock, subject, (one) => {
      held.set(lock, one);
      return takeFrom(index + 1);
    });
  };
  return takeFrom(0);
}

/** Who holds a lock, for people. */
export function holderOf(fs: FileSystem, lock: string): string {
  return holderText(quietly(() => findLock(fs, lock))?.holder);
}

let counter = 0;

function newHolder({ identity, random }: LockEnvironment): Holder {
  const token = `${Math.floor(random() * 2 ** 48).toString(36)}-${(counter++).toString(36)}`;
  return { ...identity, token };
}

async function acquire(environment: LockEnvironment, lock: string, holder: Holder, subject: string): Promise<void> {
  const { fs, now, random, sleep } = environment;
  const started = now();
  const pulse = new Pulse(environment, preparation(lock, holder));
  for (let attempt = 0; ; attempt++) {
    const found = attempt === 0 ? undefined : findLock(fs, lock);
    if (!found) {
      if (await takeLock(fs, lock, holder)) return;
    } else if (isStale(environment, found, pulse)) {
      revokeLock(fs, lock, found);
      continue;
    }
    if (now() - started > WAIT_LIMIT) throw locked(subject, lock, found?.holder);
    if (found || attempt > 10) await sleep(Math.min(1.4 ** attempt, LONGEST_SLEEP) * (0.5 + random()));
  }
}

function isStale({ isRunning }: LockEnvironment, found: Found, pulse: Pulse): boolean {
  if (found.holder && isAbandoned(found.holder)) return true;
  const runs = found.holder && isRunning(found.holder);
  return runs === undefined ? pulse.stoodStill(found) : !runs;
}

/** Measures for how long a lock has not been touched. Clocks of other hosts are not trusted. */
class Pulse {
  readonly #environment: LockEnvironment;
  readonly #probe: string;
  #last = '';
  #since = 0;

  /** @param probe a path that is nobody else's, on the disk of the lock */
  constructor(environment: LockEnvironment, probe: string) {
    this.#environment = environment;
    this.#probe = probe;
  }

  stoodStill({ entries, touched }: Found): boolean {
    const { fs, now } = this.#environment;
    const beat = `${touched} ${entries?.join('/')}`;
    if (beat !== this.#last) {
      this.#last = beat;
      this.#since = now();
      const disk = quietly(() => diskTime(fs, this.#probe));
      if (disk !== undefined && disk - touched > OLD) return true;
    }
    return now() - this.#since > HEARTBEAT_EXPIRY;
  }
}

function touch(fs: FileSystem, folder: string): void {
  // A heartbeat that fails is noticed by those who move something, at the latest.
  quietly(() => fs.touch(folder, diskTime(fs, path.join(folder, 'now')) / 1000));
}

function assertThere(fs: FileSystem, folder: string, subject: string): void {
  if (!orMissing(() => fs.lstat(folder))) throw new LockLost(subject);
}

function locked(subject: string, lock: string, holder: Holder | undefined): AppError {
  return new AppError(
    'STORE_LOCKED',
    `${subject} is locked by ${holderText(holder)} for more than ${WAIT_LIMIT / 1000} seconds`,
    { hint: `Wait for it to finish; if it is gone, remove ${lock}` },
  );
}
