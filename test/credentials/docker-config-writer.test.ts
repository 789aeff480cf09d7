import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { removeLogin, saveLogin } from '../../src/credentials/docker-config-writer.ts';
import { createUserCredentials } from '../../src/credentials/user-credentials.ts';

let root: string;
let file: string;

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'imagestream-login-'));
});

afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

beforeEach(async () => {
  file = path.join(await mkdtemp(path.join(root, 'x-')), 'config.json');
});

const ann = { username: 'ann', password: 'pw' };
const modeOf = async (name: string) => (await stat(name)).mode & 0o777;

const find = (registry: string, repository = 'a/b') =>
  createUserCredentials({ env: {}, home: root, platform: 'linux', authfile: file, warn: () => {} }).find(
    registry,
    repository,
  );

describe('saving a login', () => {
  test('a new file, as `oc registry login` writes it', async () => {
    await saveLogin(file, 'quay.io', ann);
    expect(await readFile(file, 'utf8')).toBe(
      '{\n\t"auths": {\n\t\t"quay.io": {\n\t\t\t"auth": "YW5uOnB3"\n\t\t}\n\t}\n}',
    );
    expect(await modeOf(file)).toBe(0o600);
    expect(await readdir(path.dirname(file))).toEqual(['config.json']);
  });

  test('folders are made for the user only', async () => {
    file = path.join(path.dirname(file), 'a/b/auth.json');
    await saveLogin(file, 'quay.io', ann);
    expect(await modeOf(path.dirname(file))).toBe(0o700);
  });

  test('what else is in the file is kept, and its mode is made narrow', async () => {
    const before = {
      HttpHeaders: { 'X-Meta': '1' },
      auths: { 'quay.io': { auth: 'eDp5', email: 'x' }, h: { extra: [1] } },
      credHelpers: { 'gcr.io': 'gcloud' },
    };
    await writeFile(file, JSON.stringify(before), { mode: 0o644 });
    await saveLogin(file, 'quay.io', ann);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      ...before,
      auths: { 'quay.io': { auth: 'YW5uOnB3' }, h: { extra: [1] } },
    });
    expect(Object.keys(JSON.parse(await readFile(file, 'utf8')))).toEqual(Object.keys(before));
    expect(await modeOf(file)).toBe(0o600);
  });

  test('an empty file, and one with null', async () => {
    for (const text of ['', ' \n', '{"auths": null}', '\ufeff{}']) {
      await writeFile(file, text);
      await saveLogin(file, 'quay.io', ann);
      expect(await find('quay.io')).toMatchObject(ann);
    }
  });

  test('through a symbolic link', async () => {
    const real = path.join(path.dirname(file), 'dotfiles.json');
    await writeFile(real, '{}');
    await symlink('dotfiles.json', file);
    await saveLogin(file, 'quay.io', ann);
    expect((await lstat(file)).isSymbolicLink()).toBe(true);
    expect(await find('quay.io')).toMatchObject(ann);
  });

  test.each([
    ['{"auths": ', /line 1, column 11: not valid JSON/],
    ['[]', /the content is not an object/],
    ['{"auths": []}', /auths is not an object/],
  ])('a file that is no credential file stays as it is: %s', async (text, message) => {
    await writeFile(file, text);
    const error = { code: 'CREDENTIALS', message: expect.stringMatching(message) };
    await expect(saveLogin(file, 'quay.io', ann)).rejects.toMatchObject(error);
    await expect(removeLogin(file, 'quay.io')).rejects.toMatchObject(error);
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(await readdir(path.dirname(file))).toEqual(['config.json']);
  });

  test('a user name with a colon is refused, and nothing is written', async () => {
    const save = saveLogin(file, 'quay.io', { username: 'a:b', password: 'hunter2' });
    await expect(save).rejects.toMatchObject({ code: 'CREDENTIALS', message: expect.not.stringContaining('hunter2') });
    expect(await readdir(path.dirname(file))).toEqual([]);
  });

  test('a place that cannot be written, and one that is no file', async () => {
    await writeFile(file, '{}');
    const below = saveLogin(path.join(file, 'x.json'), 'quay.io', ann);
    await expect(below).rejects.toMatchObject({ code: 'CREDENTIALS', message: expect.stringContaining('cannot be') });
    const folder = path.join(path.dirname(file), 'folder');
    await mkdir(folder);
    await expect(saveLogin(folder, 'quay.io', ann)).rejects.toMatchObject({ code: 'CREDENTIALS' });
    await expect(saveLogin('/dev/null', 'quay.io', ann)).rejects.toMatchObject({
      message: '/dev/null: not a regular file',
    });
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  test('every login comes back as it was, under any host', async () => {
    const text = fc.string({ minLength: 1, unit: 'binary' }).filter((value) => !value.includes('\0'));
    const login = fc.record({ username: text.filter((value) => !value.includes(':')), password: text });
    const host = fc.constantFrom('h', 'h:5000', '__proto__', 'constructor', 'docker.io', '7');
    await fc.assert(
      fc.asyncProperty(host, login, async (name, saved) => {
        await saveLogin(file, name, saved);
        expect(await find(name)).toMatchObject(saved);
      }),
      { numRuns: 50 },
    );
  });

  test('tokens', async () => {
    await saveLogin(file, 'a', { username: '', password: '', identityToken: 'it' });
    await saveLogin(file, 'b', { username: '', password: '', registryToken: 'rt' });
    expect(await find('a')).toMatchObject({ identityToken: 'it' });
    expect(await find('b')).toMatchObject({ registryToken: 'rt' });
  });
});

describe('removing a login', () => {
  test('the host, its URLs, and nothing else', async () => {
    const auths = { h: { auth: 'eDp5' }, 'https://h/v1/': { auth: 'eDp5' }, 'h/ns': { auth: 'eDp5' }, h2: {} };
    await writeFile(file, JSON.stringify({ auths, credsStore: 'x' }));
    expect(await removeLogin(file, 'h')).toBe(true);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      auths: { 'h/ns': { auth: 'eDp5' }, h2: {} },
      credsStore: 'x',
    });
    expect(await removeLogin(file, 'h/ns')).toBe(true);
    expect(Object.keys(JSON.parse(await readFile(file, 'utf8')).auths)).toEqual(['h2']);
  });

  test('every name of Docker Hub', async () => {
    const keys = ['docker.io', 'index.docker.io', 'https://index.docker.io/v1/', 'http://registry-1.docker.io'];
    await writeFile(file, JSON.stringify({ auths: Object.fromEntries([...keys, 'h'].map((key) => [key, {}])) }));
    expect(await removeLogin(file, 'docker.io')).toBe(true);
    expect(Object.keys(JSON.parse(await readFile(file, 'utf8')).auths)).toEqual(['h']);
  });

  test('none there: false, and the file is not touched or made', async () => {
    expect(await removeLogin(file, 'h')).toBe(false);
    expect(await readdir(path.dirname(file))).toEqual([]);
    await writeFile(file, '{"auths":{"x":{}}}');
    expect(await removeLogin(file, 'h')).toBe(false);
    expect(await readFile(file, 'utf8')).toBe('{"auths":{"x":{}}}');
  });
});
