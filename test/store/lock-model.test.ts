import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import { createDirectoryStore } from '../../src/store/directory-store.ts';
import type { FileSystem } from '../../src/store/files/file-system.ts';
import { VolatileDisk } from '../endurance/volatile-disk.ts';
import { explore, type Flaw, type Operation } from './lock-model.ts';

const THERE = 0;
const NONE = -1;

describe('every order of the calls of writers that take one another for dead', () => {
  test.each<[Operation[], number]>([
    [['update', 'update'], THERE],
    [['update', 'delete'], THERE],
    [['create', 'create'], NONE],
    [['create', 'delete'], NONE],
    [['update', 'update', 'update'], THERE],
    [['update', 'update', 'delete'], THERE],
    [['update', 'delete', 'create'], THERE],
    [['delete', 'create', 'delete'], THERE],
    [['create', 'create', 'update'], NONE],
    [['create', 'delete', 'create'], NONE],
  ])('%j loses nothing that was told, and applies nothing that was not', (operations, initial) => {
    const { wrong, told, states } = explore(operations, initial);
    expect(wrong).toBeUndefined();
    expect(states).toBeGreaterThan(200);
    expect(Math.max(...told.keys())).toBeGreaterThan(0);
  });
});

describe('the model notices', () => {
  test.each<[Flaw, Operation[], number]>([
    ['content beside the file', ['update', 'update'], THERE],
    ['removal in place', ['delete', 'update'], THERE],
    ['taken away before it is empty', ['update', 'update', 'update'], THERE],
  ])('%s', (flaw, operations, initial) => {
    expect(explore(operations, initial, flaw).wrong?.length).toBeGreaterThan(5);
  });
});

describe('the store makes the calls of the model', () => {
  const key = { group: 'image.openshift.io', resource: 'imagestreams', namespace: 'default', name: 'app' };
  const app = (text: string): KubeObject => ({
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStream',
    metadata: { name: 'app' },
    spec: { text },
  });
  const TAKE = ['makeFolder prepared', 'makeFolder prepared/HOLDER', 'rename prepared lock'];
  const GIVE_BACK = ['removeFolder lock/HOLDER', 'removeFolder lock'];
  const PUT = ['create lock/HOLDER/content', 'write', 'sync', 'close'];
  const MOVE = ['rename lock/HOLDER/content app.yaml'];
  const KEEP = ['openFolder .', 'sync', 'close'];

  /** What is called between the first call for a lock and the last, with names that say what they are. */
  async function callsOf(
    write: (store: ReturnType<typeof createDirectoryStore>) => Promise<unknown>,
  ): Promise<string[]> {
    const disk = new VolatileDisk();
    await createDirectoryStore({ directory: '/store', fs: disk }).create(key, app('before'));
    if (write === create) await createDirectoryStore({ directory: '/store', fs: disk }).delete(key);
    const calls: string[] = [];
    const fs = new Proxy<FileSystem>(disk, {
      get(target, name: keyof FileSystem) {
        const call = target[name] as (...args: unknown[]) => unknown;
        return (...args: unknown[]) => {
          const paths = args.filter((arg) => typeof arg === 'string').map(plain);
          calls.push([name, ...paths].join(' '));
          return call.apply(target, args);
        };
      },
    });
    await write(createDirectoryStore({ directory: '/store', fs }));
    const made = calls.filter((call) => !call.startsWith('makeFolders') && !call.startsWith('changeMode'));
    return made.slice(made.lastIndexOf('makeFolder prepared'), made.lastIndexOf('removeFolder lock') + 1);
  }

  const plain = (file: string) =>
    file
      .replace(/^.*?(?:imagestreams(?:\/|$)|$)/, '')
      .replace(/\.app\.yaml\.lock\.[^/]+/, 'prepared')
      .replace('.app.yaml.lock', 'lock')
      .replace(/\/[^/]*_[^/]*/, '/HOLDER') || '.';

  const create = (store: ReturnType<typeof createDirectoryStore>) => store.create(key, app('after'));

  test('to update', async () => {
    const calls = await callsOf(async (store) => store.update(key, app('after')));
    const again = ['read app.yaml', 'stat app.yaml', ...PUT, 'read app.yaml', ...MOVE];
    expect(calls).toEqual([...TAKE, ...again, ...KEEP, ...GIVE_BACK]);
  });

  test('to create', async () => {
    const again = ['read app.yaml', 'stat app.yaml', ...PUT, 'read app.yaml', ...MOVE];
    expect(await callsOf(create)).toEqual([...TAKE, ...again, ...KEEP, ...GIVE_BACK]);
  });

  test('to delete', async () => {
    const calls = await callsOf(async (store) => store.delete(key));
    const move = ['read app.yaml', 'rename app.yaml lock/HOLDER/content', 'remove lock/HOLDER/content'];
    expect(calls).toEqual([...TAKE, ...move, ...KEEP, ...GIVE_BACK]);
  });
});
