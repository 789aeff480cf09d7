import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import { isAppError, RegistryError } from '../../errors.ts';

type Pieces = AsyncIterable<Uint8Array>;

/** Newer than the oldest Node that is supported. */
const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Transform };

/** What files begin with, by how they are compressed; any byte may stand for a level. */
const LEVEL = undefined;
const MAGIC: readonly (readonly [name: string, bytes: readonly (number | typeof LEVEL)[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['bzip2', [0x42, 0x5a, 0x68, LEVEL, 0x31, 0x41, 0x59]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
];
const LONGEST_MAGIC = 7;
/** Bytes that are unpacked at a time. */
const PIECE = 128 * 1024;

/** How content is compressed, by its first bytes; `none` where they say nothing. */
export function compressionOf(head: Uint8Array): string {
  return MAGIC.find(([, bytes]) => bytes.every((byte, at) => byte === LEVEL || head[at] === byte))?.[0] ?? 'none';
}

/**
 * The content unpacked, as it comes. It is read to its end, also where the compressed part ends before that.
 * Fails with REGISTRY_CONTENT for broken content, REGISTRY_UNSUPPORTED for what cannot be unpacked here or is compressed more
 * than once, and as it does itself.
 */
export async function* decompress(content: Pieces): AsyncGenerator<Uint8Array> {
  const packed = await peek(content);
  const outer = compressionOf(packed.head);
  if (outer === 'none') {
    yield* packed.all;
    return;
  }
  const decoder = decoderOf(outer);
  if (typeof decoder === 'string') {
    await packed.close();
    throw unsupported(decoder);
  }
  const unpacked = await peek(through(packed.all, decoder));
  const inner = compressionOf(unpacked.head);
  if (inner !== 'none') {
    await unpacked.close();
    throw unsupported(`the layer is compressed twice, by ${inner} and then by ${outer}`);
  }
  yield* unpacked.all;
}

/** @returns why there is none, where that is so */
function decoderOf(compression: string): Transform | string {
  if (compression === 'gzip') return zlib.createGunzip({ chunkSize: PIECE });
  if (compression === 'zstd' && createZstdDecompress) return createZstdDecompress();
  const needs = compression === 'zstd' ? ', which needs Node 22.15 or newer' : '';
  return `the layer is compressed by ${compression}${needs}`;
}

const unsupported = (why: string) => new RegistryError('REGISTRY_UNSUPPORTED', why);

/** The first bytes of content, and all of it; `close` leaves what nobody began to read. */
async function peek(content: Pieces): Promise<{ head: Uint8Array; all: Pieces; close(): Promise<unknown> }> {
  const pieces = content[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < LONGEST_MAGIC) {
    const { done, value } = await pieces.next();
    if (done) break;
    first.push(value);
    length += value.length;
  }
  async function* all() {
    try {
      yield* first;
      for (;;) {
        const { done, value } = await pieces.next();
        if (done) return;
        yield value;
      }
    } finally {
      await pieces.return?.();
    }
  }
  return { head: Buffer.concat(first), all: all(), close: async () => pieces.return?.() };
}

async function* through(content: Pieces, decoder: Transform): AsyncGenerator<Uint8Array> {
  let state = 'open' as 'open' | 'unpacked' | 'left';
  let close: () => void = () => {};
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  const pump = (async () => {
    for await (const piece of content) {
      if (state === 'left') return;
      // A decoder that has come to its end takes nothing more, and does not say so.
      if (state === 'open') await Promise.race([written(decoder, piece), closed]);
    }
    if (state === 'open') decoder.end();
  })();
  pump.catch((error: Error) => decoder.destroy(error));
  try {
    for await (const piece of decoder) yield piece as Uint8Array;
    state = 'unpacked';
    close();
    await pump;
  } catch (error) {
    if (isAppError(error)) throw error;
    throw new RegistryError('REGISTRY_CONTENT', `the layer cannot be unpacked: ${(error as Error).message}`, {
      cause: error,
    });
  } finally {
    if (state === 'open') state = 'left';
    close();
    decoder.destroy();
    await pump.catch(() => {});
  }
}

function written(decoder: Transform, piece: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    decoder.write(piece, (error) => (error ? reject(error) : resolve()));
  });
}
