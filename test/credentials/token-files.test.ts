import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { KeptTokens } from '../../src/core/ports/token-cache.ts';
import { createTokenFiles } from '../../src/credentials/token-files.ts';

const ORIGIN = 'https://registry.example:5000';
const kept: KeptTokens = {
  salt: 'salt',
  realm: 'https://registry.example/token',
  service: 'svc',
  tokens: [{ identity: 'anonymous', scopes: ['repository:a:pull'], value: 'secret-token', expires: 1000 }],
};

let home: string;
const folder = () => path.join(home, '.cache/imagestream/tokens');
const file = () => path.join(folder(), readdirSync(folder())[0] as string);
const files = (env: Record<string, string> = {}, uid = process.getuid?.()) =>
  createTokenFiles({ env, home, uid, platform: process.platform });

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'imagestream-tokens-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('what was kept is recalled, of this registry only', async () => {
  expect(await files().recall(ORIGIN)).toBeUndefined();
  await files().keep(ORIGIN, kept);
  expect(await files().recall(ORIGIN)).toEqual(kept);
  expect(await files().recall('https://registry.example')).toBeUndefined();
  await files().keep(ORIGIN, { ...kept, tokens: [] });
  expect(await files().recall(ORIGIN)).toEqual({ ...kept, tokens: [] });
  expect(readdirSync(folder())).toHaveLength(1);
});

test('the owner alone may read the file and enter the folder, whatever the umask', async () => {
  const before = process.umask(0);
  try {
    await files().keep(ORIGIN, kept);
  } finally {
    process.umask(before);
  }
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(statSync(folder()).mode & 0o777).toBe(0o700);
});

describe('is not believed', () => {
  test.each<[string, () => void]>([
    ['a file that others may read', () => chmodSync(file(), 0o640)],
    ['a file that others may write', () => chmodSync(file(), 0o602)],
    ['a folder that others may write', () => chmodSync(folder(), 0o770)],
    [
      'a link',
      () => {
        const [real, link] = [path.join(home, 'real'), file()];
        renameSync(link, real);
        symlinkSync(real, link);
      },
    ],
    [
      'a link instead of the folder',
      () => {
        const real = path.join(home, 'real');
        renameSync(folder(), real);
        symlinkSync(real, folder());
      },
    ],
    [
      'a folder instead of the file',
      () => [rmSync(file()), mkdirSync(path.join(folder(), encodeURIComponent(ORIGIN)))],
    ],
    ['half a file', () => writeFileSync(file(), readFileSync(file()).subarray(0, 40))],
    ['another document', () => writeFileSync(file(), 'null')],
    [
      'the file of another registry',
      () => writeFileSync(file(), readFileSync(file(), 'utf8').replace(':5000', ':5001')),
    ],
    ['a file without a salt', () => writeFileSync(file(), readFileSync(file(), 'utf8').replace('"salt"', '"pepper"'))],
  ])('%s', async (_, change) => {
    await files().keep(ORIGIN, kept);
    change();
    expect(await files().recall(ORIGIN)).toBeUndefined();
  });

  test('what belongs to somebody else, nor is it written to', async () => {
    await files().keep(ORIGIN, kept);
    const before = readFileSync(file(), 'utf8');
    const other = files({}, (process.getuid?.() ?? 0) + 1);
    expect(await other.recall(ORIGIN)).toBeUndefined();
    await other.keep(ORIGIN, { ...kept, tokens: [] });
    expect(readFileSync(file(), 'utf8')).toBe(before);
  });

  test('a token without its parts; the others are', async () => {
    const broken = [{}, null, 'token', { ...kept.tokens[0], expires: '1' }, { ...kept.tokens[0], scopes: 'a' }];
    await files().keep(ORIGIN, { ...kept, tokens: [...(broken as never[]), ...kept.tokens] });
    expect(await files().recall(ORIGIN)).toEqual(kept);
  });
});

test('a folder that cannot be made is no failure', async () => {
  writeFileSync(path.join(home, '.cache'), 'a file');
  await files().keep(ORIGIN, kept);
  expect(await files().recall(ORIGIN)).toBeUndefined();
  expect(readFileSync(path.join(home, '.cache'), 'utf8')).toBe('a file');
});

test.each<[string, (at: string) => Record<string, string>, string]>([
  ['the folder of the session', (at) => ({ XDG_RUNTIME_DIR: `${at}/run`, XDG_CACHE_HOME: `${at}/cache` }), 'run'],
  ['the folder of caches', (at) => ({ XDG_RUNTIME_DIR: '', XDG_CACHE_HOME: `${at}/cache` }), 'cache'],
  ['the home, for relative paths', () => ({ XDG_RUNTIME_DIR: 'run', XDG_CACHE_HOME: 'cache' }), '.cache'],
])('lies in %s', async (_, env, place) => {
  await files(env(home)).keep(ORIGIN, kept);
  expect(existsSync(path.join(home, place, 'imagestream/tokens'))).toBe(true);
});
