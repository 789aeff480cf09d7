import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeFolders } from '../../src/store/files/file-system.ts';

const failing = (code: string) => Object.assign(new Error(code), { code });

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'folders-'));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('folders with those above them', () => {
  test('are made, and the first one is told', () => {
    expect(makeFolders(path.join(root, 'a/b/c'))).toBe(path.join(root, 'a'));
    expect(makeFolders(path.join(root, 'a/b/c'))).toBeUndefined();
  });

  test('on a read-only file system fail for that, although Node says that something is missing', () => {
    const tried: string[] = [];
    const make = ((folder: string, options?: { recursive?: boolean }) => {
      tried.push(path.relative(root, folder));
      throw failing(options?.recursive ? 'ENOENT' : 'EROFS');
    }) as typeof mkdirSync;
    expect(() => makeFolders(path.join(root, 'a/b/c'), make)).toThrow('EROFS');
    expect(tried).toEqual(['a/b/c', 'a']);
  });

  test('are made where those above were removed in between', () => {
    let calls = 0;
    const make = ((folder: string, options?: { recursive?: boolean }) => {
      if (calls++ === 0) throw failing('ENOENT');
      return mkdirSync(folder, options);
    }) as typeof mkdirSync;
    expect(makeFolders(path.join(root, 'a/b'), make)).toBe(path.join(root, 'a'));
    expect(existsSync(path.join(root, 'a/b'))).toBe(true);
  });
});
