import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createRegistriesConfSource } from '../../src/registries-conf/registries-conf-files.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'registries-conf-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(file: string, text: string): void {
  const full = path.join(folder, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
}

const source = (env: Record<string, string> = {}) =>
  createRegistriesConfSource({ env, home: path.join(folder, 'home'), system: path.join(folder, 'etc') });
const filesRead = async (env?: Record<string, string>) =>
  (await source(env).read('short-names'))?.files.map((file) => path.relative(folder, file));

const SYSTEM = 'etc/containers/registries.conf';
const USER = 'home/.config/containers/registries.conf';
const one = (location: string) => `[[registry]]\nlocation = "${location}"\n`;

describe('which files count', () => {
  test('none', async () => {
    expect(await filesRead()).toBeUndefined();
  });

  test('the system, its drop-ins and the user’s, in the order of their names', async () => {
    put(SYSTEM, one('a.io'));
    put(`${SYSTEM}.d/20-b.conf`, one('b.io'));
    put(`${SYSTEM}.d/10-c.conf`, one('c.io'));
    put(`${SYSTEM}.d/README`, 'not toml at all');
    put(`${USER}.d/a.conf`, one('d.io'));
    expect(await filesRead()).toEqual([SYSTEM, `${SYSTEM}.d/10-c.conf`, `${SYSTEM}.d/20-b.conf`, `${USER}.d/a.conf`]);
  });

  test("the user's file replaces the system's with its drop-ins", async () => {
    put(SYSTEM, one('a.io'));
    put(`${SYSTEM}.d/20-b.conf`, one('b.io'));
    put(USER, one('c.io'));
    put(`${USER}.d/a.conf`, one('d.io'));
    expect(await filesRead()).toEqual([USER, `${USER}.d/a.conf`]);
  });

  test('CONTAINERS_REGISTRIES_CONF stands alone, and must exist', async () => {
    put(SYSTEM, one('a.io'));
    put('mine.conf', one('b.io'));
    expect(await filesRead({ CONTAINERS_REGISTRIES_CONF: path.join(folder, 'mine.conf') })).toEqual(['mine.conf']);
    await expect(filesRead({ CONTAINERS_REGISTRIES_CONF: '/none.conf' })).rejects.toThrow('/none.conf: cannot be read');
  });

  test('a file of comments says nothing', async () => {
    put(SYSTEM, '# unqualified-search-registries = ["example.com"]\n\n  # [[registry]]\n');
    expect(await filesRead()).toBeUndefined();
  });
});

describe('what is parsed when', () => {
  test.each([
    ['[aliases]\n"registry" = "docker.io/library/registry"\n', false],
    ['unqualified-search-registries = ["quay.io"]\n', false],
    ['[[registry]]\nlocation = "a.io"\n', true],
    ['  [[ registry ]]\nlocation = "a.io"\n', true],
    ['registry = [{ location = "a.io" }]\n', true],
    ['["registries"."insecure"]\nregistries = ["a.io"]\n', true],
    ['registries.insecure.registries = ["a.io"]\n', true],
  ])('%j has registries: %s', async (text, has) => {
    put(SYSTEM, text);
    expect((await source().read('registries')) !== undefined).toBe(has);
    expect(await source().read('short-names')).toBeDefined();
  });
});

test('a mistake in TOML is named with line and column', async () => {
  put(SYSTEM, '[[registry]]\nlocation = quay.io\n');
  await expect(source().read('registries')).rejects.toMatchObject({
    code: 'ARGUMENT',
    message: expect.stringMatching(/registries\.conf:2:\d+: /),
  });
});
