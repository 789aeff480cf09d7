/** The rest of the line behind a mark is no longer than this. */
const LONGEST_REST = 16;

/**
 * Takes from what a command writes the line that its shell writes behind it: `MARK CODE`. So everything that was written before
 * the end has been read when the end is, whoever else still holds the other side of the pipe.
 */
export class EndMark {
  readonly #mark: Buffer;
  #kept: Buffer = Buffer.alloc(0);
  #code: number | undefined;

  constructor(mark: string) {
    this.#mark = Buffer.from(`${mark} `);
  }

  /** The exit code, as soon as the mark was read. */
  get code(): number | undefined {
    return this.#code;
  }

  /** The output in what has come; what may be the beginning of the mark is kept back. */
  take(chunk: Uint8Array): Buffer {
    const all = Buffer.concat([this.#kept, chunk]);
    const at = all.indexOf(this.#mark);
    if (at >= 0) {
      const end = all.indexOf('\n', at);
      if (end >= 0) this.#code = Number(all.subarray(at + this.#mark.length, end).toString());
      if (end >= 0 || all.length - at < this.#mark.length + LONGEST_REST) return this.#keep(all, at);
    }
    return this.#keep(all, all.length - this.#beginnings(all));
  }

  /** What was kept back, when nothing more comes. */
  rest(): Buffer {
    return this.#code === undefined ? this.#kept : Buffer.alloc(0);
  }

  #keep(all: Buffer, from: number): Buffer {
    this.#kept = all.subarray(from);
    return all.subarray(0, from);
  }

  /** How many of the last bytes may be the beginning of a mark. */
  #beginnings(all: Buffer): number {
    for (let length = Math.min(this.#mark.length - 1, all.length); length > 0; length--) {
      if (all.subarray(-length).equals(this.#mark.subarray(0, length))) return length;
    }
    return 0;
  }
}
