import { mkdirSync, mkdtempSync, realpathSync, rmSync, type Stats } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { distrust, findStore } from '../../src/store/discovery.ts';

let root: string;
beforeAll(() => {
  root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'discovery-')));
  mkdirSync(path.join(root, 'project/.imagestream'), { recursive: true });
  mkdirSync(path.join(root, 'project/deep/deeper'), { recursive: true });
  mkdirSync(path.join(root, 'elsewhere'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('findStore', () => {
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
    expect(findStore({ flag, env, cwd: path.join(root, cwd) }).directory).toBe(path.join(root, expected));
  });

  test('leaves an absolute path as it is', () => {
    expect(findStore({ flag: '/a/b', env: {}, cwd: root }).directory).toBe(path.resolve('/a/b'));
  });
});

describe('distrust', () => {
  const found = (uid: number, isLink = false) =>
    ({ directory: '/a', origin: 'found', state: { uid, isSymbolicLink: () => isLink } as Stats }) as const;

  test.each([
    ['the user owns', found(1000), 1000, undefined, undefined],
    ['another user owns', found(1001), 1000, undefined, /another user \(id 1001\)/],
    ['root owns', found(0), 1000, undefined, /another user/],
    ['a user owns, for root', found(1000), 0, undefined, /another user/],
    ['the user owns who became root', found(1000), 0, '1000', undefined],
    ['another owns than who became root', found(1001), 0, '1000', /another user/],
    ['another owns, where nobody became root', found(1000), 1001, '1000', /another user/],
    ['is a link', found(1000, true), 1000, undefined, /symbolic link/],
    ['anybody owns, where there are no owners', found(0), undefined, undefined, undefined],
    ['somebody named', { directory: '/a', origin: 'flag' } as const, 1000, undefined, undefined],
  ])('of a store that %s', (_, location, uid, sudoUid, why) => {
    const said = distrust(location, uid, sudoUid);
    if (why) expect(said).toMatch(why);
    else expect(said).toBeUndefined();
  });
});
