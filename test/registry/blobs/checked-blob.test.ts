import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { CheckedBlob } from '../../../src/registry/blobs/checked-blob.ts';

const SIZE = 40 * 1024 * 1024;
const PIECE = 1024 * 1024 - 7;
const content = Buffer.alloc(SIZE, 'layers of a cake ');
const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;

/** Reads from memory, and remembers from where. */
function sourceOf(bytes: Buffer) {
  const asked: number[] = [];
  return {
    asked,
    async *from(start: number) {
      asked.push(start);
      for (let at = start; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
    },
  };
}

async function read(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

describe('a blob that is checked on its way', () => {
  const blob = { digest, size: SIZE, mediaType: '' };

  test('goes on from where it was, without reading everything again', async () => {
    const source = sourceOf(content);
    const checked = new CheckedBlob(source, blob);
    expect((await read(checked.range(0))).equals(content)).toBe(true);
    for (const start of [1, 17 * 1024 * 1024, 39 * 1024 * 1024 + 5, SIZE - 1]) {
      expect((await read(checked.range(start))).equals(content.subarray(start))).toBe(true);
    }
    expect(source.asked[1]).toBe(0);
    for (const from of source.asked.slice(2)) expect(from).toBeGreaterThan(15 * 1024 * 1024);
  });

  test('comes in ranges, each from the end of the one before', async () => {
    const source = sourceOf(content);
    const checked = new CheckedBlob(source, blob);
    const ends = [5_000_000, 5_000_001, 30_000_000, SIZE];
    const parts: Buffer[] = [];
    for (const [at, end] of ends.entries()) parts.push(await read(checked.range(ends[at - 1] ?? 0, end)));
    expect(Buffer.concat(parts).equals(content)).toBe(true);
    expect(source.asked).toEqual([0, ...ends.slice(0, -1)]);
  });

  test.each([0, 5_000_000, SIZE - 1])('is never whole where byte %i is wrong', async (at) => {
    const wrong = Buffer.from(content);
    wrong[at] = 0;
    const pieces = new CheckedBlob(sourceOf(wrong), blob).range(0);
    let passed = 0;
    const reading = (async () => {
      for await (const piece of pieces) passed += piece.length;
    })();
    await expect(reading).rejects.toMatchObject({ code: 'REGISTRY_CONTENT' });
    expect(passed).toBeLessThan(SIZE);
  });

  test('is checked as a whole, also when what is read again differs', async () => {
    const source = sourceOf(Buffer.from(content));
    const checked = new CheckedBlob(source, blob);
    await read(checked.range(0, 20_000_000));
    const later = sourceOf(Buffer.alloc(SIZE, 'something else'));
    source.from = later.from;
    await expect(read(checked.range(20_000_000))).rejects.toMatchObject({ code: 'REGISTRY_CONTENT' });
  });
});
