import type { Dispatcher } from 'undici';

/** Bytes that wait for a slow reader before the sender is told to wait. */
const HIGH_WATER = 1024 * 1024;

type Settle = { resolve: (result: IteratorResult<Buffer>) => void; reject: (error: unknown) => void };

/** The body of an answer, piece by piece: the sender waits while nobody reads. For one reader; leaving early ends the connection. */
export class BodyStream implements AsyncIterableIterator<Buffer> {
  readonly #controller: Dispatcher.DispatchController;
  readonly #ended: () => void;
  #chunks: Buffer[] = [];
  #waiting = 0;
  #reader: Settle | undefined;
  #done = false;
  #failure: { error: unknown } | undefined;

  /** @param ended called once, when nothing more will come */
  constructor(controller: Dispatcher.DispatchController, ended: () => void) {
    this.#controller = controller;
    this.#ended = ended;
  }

  push(chunk: Buffer): void {
    const reader = this.#reader;
    if (reader) {
      this.#reader = undefined;
      reader.resolve({ value: chunk, done: false });
      return;
    }
    this.#chunks.push(chunk);
    this.#waiting += chunk.length;
    if (this.#waiting >= HIGH_WATER) this.#controller.pause();
  }

  end(): void {
    this.#finish(undefined);
  }

  fail(error: unknown): void {
    this.#finish({ error });
  }

  next(): Promise<IteratorResult<Buffer>> {
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) {
      this.#waiting -= chunk.length;
      if (this.#controller.paused && this.#waiting < HIGH_WATER / 2) this.#controller.resume();
      return Promise.resolve({ value: chunk, done: false });
    }
    if (this.#failure) return Promise.reject(this.#failure.error);
    if (this.#done) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject };
    });
  }

  return(): Promise<IteratorResult<Buffer>> {
    this.#chunks = [];
    this.#waiting = 0;
    if (!this.#done) {
      this.#finish(undefined);
      this.#controller.abort(new Error('the reader has left'));
    }
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #finish(failure: { error: unknown } | undefined): void {
    if (this.#done) return;
    this.#done = true;
    this.#failure = failure;
    this.#ended();
    const reader = this.#reader;
    this.#reader = undefined;
    if (!reader) return;
    if (failure) reader.reject(failure.error);
    else reader.resolve({ value: undefined, done: true });
  }
}
