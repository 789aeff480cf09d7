import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type FileSystem, realFileSystem } from '../../../src/store/files/file-system.ts';
import { clearPrepared } from '../../../src/store/locks/lock-folder.ts';
import { holderName } from '../../../src/store/locks/lock-holder.ts';
import { type LockEnvironment, withLock } from '../../../src/store/locks/object-lock.ts';
import { currentProcess, isRunning, type ProcessIdentity } from '../../../src/store/locks/process-identity.ts';

let folder: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lock-'));
  lock = path.join(folder, '.app.yaml.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const self: ProcessIdentity = { pid: 100, host: 'here', system: 'this', start: '5' };

/** Time passes only by sleeping. */
function environment(changes: Partial<LockEnvironment> & { onSleep?: (now: number) => void } = {}): LockEnvironment {
  let now = 1_000_000;
  return {
    fs: realFileSystem,
    identity: self,
    isRunning: (holder) => (holder.system === self.system ? holder.pid === 100 : undefined),
    now: () => now,
    random: Math.random,
    async sleep(milliseconds) {
      now += milliseconds;
      changes.onSleep?.(now);
      await Promise.resolve();
    },
    ...changes,
  };
}

/** A lock with new content in it, as its holder leaves it who dies. */
function leftBy(holder: Partial<ProcessIdentity>, token = 'dead-1') {
  const entry = path.join(lock, holderName({ ...self, ...holder, token }));
  mkdirSync(entry, { recursive: true });
  writeFileSync(path.join(entry, 'content'), 'half a fi');
  return entry;
}

const run = (env: LockEnvironment) =>
  withLock(env, lock, 'app.yaml', async (held) => {
    expect(readdirSync(lock)).toEqual([path.basename(held.folder)]);
    return readdirSync(folder);
  });

/** How many of so many that want the lock at once have run beside each other. */
async function mostAtOnce(count: number): Promise<number> {
  let running = 0;
  let most = 0;
  const env = environment({ sleep: () => new Promise((resolve) => setTimeout(resolve, 1)) });
  await Promise.all(
    Array.from({ length: count }, () =>
      withLock(env, lock, 'app.yaml', async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 1));
        running--;
      }),
    ),
  );
  return most;
}

describe('withLock', () => {
  test('holds a lock file while the action runs, and removes it when it ends or fails', async () => {
    expect(await run(environment())).toEqual(['.app.yaml.lock']);
    expect(readdirSync(folder)).toEqual([]);
    const failing = withLock(environment(), lock, 'app.yaml', async () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('makes the folder of the lock', async () => {
    const deep = path.join(folder, 'a', 'b', '.x.lock');
    expect(await withLock(environment(), deep, 'x', async () => readdirSync(path.dirname(deep)))).toEqual(['.x.lock']);
  });

  test('lets one run after the other', async () => {
    expect(await mostAtOnce(20)).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('takes over at once what a dead process of this host left', async () => {
    leftBy({ pid: 99 });
    let slept = 0;
    expect(await run(environment({ onSleep: () => slept++ }))).toEqual(['.app.yaml.lock']);
    expect(slept).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('leaves nothing, wherever the one who takes over dies', async () => {
    for (let calls = 0; ; calls++) {
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
      leftBy({ pid: 99 });
      let count = 0;
      const dies = (call: (...args: never[]) => unknown) =>
        ((...args: never[]) => {
          if (count++ >= calls) throw Object.assign(new Error('gone'), { code: 'GONE' });
          return call(...args);
        }) as never;
      const { makeFolder, removeFolder, rename, remove, list, lstat } = realFileSystem;
      const wrapped = { makeFolder, removeFolder, rename, remove, list, lstat };
      const dying = Object.entries(wrapped).map(([name, call]) => [name, dies(call)]);
      const fs: FileSystem = { ...realFileSystem, ...Object.fromEntries(dying) };
      const ended = await run(environment({ fs, identity: { ...self, pid: 98 } })).catch(() => undefined);
      expect(await run(environment())).toContain('.app.yaml.lock');
      // What was to become a lock is nobody's, and is cleared with what else is left in the folder.
      clearPrepared(realFileSystem, lock);
      expect(readdirSync(folder)).toEqual([]);
      if (ended && count <= calls) break;
    }
  });

  test('of many who find a stale lock, one at a time runs', async () => {
    leftBy({ pid: 99 });
    expect(await mostAtOnce(20)).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('gives up after ten seconds, and names holder and file', async () => {
    leftBy({ pid: 100 });
    let waited = 0;
    const env = environment({ onSleep: (now) => (waited = now) });
    const started = env.now();
    await expect(run(env)).rejects.toEqual(
      expect.objectContaining({
        code: 'STORE_LOCKED',
        message: 'app.yaml is locked by process 100 on here for more than 10 seconds',
        hint: expect.stringContaining(lock),
      }),
    );
    expect(waited - started).toBeGreaterThan(10_000);
    expect(waited - started).toBeLessThan(10_200);
    expect(readdirSync(folder)).toEqual(['.app.yaml.lock']);
  });

  test('waits for a process of another host as long as that touches its lock', async () => {
    const entry = leftBy({ system: 'another' });
    let beats = Date.now() / 1000;
    const env = environment({ onSleep: () => realFileSystem.touch(entry, ++beats) });
    await expect(run(env)).rejects.toEqual(expect.objectContaining({ code: 'STORE_LOCKED' }));
  });

  test.each([
    ['of another host', () => leftBy({ system: 'another' })],
    ['of a system that does not tell', () => leftBy({ system: '' })],
    ['that is a file', () => writeFileSync(lock, '')],
    ['that is a link to elsewhere', () => symlinkSync('/', lock)],
    ['of a folder that names nobody', () => mkdirSync(path.join(lock, 'x'), { recursive: true })],
    ['of several', () => [leftBy({ pid: 99 }), leftBy({ pid: 98 }, 'dead-2')]],
  ])('takes over a lock %s when it has not been touched for six seconds', async (_, leave) => {
    leave();
    const env = environment();
    const started = env.now();
    expect(await run(env)).toEqual(['.app.yaml.lock']);
    expect(env.now() - started).toBeGreaterThan(5_000);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('takes over at once a lock of another system that by the clock of the disk is older than a minute', async () => {
    realFileSystem.touch(leftBy({ system: 'another' }), Date.now() / 1000 - 61);
    let slept = 0;
    expect(await run(environment({ onSleep: () => slept++ }))).toEqual(['.app.yaml.lock']);
    expect(slept).toBe(0);
  });

  test('shows by the clock of the disk that it lives', async () => {
    jest.useFakeTimers();
    try {
      await withLock(environment(), lock, 'app.yaml', async (held) => {
        realFileSystem.touch(held.folder, 1);
        jest.advanceTimersByTime(2_000);
        expect(Date.now() - lstatSync(held.folder).mtimeMs).toBeLessThan(60_000);
        expect(readdirSync(held.folder)).toEqual([]);
      });
    } finally {
      jest.useRealTimers();
    }
  });

  test('does without systems that put a folder in place of an empty one', async () => {
    const fs: FileSystem = {
      ...realFileSystem,
      rename(from, to) {
        if (existsSync(to)) throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
        realFileSystem.rename(from, to);
      },
    };
    mkdirSync(lock);
    expect(await run(environment({ fs }))).toEqual(['.app.yaml.lock']);
    leftBy({ pid: 99 });
    expect(await run(environment({ fs }))).toEqual(['.app.yaml.lock']);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('notices that its lock was taken away, and leaves the new one alone', async () => {
    const robbed = withLock(environment(), lock, 'app.yaml', async (held) => {
      held.assertHeld();
      rmSync(lock, { recursive: true });
      leftBy({}, 'another-1');
      held.assertHeld();
    });
    await expect(robbed).rejects.toEqual(expect.objectContaining({ code: 'STORE_LOCKED' }));
    expect(readdirSync(folder)).toEqual(['.app.yaml.lock']);
  });

  test('what cannot be a lock and cannot be removed is an error with its path', async () => {
    mkdirSync(path.join(lock, 'a', 'b', 'c'), { recursive: true });
    await expect(run(environment())).rejects.toEqual(
      expect.objectContaining({ code: 'STORE_IO', message: expect.stringContaining(lock) }),
    );
  });
});

describe('isRunning', () => {
  const me = currentProcess();

  test('this process runs', () => {
    expect(isRunning(me, me)).toBe(true);
  });

  test.each<[string, Partial<ProcessIdentity>, boolean | undefined]>([
    ['another process', { pid: 2 ** 22 + 1 }, false],
    ['an earlier process with the same pid', { start: '1' }, false],
    ['this process under another name of the host', { host: 'there' }, true],
    ['a process of another system with the same name', { system: 'another' }, undefined],
    ['a process of a system that does not tell', { system: '' }, undefined],
    ['every process of a group', { pid: 0 }, undefined],
    ['every process', { pid: -1 }, undefined],
    ['no process', { pid: Number.NaN }, undefined],
  ])('%s runs, does not, or nobody knows', (_, changes, expected) => {
    expect(isRunning({ ...me, ...changes }, me)).toBe(expected);
  });

  test('where this system does not tell who it is, nobody is known to be gone', () => {
    expect(isRunning({ ...me, system: '', pid: 2 ** 22 + 1 }, { ...me, system: '' })).toBeUndefined();
  });
});
