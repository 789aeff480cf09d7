import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findStoreDirectory } from '../../src/store/discovery.ts';

let root: string;
beforeAll(() => {
  root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'discovery-')));
  mkdirSync(path.join(root, 'project/.imagestream'), { recursive: true });
  mkdirSync(path.join(root, 'project/deep/deeper'), { recursive: true });
  mkdirSync(path.join(root, 'elsewhere'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('findStoreDirectory', () => {
  test.each<[string, { flag?: string; env?: Record<string, string>; cwd: string }, string]>([
    ['the flag first', { flag: 'x', env: { IMAGESTREAM_STORE: 'y' }, cwd: 'project' }, 'project/x'],
    ['then the environment', { env: { IMAGESTREAM_STORE: 'y' }, cwd: 'project' }, 'project/y'],
    [
      'the environment where the flag is empty',
      { flag: '', env: { IMAGESTREAM_STORE: 'y' }, cwd: 'project' },
      'project/y',
    ],
    ['no empty variable', { env: { IMAGESTREAM_STORE: '' }, cwd: 'project' }, 'project/.imagestream'],
    ['then the folder here', { cwd: 'project' }, 'project/.imagestream'],
    ['then the nearest one above', { cwd: 'project/deep/deeper' }, 'project/.imagestream'],
    ['else the folder here, to be made', { cwd: 'elsewhere' }, 'elsewhere/.imagestream'],
  ])('takes %s', (_, { flag, env = {}, cwd }, expected) => {
    expect(findStoreDirectory({ flag, env, cwd: path.join(root, cwd) })).toBe(path.join(root, expected));
  });

  test('leaves an absolute path as it is', () => {
    expect(findStoreDirectory({ flag: '/a/b', env: {}, cwd: root })).toBe(path.resolve('/a/b'));
  });
});
