/** Events of work that goes on in several places at once, for one reader. The work never waits for the reader. */
export class EventQueue<T> {
  readonly #events: T[] = [];
  #ended: { error?: unknown } | undefined;
  #wake: () => void = () => {};

  push(event: T): void {
    this.#events.push(event);
    this.#wake();
  }

  /** No more events, because the work is done or has failed. */
  end(failure: { error?: unknown } = {}): void {
    this.#ended ??= failure;
    this.#wake();
  }

  /** Every event in its order; then throws what the work failed with. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      for (let event = this.#events.shift(); event !== undefined; event = this.#events.shift()) yield event;
      if (this.#ended) break;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if ('error' in this.#ended) throw this.#ended.error;
  }
}
