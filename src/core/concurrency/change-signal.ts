/** Ends early, without an error, when the signal aborts. */
type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

/** Wakes everybody who waits; a wake-up between two waits is not lost to those who compare `count`. */
export class ChangeSignal {
  count = 0;
  readonly #waiting = new Set<() => void>();

  notify(): void {
    this.count++;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }

  /** Resolves when `count` is not `seen` any more, or when the signal aborts. */
  async changed(seen: number, signal: AbortSignal): Promise<void> {
    if (this.count !== seen || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  /** The same, but no longer than so many milliseconds. */
  async changedWithin(milliseconds: number, seen: number, sleep: Sleep, signal?: AbortSignal): Promise<void> {
    if (this.count !== seen || signal?.aborted) return;
    const woken = new AbortController();
    const wake = () => woken.abort();
    this.#waiting.add(wake);
    signal?.addEventListener('abort', wake, { once: true });
    try {
      await sleep(milliseconds, woken.signal);
    } finally {
      signal?.removeEventListener('abort', wake);
      this.#waiting.delete(wake);
    }
  }
}
