import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { createDirectoryStore } from '../../../src/store/directory-store.ts';
import { type FileSystem, realFileSystem } from '../../../src/store/files/file-system.ts';

const FOLDER = 'cluster-scoped-resources/image.openshift.io/images';
const NAMES = Array.from({ length: 60 }, (_, n) => `image-${String(n).padStart(2, '0')}`);

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'add-files-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const images = (text: string) =>
  NAMES.map((name) => ({
    key: { group: 'image.openshift.io', resource: 'images', name },
    object: { apiVersion: 'image.openshift.io/v1', kind: 'Image', metadata: { name }, text } as KubeObject,
  }));
const inFolder = (...parts: string[]) => path.join(directory, FOLDER, ...parts);
const files = () => readdirSync(inFolder()).sort();
const EXPECTED = NAMES.map((name) => `${name}.yaml`);

/** The file system with some calls of another kind. */
const withCalls = (calls: Partial<FileSystem>): FileSystem => ({ ...realFileSystem, ...calls });
const failure = (code: string) => Object.assign(new Error(code), { code });

test('many new objects take one lock for a handful of them, and each its place without a look at it', async () => {
  const calls = { makeFolder: 0, link: 0 };
  const fs = withCalls({
    makeFolder: (folder) => {
      calls.makeFolder++;
      realFileSystem.makeFolder(folder);
    },
    link: (file, name) => {
      calls.link++;
      realFileSystem.link(file, name);
    },
  });
  await createDirectoryStore({ directory, fs }).createMissing(images('a'));
  expect(files()).toEqual(EXPECTED);
  expect(calls.link).toBe(NAMES.length);
  expect(calls.makeFolder).toBeLessThan(NAMES.length / 4);
});

test.each(['EPERM', 'ENOSYS', 'ENOTSUP', 'EMLINK'])(
  'a system that answers %s is written to all the same',
  async (code) => {
    let asked = 0;
    const link = () => {
      asked++;
      throw failure(code);
    };
    await createDirectoryStore({ directory, fs: withCalls({ link }) }).createMissing(images('a'));
    expect(files()).toEqual(EXPECTED);
    // It is not asked for each of them.
    expect(asked).toBe(3);
  },
);

test('what somebody else puts there in the last moment stays', async () => {
  const link: FileSystem['link'] = (file, name) => {
    if (name.endsWith('image-30.yaml')) writeFileSync(name, readFileSync(file, 'utf8').replace('text: a', 'text: b'));
    realFileSystem.link(file, name);
  };
  await createDirectoryStore({ directory, fs: withCalls({ link }) }).createMissing(images('a'));
  expect(files()).toEqual(EXPECTED);
  expect(readFileSync(inFolder('image-30.yaml'), 'utf8')).toContain('text: b');
  expect(readFileSync(inFolder('image-31.yaml'), 'utf8')).toContain('text: a');
});

test('a writer who is robbed of its lock begins anew, and leaves nothing', async () => {
  let robbed = false;
  const link: FileSystem['link'] = (file, name) => {
    if (name.endsWith('image-10.yaml') && !robbed) {
      robbed = true;
      rmSync(path.dirname(path.dirname(file)), { recursive: true });
    }
    realFileSystem.link(file, name);
  };
  await createDirectoryStore({ directory, fs: withCalls({ link }) }).createMissing(images('a'));
  expect(robbed).toBe(true);
  expect(files()).toEqual(EXPECTED);
});

test('of several that add the same, one adds each', async () => {
  const texts = ['a', 'b', 'c', 'd'];
  await Promise.all(texts.map((text) => createDirectoryStore({ directory }).createMissing(images(text))));
  expect(files()).toEqual(EXPECTED);
  const { items } = await createDirectoryStore({ directory }).list({ group: 'image.openshift.io', resource: 'images' });
  expect(items).toHaveLength(NAMES.length);
});

test('where it fails, those that come first are whole, and nothing else is left', async () => {
  mkdirSync(inFolder(), { recursive: true });
  const link: FileSystem['link'] = (file, name) => {
    if (name.endsWith('image-40.yaml')) throw failure('EIO');
    realFileSystem.link(file, name);
  };
  const adding = createDirectoryStore({ directory, fs: withCalls({ link }) }).createMissing(images('a'));
  await expect(adding).rejects.toMatchObject({ code: 'STORE_IO', message: expect.stringContaining('image-40.yaml') });
  expect(files()).toEqual(EXPECTED.slice(0, 40));
});
