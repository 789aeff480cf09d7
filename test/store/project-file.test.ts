import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { savedProject, saveProject } from '../../src/store/project-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'project-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a saved project is read again; a store without one has none', async () => {
  const store = path.join(folder, 'new', 'store');
  expect(savedProject(store)).toBe('');
  await saveProject(store, 'mars');
  await saveProject(store, 'toms-project');
  expect(savedProject(store)).toBe('toms-project');
  expect(await readdir(store)).toEqual(['.project']);
});

test('a store that is a file cannot be written to', async () => {
  const file = path.join(folder, 'file');
  await writeFile(file, '');
  expect(savedProject(file)).toBe('');
  await expect(saveProject(file, 'mars')).rejects.toMatchObject({ code: 'STORE_IO' });
});

test.each(['\u001b]0;owned\u0007', '../elsewhere', 'a b', 'Upper', 'one\ntwo', 'x'.repeat(64)])(
  'a file that holds %j is no project',
  async (text) => {
    const store = await mkdtemp(path.join(folder, 'broken-'));
    await writeFile(path.join(store, '.project'), text);
    expect(() => savedProject(store)).toThrow(`${path.join(store, '.project')} does not hold the name of a project`);
  },
);

test('a file that a merge has left in two versions says so, with the line', async () => {
  const store = await mkdtemp(path.join(folder, 'merged-'));
  const file = path.join(store, '.project');
  await writeFile(file, '<<<<<<< HEAD\nmars\n=======\nvenus\n>>>>>>> theirs\n');
  expect(() => savedProject(store)).toThrow(`${file}:1:1: holds unresolved git conflict markers (line 1)`);
});
