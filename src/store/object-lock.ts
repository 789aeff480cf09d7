import path from 'node:path';
import { compareBytes } from '../core/byte-order.ts';
import { AppError } from '../errors.ts';
import { removeQuietly, writeAll } from './atomic-file.ts';
import { type FileSystem, orMissing, systemCode } from './file-system.ts';
import { storeIo } from './io-error.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { makeFoldersForGood } from './sync-folder.ts';

export interface LockEnvironment {
  fs: FileSystem;
  identity: ProcessIdentity;
  /** See `isRunning` of process-identity.ts. */
  isRunning(holder: ProcessIdentity): boolean | undefined;
  /** Milliseconds on a clock that only has to go forward. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** A number from 0 up to 1. */
  random(): number;
}

/** How long a writer waits for another one, in milliseconds. */
const WAIT_LIMIT = 10_000;
/** A holder of whom nothing else can be known is gone when it does not touch its lock for this long. */
const HEARTBEAT_EXPIRY = 6_000;
/** A process that only waits is woken by nothing else: on a quiet machine that is what it costs. */
const HEARTBEAT_INTERVAL = 2_000;
const LONGEST_SLEEP = 40;
/** What cannot be removed for a passing reason is tried again. */
const RELEASE_ATTEMPTS = 3;
/** Stealing a lock takes a lock, whose holder may have died as well, and so on. */
const MAX_DEPTH = 4;

interface Holder extends ProcessIdentity {
  token: string;
}

/** A lock file as it was found. */
interface Found {
  content: string;
  holder: Holder | undefined;
  touched: number;
}

export interface HeldLock {
  /** Fails with STORE_LOCKED where somebody took the lock away from a process that seemed dead. */
  assertHeld(): void;
}

/**
 * Runs `action` while no other process runs one under the same lock file; makes the lock's folder where it is missing.
 *
 * The lock is a symbolic link that points nowhere: its text says who holds it, and it comes into being, text and all,
 * in one system call that fails when there is one already. Where links cannot be made, it is a file. A lock is stale
 * when its holder does not run any more; on other hosts, when its time stamp stands still. Two who find the same stale
 * lock must not remove the new one of a third: who wants to take over the lock with token T first takes a lock for that,
 * named after T, and looks again. It is then renamed to be the lock, so that nothing is left of either.
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
  const content = newContent(environment);
  try {
    await acquire(environment, lock, content, subject, 0);
  } catch (error) {
    // Over a network a lock may have been made all the same.
    release(fs, lock, content);
    throw error;
  }
  const heartbeat = setInterval(() => touch(environment, lock, content), HEARTBEAT_INTERVAL);
  heartbeat.unref();
  try {
    return await action({
      assertHeld() {
        if (find(fs, lock)?.content === content) return;
        throw new AppError('STORE_LOCKED', `the lock of ${subject} was taken over by another process`, {
          hint: 'Run the command again',
        });
      },
    });
  } finally {
    clearInterval(heartbeat);
    release(fs, lock, content);
  }
}

/**
 * Runs `action` under several locks, which are taken in one order by all who do this, so that no two wait for each other.
 *
 * @param subjects by lock file, the file in messages
 */
export function withLocks<T>(
  environment: LockEnvironment,
  subjects: ReadonlyMap<string, string>,
  action: (held: { assertHeld(lock: string): void }) => Promise<T>,
): Promise<T> {
  const order = [...subjects].sort(([a], [b]) => compareBytes(a, b));
  const held = new Map<string, HeldLock>();
  const takeFrom = (index: number): Promise<T> => {
    const next = order[index];
    if (next === undefined) return action({ assertHeld: (lock) => held.get(lock)?.assertHeld() });
    const [lock, subject] = next;
    return withLock(environment, lock, subject, (one) => {
      held.set(lock, one);
      return takeFrom(index + 1);
    });
  };
  return takeFrom(0);
}

let counter = 0;

function newContent({ identity, random }: LockEnvironment): string {
  const chance = Math.floor(random() * 2 ** 48).toString(36);
  const token = `${identity.pid.toString(36)}-${(counter++).toString(36)}-${chance}`;
  return JSON.stringify({ ...identity, token } satisfies Holder);
}

async function acquire(
  environment: LockEnvironment,
  lock: string,
  content: string,
  subject: string,
  depth: number,
): Promise<void> {
  const { fs, now, random, sleep } = environment;
  const started = now();
  const pulse = new Pulse(now);
  for (let attempt = 0; ; attempt++) {
    if (await create(fs, lock, content)) return;
    const found = find(fs, lock);
    // A link that was made over a network, and whose answer was lost, is ours as well.
    if (found?.content === content) return;
    if (found && depth < MAX_DEPTH && isStale(environment, found, pulse)) {
      if (await takeOver(environment, lock, found, content, subject, depth)) return;
      continue;
    }
    if (now() - started > WAIT_LIMIT) throw locked(subject, lock, found?.holder);
    if (found || attempt > 10) await sleep(Math.min(1.4 ** attempt, LONGEST_SLEEP) * (0.5 + random()));
  }
}

/** Whether the stale lock became ours; false when there is another one by now, or none. */
async function takeOver(
  environment: LockEnvironment,
  lock: string,
  stale: Found,
  content: string,
  subject: string,
  depth: number,
): Promise<boolean> {
  const { fs } = environment;
  const guard = `${lock}.${stale.holder?.token ?? 'unreadable'}`;
  try {
    await acquire(environment, guard, content, subject, depth + 1);
    const found = find(fs, lock);
    if (found?.content !== stale.content || found.touched !== stale.touched) return false;
    fs.rename(guard, lock);
    abandoned.delete(stale.content);
    return true;
  } catch (error) {
    throw storeIo('lock', lock, error);
  } finally {
    release(fs, guard, content);
  }
}

/** Whether the lock was made; false when there is one. */
async function create(fs: FileSystem, lock: string, content: string): Promise<boolean> {
  for (let attempt = 0; ; attempt++) {
    try {
      makeLock(fs, lock, content);
      return true;
    } catch (error) {
      const code = systemCode(error);
      if (code === 'EEXIST') return false;
      // The folder is not there yet, or was removed as an empty one a moment ago.
      if (code !== 'ENOENT' || attempt > 50) throw storeIo('lock', lock, error);
      await makeFolder(fs, path.dirname(lock));
    }
  }
}

async function makeFolder(fs: FileSystem, folder: string): Promise<void> {
  try {
    await makeFoldersForGood(fs, folder);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw storeIo('write', folder, error);
  }
}

const NO_LINKS = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL', 'UNKNOWN']);

function makeLock(fs: FileSystem, lock: string, content: string): void {
  try {
    fs.link(content, lock);
    return;
  } catch (error) {
    if (!NO_LINKS.has(systemCode(error) ?? '')) throw error;
  }
  const descriptor = fs.create(lock, 0o644);
  try {
    try {
      writeAll(fs, descriptor, Buffer.from(content));
    } finally {
      fs.close(descriptor);
    }
  } catch (error) {
    // Half a lock is nobody's, and would stop everybody until it counts as stale.
    removeQuietly(fs, lock);
    throw error;
  }
}

function find(fs: FileSystem, lock: string): Found | undefined {
  try {
    return orMissing(() => {
      const content = readLock(fs, lock);
      return { content, holder: holderOf(content), touched: fs.lstat(lock).mtimeMs };
    });
  } catch (error) {
    throw storeIo('lock', lock, error);
  }
}

function readLock(fs: FileSystem, lock: string): string {
  try {
    return fs.readLink(lock);
  } catch (error) {
    if (!['EINVAL', 'UNKNOWN'].includes(systemCode(error) ?? '')) throw error;
    return fs.read(lock).toString('utf8');
  }
}

function holderOf(content: string): Holder | undefined {
  try {
    const { pid, host, system, start, token } = JSON.parse(content) as Record<string, unknown>;
    if (typeof pid !== 'number' || typeof token !== 'string' || !/^[a-z0-9-]{1,40}$/.test(token)) return undefined;
    return { pid, host: String(host), system: String(system), start: String(start), token };
  } catch {
    return undefined;
  }
}

function isStale({ isRunning }: LockEnvironment, found: Found, pulse: Pulse): boolean {
  if (abandoned.has(found.content)) return true;
  const runs = found.holder && isRunning(found.holder);
  return runs === undefined ? pulse.stoodStill(found) : !runs;
}

/** Measures, on the own clock, for how long a lock has not been touched: clocks of other hosts are not trusted. */
class Pulse {
  readonly #now: () => number;
  #last = '';
  #since = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  stoodStill({ content, touched }: Found): boolean {
    const beat = `${touched} ${content}`;
    if (beat !== this.#last) {
      this.#last = beat;
      this.#since = this.#now();
    }
    return this.#now() - this.#since > HEARTBEAT_EXPIRY;
  }
}

function touch({ fs, now }: LockEnvironment, lock: string, content: string): void {
  try {
    if (readLock(fs, lock) === content) fs.touch(lock, now() / 1000);
  } catch {
    // A heartbeat that fails is noticed by assertHeld, at the latest.
  }
}

/** Locks of this process that could not be removed when they were given back. Whoever finds one here takes it over. */
const abandoned = new Set<string>();

/** Never fails: a lock that cannot be removed is stale, for this process at once and for others as soon as it ends. */
function release(fs: FileSystem, lock: string, content: string): void {
  for (let attempt = 0; attempt < RELEASE_ATTEMPTS; attempt++) {
    try {
      if (orMissing(() => readLock(fs, lock)) === content) fs.remove(lock);
      return;
    } catch {}
  }
  abandoned.add(content);
}

function locked(subject: string, lock: string, holder: Holder | undefined): AppError {
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
  return new AppError('STORE_LOCKED', `${subject} is locked by ${who} for more than ${WAIT_LIMIT / 1000} seconds`, {
    hint: `Wait for it to finish; if it is gone, remove ${lock}`,
  });
}
