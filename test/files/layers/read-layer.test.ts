import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LayerEntry } from '../../../src/core/ports/layer-files.ts';
import { isAppError } from '../../../src/errors.ts';
import { readLayer } from '../../../src/files/layers/read-layer.ts';
import { type ArchiveEntry, tarArchive, tarGz } from '../../support/tar-archive.ts';

async function* pieces(bytes: Uint8Array, length: number) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function entriesOf(bytes: Uint8Array, { size = bytes.length, piece = 1000 } = {}) {
  const found: [LayerEntry, string][] = [];
  await readLayer({ content: pieces(bytes, piece), size }, async (entry, content) => {
    let text = '';
    for await (const part of content) text += Buffer.from(part).toString();
    found.push([entry, text]);
  });
  return found;
}

const ENTRIES: ArchiveEntry[] = [
  { path: './', type: 'Directory' },
  { path: './a/', type: 'Directory', mode: 0o1777 },
  { path: '/a/file', content: 'x'.repeat(3000), mtime: new Date(5000) },
  { path: 'a/link', type: 'SymbolicLink', linkpath: '../b' },
  { path: 'dev', type: 'CharacterDevice' },
  { path: 'empty' },
];

describe('the archive of a layer', () => {
  test.each([
    ['plain', tarArchive(ENTRIES)],
    ['gzip', tarGz(ENTRIES)],
  ])('%s is read whatever its pieces', async (_name, bytes) => {
    for (const piece of [1, 7, 512, 100_000]) {
      const found = await entriesOf(bytes, { piece });
      expect(found.map(([{ name, type }]) => `${type} ${name}`)).toEqual([
        'directory ',
        'directory a',
        'file a/file',
        'symlink a/link',
        'other dev',
        'file empty',
      ]);
      expect(found[2]).toEqual([
        {
          name: 'a/file',
          type: 'file',
          flag: '0',
          mode: 0o644,
          size: 3000,
          uid: 0,
          gid: 0,
          modified: 5000,
          linkname: '',
        },
        'x'.repeat(3000),
      ]);
      expect(found[1]![0].mode).toBe(0o1777);
    }
  });

  test('is read to its end, also behind the compressed part', async () => {
    let read = 0;
    const bytes = Buffer.concat([tarGz(ENTRIES), Buffer.alloc(10_000)]);
    async function* counted() {
      for await (const piece of pieces(bytes, 100)) {
        read += piece.length;
        yield piece;
      }
    }
    await readLayer({ content: counted(), size: bytes.length }, async () => {});
    expect(read).toBe(bytes.length);
  });

  test('need not be read by who visits it, who may fail', async () => {
    const seen: string[] = [];
    await readLayer({ content: pieces(tarGz(ENTRIES), 99), size: 1 }, async ({ name }) => void seen.push(name));
    expect(seen.length).toBe(6);
    const failing = readLayer({ content: pieces(tarGz(ENTRIES), 99), size: 1 }, async ({ name }) => {
      if (name === 'a/file') throw new Error('no room');
    });
    await expect(failing).rejects.toThrow('no room');
  });

  test('fails with the source, as it does', async () => {
    async function* broken() {
      yield tarGz(ENTRIES).subarray(0, 50);
      throw Object.assign(new Error('lost'), { name: 'SomeError', code: 'REGISTRY_CONNECT', hint: undefined });
    }
    await expect(readLayer({ content: broken(), size: 1 }, async () => {})).rejects.toThrow('lost');
  });

  test.each([
    ['cut off', tarGz(ENTRIES).subarray(0, 100), 'the layer cannot be unpacked: unexpected end of file'],
    ['no archive', Buffer.from('hello world'.repeat(100)), 'the layer is no archive'],
    ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0]), 'the layer is compressed by xz'],
    ['bzip2', Buffer.from('BZh91AY'), 'the layer is compressed by bzip2'],
    ['gzip in gzip', gzipSync(tarGz(ENTRIES)), 'the layer is compressed twice, by gzip and then by gzip'],
    ['gzip behind nothing', Buffer.concat([gzipSync(''), gzipSync(tarGz(ENTRIES))]), 'compressed twice, by gzip'],
    ['zstd in gzip', gzipSync(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0])), 'compressed twice, by zstd and then by gzip'],
    ['bzip2 in gzip', gzipSync('BZh61AY&SY'), 'compressed twice, by bzip2 and then by gzip'],
    ['xz in gzip', gzipSync(Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0])), 'compressed twice, by xz'],
  ])('that is %s is refused', async (_name, bytes, message) => {
    for (const piece of [1, 1000]) await expect(entriesOf(bytes, { piece })).rejects.toThrow(message);
  });

  test('may hold a name that begins as compressed content does', async () => {
    for (const bytes of [tarArchive([{ path: 'BZh9.txt' }]), tarGz([{ path: 'BZh9.txt' }])]) {
      expect((await entriesOf(bytes)).map(([{ name }]) => name)).toEqual(['BZh9.txt']);
    }
  });

  test.each([
    ['claims to be large', 10 ** 14],
    ['is no larger than it claims', undefined],
    ['claims to be small', 10],
  ])('that unpacks to far more than has come of it is refused, where it %s', async (_name, claimed) => {
    const bytes = tarGz([{ path: 'zeros', content: Buffer.alloc(1024 * 1024) }]);
    const reading = (ratio: number) =>
      readLayer({ content: pieces(bytes, 100), size: claimed ?? bytes.length }, async () => {}, {
        always: 5000,
        ratio,
      });
    await expect(reading(100)).rejects.toMatchObject({
      code: 'REGISTRY_LIMIT',
      message: 'the layer holds more than 100 times its size',
    });
    if (claimed !== 10) await expect(reading(100_000)).resolves.toBeUndefined();
  });

  test.each([
    ['cut off', tarArchive(ENTRIES).subarray(0, 512 * 5), {}],
    ['too large', tarGz([{ path: 'a', content: Buffer.alloc(1024 * 1024) }]), { always: 300_000, ratio: 1 }],
  ])('that is %s ends also for who visits an entry', async (_name, bytes, limits) => {
    let told: unknown;
    const reading = readLayer(
      { content: pieces(bytes, 512), size: bytes.length },
      async (_entry, content) => {
        try {
          for await (const piece of content)
            await new Promise((resolve) => setTimeout(resolve, piece.length > 0 ? 1 : 0));
        } catch (error) {
          told = error;
          throw new Error('and nothing else is told');
        }
      },
      { always: 1_000_000, ratio: 1, ...limits },
    );
    const error = await reading.catch((failure: unknown) => failure);
    expect(isAppError(error)).toBe(true);
    expect(told).toBe(error);
  });

  test('that unpacks to far more than it is, is refused', async () => {
    const zeros = gzipSync(Buffer.alloc(1024 * 1024));
    async function* bomb() {
      // Members of one stream: a gigabyte and a half.
      yield gzipSync(tarArchive([{ path: 'big' }]).subarray(0, 512));
      for (let i = 0; i < 1500; i++) yield zeros;
    }
    await expect(readLayer({ content: bomb(), size: 1 }, async () => {})).rejects.toMatchObject({
      code: 'REGISTRY_LIMIT',
    });
  });

  test('of whatever bytes is read or refused, and no more', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), fc.nat(2000), async (noise, at) => {
        const bytes = Buffer.from(tarArchive(ENTRIES));
        bytes.set(noise.subarray(0, Math.max(0, bytes.length - at)), at);
        for (const archive of [bytes, noise]) {
          try {
            const found = await entriesOf(archive);
            for (const [{ name }] of found) expect(name).not.toMatch(/^\/|(^|\/)\.\.?(\/|$)/);
          } catch (error) {
            expect(isAppError(error)).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
