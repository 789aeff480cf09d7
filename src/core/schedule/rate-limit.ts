/** How many streams a minute are begun when nothing is configured, as the cluster's controller has it. */
export const STREAMS_PER_MINUTE = 60;

/**
 * A bucket of permits: it holds those of two minutes, is full at the start, and fills evenly. A clock that is set back
 * fills nothing; one that is set forward fills no more than the bucket holds.
 */
export class RateLimit {
  readonly #perMillisecond: number;
  readonly #size: number;
  #permits: number;
  #at: number | undefined;

  /** @param perMinute 0 or less for no limit */
  constructor(perMinute: number) {
    this.#perMillisecond = perMinute / 60_000;
    this.#size = perMinute > 0 ? Math.max(1, 2 * perMinute) : Number.POSITIVE_INFINITY;
    this.#permits = this.#size;
  }

  /** Takes a permit; false where there is none now. */
  take(now: number): boolean {
    this.#fill(now);
    if (this.#permits < 1) return false;
    this.#permits -= 1;
    return true;
  }

  /** When the next permit is there, in milliseconds since the epoch. */
  availableAt(now: number): number {
    this.#fill(now);
    return this.#permits >= 1 ? now : now + Math.ceil((1 - this.#permits) / this.#perMillisecond);
  }

  #fill(now: number): void {
    const passed = Math.max(0, now - (this.#at ?? now));
    this.#at = now;
    // Rounding must not leave a permit unborn at the time that it was promised for.
    if (passed > 0) this.#permits = Math.min(this.#size, this.#permits + passed * this.#perMillisecond + 1e-9);
  }
}
