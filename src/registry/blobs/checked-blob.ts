import { createHash, type Hash } from 'node:crypto';
import type { Descriptor } from '../../core/images/manifest.ts';
import type { BlobContent } from '../../core/ports/blob-transfer.ts';
import { RegistryError } from '../../errors.ts';

/** How far apart the places are from which hashing can go on. */
const MARK_EVERY = 16 * 1024 * 1024;

/** The state of the hash at a place. */
interface Mark {
  at: number;
  hash: Hash;
}

/**
 * A blob on its way from its source, hashed as it passes. The last piece is only handed on when size and digest are right,
 * so that no registry can have taken a blob that is wrong. It can be read again from any place that was passed.
 */
export class CheckedBlob {
  readonly #source: BlobContent;
  readonly #blob: Descriptor;
  readonly #marks: Mark[];

  constructor(source: BlobContent, blob: Descriptor) {
    this.#source = source;
    this.#blob = blob;
    this.#marks = [{ at: 0, hash: createHash(blob.digest.slice(0, blob.digest.indexOf(':'))) }];
  }

  /**
   * The bytes from `start` up to `end`. Fails with REGISTRY_CONTENT for wrong content, and as the source does.
   * @param start not beyond what was read before
   */
  async *range(start: number, end = this.#blob.size): AsyncGenerator<Uint8Array> {
    const mark = this.#marks.findLast(({ at }) => at <= start) as Mark;
    const hash = mark.hash.copy();
    let at = mark.at;
    let marked = at;
    let held: Uint8Array | undefined;
    for await (const chunk of this.#source.from(at)) {
      const piece = at + chunk.length > end ? chunk.subarray(0, end - at) : chunk;
      hash.update(piece);
      const from = at;
      at += piece.length;
      if (at - marked >= MARK_EVERY || at === end) {
        this.#mark({ at, hash: hash.copy() });
        marked = at;
      }
      if (at <= start) continue;
      if (held !== undefined) yield held;
      held = from < start ? piece.subarray(start - from) : piece;
      if (at === end) break;
    }
    if (end === this.#blob.size) this.#check(hash);
    if (held !== undefined) yield held;
  }

  #mark(mark: Mark): void {
    if (mark.at > (this.#marks.at(-1) as Mark).at) this.#marks.push(mark);
  }

  #check(hash: Hash): void {
    const { digest } = this.#blob;
    const calculated = `${digest.slice(0, digest.indexOf(':'))}:${hash.digest('hex')}`;
    if (calculated === digest) return;
    throw new RegistryError(
      'REGISTRY_CONTENT',
      `content integrity error: the blob retrieved with digest ${digest} does not match the digest calculated from the content ${calculated}`,
    );
  }
}
