import { isCrowded } from './connection-error.ts';

/**
 * How many connections to one host may be open: as many as are wanted, until the system refuses one. From then on requests
 * wait for one of those that there are, for those can be used again.
 */
export class OpenConnections {
  #most: number;
  #narrowed = false;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(wanted: number) {
    this.#most = wanted;
  }

  /** Sends, again where there was no connection for it and another request still has one. Fails as `send` does. */
  async run<T>(send: () => Promise<T>): Promise<T> {
    for (;;) {
      while (this.#narrowed && this.#running >= this.#most) {
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
      }
      this.#running++;
      try {
        return await send();
      } catch (error) {
        if (!isCrowded(error) || this.#running === 1) throw error;
        this.#narrowed = true;
        this.#most = Math.max(1, Math.min(this.#most, this.#running) - 1);
      } finally {
        this.#running--;
        this.#waiting.shift()?.();
      }
    }
  }
}
