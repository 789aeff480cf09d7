import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { expandGlob } from '../../src/files/glob.ts';

let folder: string;
const FILES = [
  'a.yaml',
  'b.yaml',
  '.hidden.yaml',
  'c.json',
  'a[1].yaml',
  'x-y',
  '\u00e9.yaml',
  '\u{1f680}.yaml',
  'd/e.yaml',
  'd2/e.yaml',
  'd2/f/g.yaml',
];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'glob-'));
  for (const file of FILES) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), '');
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const found = async (pattern: string) =>
  (await expandGlob(`${folder}/${pattern}`))?.map((file) => path.relative(folder, file));

describe('patterns of file names', () => {
  test.each<[string, string[]]>([
    ['[a-b].yaml', ['a.yaml', 'b.yaml']],
    ['[^a].yaml', ['b.yaml', '\u00e9.yaml', '\u{1f680}.yaml']],
    ['?.yaml', ['a.yaml', 'b.yaml', '\u00e9.yaml', '\u{1f680}.yaml']],
    ['*.json', ['c.json']],
    ['.*', ['.hidden.yaml']],
    ['a*', ['a.yaml', 'a[1].yaml']],
    ['a\\[*', ['a[1].yaml']],
    ['x[\\-]y', ['x-y']],
    ['a.yaml', ['a.yaml']],
    ['d*/e.yaml', ['d/e.yaml', 'd2/e.yaml']],
    ['*/*.yaml', ['d/e.yaml', 'd2/e.yaml']],
    ['**/g.yaml', []],
    ['d2/**/g.yaml', ['d2/f/g.yaml']],
    ['[b-a].yaml', []],
    ['no*', []],
    ['no/*', []],
  ])('%s', async (pattern, files) => {
    expect(await found(pattern)).toEqual(files);
  });

  test.each(['[', '[a', '[]a]', '[a-]', '[^]', 'a\\', '[-a]'])('%s is broken', async (pattern) => {
    expect(await found(pattern)).toBeUndefined();
  });

  test('a name with every sign escaped fits itself', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...FILES), async (file) => {
        expect(await found(file.replace(/[^/]/gu, '\\$&'))).toEqual([file]);
      }),
      { numRuns: FILES.length },
    );
  });
});
