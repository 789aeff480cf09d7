import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { RegistryError } from '../../../src/errors.ts';
import { layerFiles } from '../../../src/files/layers/layer-files.ts';
import { type ArchiveEntry, tarGz } from '../../support/tar-archive.ts';

let folder: string;
let root: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tree-'));
  root = path.join(folder, 'root');
  mkdirSync(root);
  writeFileSync(path.join(folder, 'outside'), 'mine');
});
afterEach(() => rmSync(folder, { recursive: true }));

const one = async function* (bytes: Uint8Array) {
  yield bytes;
};

/** Unpacks layers, and says what was left out. */
async function unpack(...layers: ArchiveEntry[][]): Promise<string[]> {
  const tree = await layerFiles.openTree(root, { preserve: false });
  const left: string[] = [];
  for (const layer of layers) {
    const bytes = tarGz(layer);
    await layerFiles.read({ content: one(bytes), size: bytes.length }, async (entry, content) => {
      const why = await tree.put(entry, content);
      if (why !== undefined) left.push(`${entry.name}: ${why}`);
    });
    await tree.endLayer();
  }
  return left;
}

const read = (name: string) => readFileSync(path.join(root, name), 'utf8');
const names = (below = ''): string[] =>
  readdirSync(path.join(root, below), { withFileTypes: true })
    .flatMap((entry) => {
      const name = path.join(below, entry.name);
      return entry.isDirectory() ? [name, ...names(name)] : [name];
    })
    .sort();
const outside = () => [readdirSync(folder).sort(), readFileSync(path.join(folder, 'outside'), 'utf8')];
const UNTOUCHED = [['outside', 'root'], 'mine'];

describe('layers become files', () => {
  test('but the one that was being written when the layer broke', async () => {
    const noise = randomBytes(300_000);
    const bytes = tarGz([
      { path: 'a/whole', content: 'whole' },
      { path: 'a/half', content: noise },
    ]);
    const tree = await layerFiles.openTree(root, { preserve: false });
    let begun = false;
    async function* cut() {
      yield bytes.subarray(0, 200_000);
      while (!begun) await new Promise((resolve) => setImmediate(resolve));
      throw new RegistryError('REGISTRY_CONTENT', 'its size does not agree');
    }
    const reading = layerFiles.read({ content: cut(), size: bytes.length }, async (entry, content) => {
      async function* watched() {
        for await (const piece of content) {
          yield piece;
          begun ||= entry.name === 'a/half' && existsSync(path.join(root, 'a/half'));
        }
      }
      await tree.put(entry, watched());
    });
    await expect(reading).rejects.toThrow('its size does not agree');
    expect([begun, names(), read('a/whole')]).toEqual([true, ['a', 'a/whole'], 'whole']);
  });

  test('with folders that no entry names, links, times and plain permissions', async () => {
    const mtime = new Date(1_600_000_000_000);
    const left = await unpack([
      { path: './a/b/file', content: 'one', mode: 0o4755, mtime },
      { path: 'a/', type: 'Directory', mode: 0o500, mtime },
      { path: 'a/link', type: 'SymbolicLink', linkpath: 'b/file' },
      { path: 'a/again', type: 'Link', linkpath: '/a/b/file' },
    ]);
    expect([left, names()]).toEqual([[], ['a', 'a/again', 'a/b', 'a/b/file', 'a/link']]);
    expect([read('a/link'), read('a/again'), readlinkSync(path.join(root, 'a/link'))]).toEqual([
      'one',
      'one',
      'b/file',
    ]);
    const [file, dir] = ['a/b/file', 'a'].map((name) => statSync(path.join(root, name)));
    expect([file!.mode & 0o7777, dir!.mode & 0o7777, file!.mtime, dir!.mtime]).toEqual([0o640, 0o755, mtime, mtime]);
  });

  test('of which higher ones change and hide what lower ones have', async () => {
    await unpack(
      [
        { path: 'keep', content: '1' },
        { path: 'change', content: '1' },
        { path: 'gone', content: '1' },
        { path: 'd/lower', content: '1' },
        { path: 'e/lower', content: '1' },
        { path: 'f/x', content: '1' },
      ],
      [
        { path: 'change', content: '2' },
        { path: '.wh.gone' },
        { path: 'd/upper', content: '2' },
        { path: 'd/.wh..wh..opq' },
        { path: '.wh.e' },
        { path: 'f', content: '2' },
      ],
    );
    expect(names()).toEqual(['change', 'd', 'd/upper', 'f', 'keep']);
    expect([read('change'), read('f')]).toEqual(['2', '2']);
  });

  test('where a link to a folder is written through, as in a container', async () => {
    await unpack(
      [
        { path: 'usr/bin', type: 'Directory' },
        { path: 'bin', type: 'SymbolicLink', linkpath: '/usr/bin' },
      ],
      [{ path: 'bin/tool', content: 'x' }],
    );
    expect(names()).toEqual(['bin', 'usr', 'usr/bin', 'usr/bin/tool']);
  });
});

describe('an image of a stranger', () => {
  test.each(['../outside', 'a/../../outside', '/../outside', 'a/./../../outside'])('cannot name %s', async (name) => {
    await expect(unpack([{ path: name, content: 'evil' }])).rejects.toMatchObject({
      code: 'REGISTRY_CONTENT',
      message: expect.stringContaining('leads outside of the image'),
    });
    expect(outside()).toEqual(UNTOUCHED);
  });

  test.each(['..', '../', '../../..', '/', '/../..'])('cannot lead out by a link to %s', async (linkpath) => {
    await unpack(
      [
        { path: 'd/l', type: 'SymbolicLink', linkpath },
        { path: 'l', type: 'SymbolicLink', linkpath },
      ],
      [{ path: 'd/l/outside', content: 'evil' }, { path: 'l/outside', content: 'evil' }, { path: 'l/.wh.outside' }],
    );
    expect(outside()).toEqual(UNTOUCHED);
  });

  test('cannot lead out by a link to where the folder lies', async () => {
    await unpack([
      { path: 'l', type: 'SymbolicLink', linkpath: folder },
      { path: 'l/outside', content: 'evil' },
      { path: 'f', type: 'SymbolicLink', linkpath: path.join(folder, 'outside') },
      { path: 'f', content: 'evil' },
    ]);
    expect(outside()).toEqual(UNTOUCHED);
    expect(read('f')).toBe('evil');
  });

  test('cannot take a file of the user as its own by a second name', async () => {
    writeFileSync(path.join(root, 'mine'), 'mine');
    const left = await unpack([
      { path: 'a', type: 'Link', linkpath: '../outside' },
      { path: 'b', type: 'Link', linkpath: 'mine' },
      { path: 'c', type: 'Link', linkpath: 'nosuch' },
      { path: 'd', type: 'Link', linkpath: path.join(folder, 'outside') },
    ]);
    expect(left.map((text) => text.slice(0, 2))).toEqual(['a:', 'b:', 'c:', 'd:']);
    expect(names()).toEqual(['mine']);
  });

  test('makes no devices and pipes', async () => {
    const left = await unpack([
      { path: 'null', type: 'CharacterDevice' },
      { path: 'disk', type: 'BlockDevice' },
      { path: 'pipe', type: 'FIFO' },
      { path: 'file', content: 'x' },
    ]);
    expect([left.length, names()]).toEqual([3, ['file']]);
  });

  test('does not follow links without end', async () => {
    await expect(
      unpack([
        { path: 'a', type: 'SymbolicLink', linkpath: 'b' },
        { path: 'b', type: 'SymbolicLink', linkpath: 'a' },
        { path: 'a/x', content: '' },
      ]),
    ).rejects.toThrow('too many levels of symbolic links');
  });

  test('removes and changes nothing that was there before but files of its names', async () => {
    mkdirSync(path.join(root, 'mine'));
    chmodSync(path.join(root, 'mine'), 0o700);
    writeFileSync(path.join(root, 'mine/file'), 'mine');
    writeFileSync(path.join(root, 'other'), 'mine');
    symlinkSync(folder, path.join(root, 'way-out'));
    await unpack(
      [
        { path: 'mine', type: 'Directory', mode: 0o777 },
        { path: 'mine/new', content: 'x' },
      ],
      [
        { path: '.wh.mine' },
        { path: '.wh..wh..opq' },
        { path: 'mine/.wh..wh..opq' },
        { path: '.wh.other' },
        { path: 'way-out/outside', content: 'evil' },
        { path: '.wh..' },
        { path: '.wh.' },
      ],
    );
    expect([read('mine/file'), read('other'), statSync(path.join(root, 'mine')).mode & 0o777]).toEqual([
      'mine',
      'mine',
      0o700,
    ]);
    expect(existsSync(path.join(root, 'mine/new'))).toBe(false);
    expect(outside()).toEqual(UNTOUCHED);
    await expect(unpack([{ path: 'mine', content: 'x' }])).rejects.toThrow(
      'mine is a directory, and no directory in the image',
    );
    await expect(unpack([{ path: 'other/x', content: 'x' }])).rejects.toThrow(
      'other is a file, and a directory in the image',
    );
  });

  test('does not write through what an entry before it made in its place', async () => {
    writeFileSync(path.join(root, 'target'), 'mine');
    await unpack([
      { path: 'x', type: 'SymbolicLink', linkpath: 'target' },
      { path: 'x', content: 'evil' },
    ]);
    expect([read('target'), read('x')]).toEqual(['mine', 'evil']);
  });
});
