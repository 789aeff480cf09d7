import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import * as real from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

/** Calls so far, with the file's name within the test's folder, and the number of the one that fails. */
let calls: string[] = [];
let failing = Number.POSITIVE_INFINITY;
let code = 'ENOSPC';

/** Every call that changes something, and what is done with open files, counted. */
const through = async <T>(name: string, file: string, call: () => Promise<T>): Promise<T> => {
  calls.push(`${name} ${path.relative(root, file).replace(/[0-9a-f-]{36}/, 'ID') || '.'}`);
  if (calls.length - 1 === failing) throw Object.assign(new Error(`${code}: staged`), { code });
  return call();
};

jest.unstable_mockModule('node:fs/promises', () => ({
  ...real,
  mkdir: (file: string, options: { recursive: true }) => through('mkdir', file, () => real.mkdir(file, options)),
  rename: (from: string, to: string) => through('rename', to, () => real.rename(from, to)),
  async open(file: string, flags: string, mode?: number) {
    const handle = await through('open', file, () => real.open(file, flags, mode));
    return {
      read: handle.read.bind(handle),
      stat: handle.stat.bind(handle),
      // Half of it comes to the disk before it is full.
      writeFile: async (text: string) => {
        await handle.writeFile(text.slice(0, text.length / 2));
        await through('write', file, () => handle.writeFile(text.slice(text.length / 2)));
      },
      sync: () => through('sync', file, () => handle.sync()),
      close: () => handle.close(),
    };
  },
}));
const { writeKeptFile } = await import('../../src/credentials/kept-files.ts');
const { saveLogin } = await import('../../src/credentials/docker-config-writer.ts');

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'private-'));
  calls = [];
  failing = Number.POSITIVE_INFINITY;
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const at = (...names: string[]) => path.join(root, ...names);
const kept = () => writeKeptFile(at('a/b/id-1'), 'secret', process.getuid?.());
const login = (user: string) => saveLogin(at('.docker/config.json'), 'quay.io', { username: user, password: 'pw' });

describe('a kept file', () => {
  test('is durable, with every folder that was made for it', async () => {
    expect(await kept()).toBeUndefined();
    const writing = ['open a/b/id-1', 'write a/b/id-1', 'sync a/b/id-1', 'open a/b', 'sync a/b'];
    expect(calls).toEqual(['mkdir a/b', 'open a', 'sync a', 'open .', 'sync .', ...writing]);
  });

  test.each(['ENOSPC', 'EIO', 'EMFILE'])('is there whole or not at all when any call fails with %s', async (error) => {
    await kept();
    const all = calls.length;
    code = error;
    for (failing = 0; failing < all; failing++) {
      rmSync(at('a'), { recursive: true, force: true });
      calls = [];
      const why = await kept();
      // Where folders cannot be synced, the content is safe all the same.
      if (why === undefined) expect(readFileSync(at('a/b/id-1'), 'utf8')).toBe('secret');
      else expect(existsSync(at('a/b/id-1'))).toBe(false);
    }
  });
});

describe('a login', () => {
  test.each(['ENOSPC', 'EIO', 'EMFILE'])('is the old or the new one when any call fails with %s', async (error) => {
    await login('ann');
    calls = [];
    await login('bob');
    const all = calls.length;
    code = error;
    for (failing = 0; failing < all; failing++) {
      rmSync(at('.docker'), { recursive: true });
      calls = [];
      const failed = failing;
      failing = Number.POSITIVE_INFINITY;
      await login('ann');
      calls = [];
      failing = failed;
      const before = readFileSync(at('.docker/config.json'), 'utf8');
      const failure = await login('bob').catch((thrown: unknown) => thrown);
      const after = readFileSync(at('.docker/config.json'), 'utf8');
      if (failure === undefined) expect(after).toContain(Buffer.from('bob:pw').toString('base64'));
      else {
        expect(after).toBe(before);
        expect(failure).toMatchObject({ code: 'CREDENTIALS', message: expect.stringContaining(at('.docker')) });
      }
      expect(readdirSync(at('.docker'))).toEqual(['config.json']);
    }
  });

  test('clears what killed writers left, but not what a living one writes', async () => {
    mkdirSync(at('.docker'));
    const ids = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
    const [dead, living] = ids.map((id) => at('.docker', `config.json.${id}.tmp`)) as [string, string];
    for (const file of [dead, living, at('.docker/config.json.mine.tmp')]) writeFileSync(file, 'x');
    const old = Date.now() / 1000 - 120;
    for (const file of [dead, at('.docker/config.json.mine.tmp')]) utimesSync(file, old, old);
    await login('ann');
    expect(readdirSync(at('.docker')).sort()).toEqual(['config.json', path.basename(living), 'config.json.mine.tmp']);
  });
});
