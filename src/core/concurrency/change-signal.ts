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
}
