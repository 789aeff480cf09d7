import { interrupted } from '../errors.ts';
import type { HttpAnswer } from './http.ts';
import { backoffMs, isTemporaryStatus } from './retry.ts';
import { failureOf, isCrowded, isLost } from './transport/connection-error.ts';

export interface BackoffOptions {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  random(): number;
  /** Tries of one request in all. */
  attempts: number;
  /** Pauses of one request together, in milliseconds. */
  waiting: number;
  /** Told, once, of a pause that was asked for and is too long to be waited for, in milliseconds. */
  closed?(retryAfter: number): void;
}

/** No `Retry-After` above this is waited for, whatever the total may be (registry client TR7). */
const LONGEST_WAIT_MS = 60_000;

/**
 * One host's patience: what fails for a moment is tried again, and a pause counts for all requests to the host. While the
 * host recovers, requests go one after the other. A host that failed as often as one request may is not waited for again
 * until it has answered. One that asked for a longer pause than is waited for is not asked until then: everybody gets the
 * answer in which it said so.
 */
export class HostBackoff {
  readonly #options: BackoffOptions;
  #failures = 0;
  #notBefore = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #closed: { until: number; answer: HttpAnswer } | undefined;

  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  /** The last answer or error of up to `attempts` tries. Fails with INTERRUPTED when the signal ends a pause. */
  async run<T extends HttpAnswer>(attempt: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    const patience = { waited: 0, timeouts: 0 };
    for (let tries = 1; ; tries++) {
      const last = tries === this.#options.attempts;
      const outcome = await this.#inTurn(
        async () => this.#answerOfClosed<T>() ?? (await this.#once(attempt, last, patience)),
        patience,
        signal,
      );
      if (outcome !== 'again') return outcome;
    }
  }

  #close(answer: HttpAnswer, retryAfter: number): void {
    const { now, closed } = this.#options;
    if (this.#closed === undefined) closed?.(retryAfter);
    this.#closed = { until: now() + retryAfter, answer };
  }

  #answerOfClosed<T extends HttpAnswer>(): T | undefined {
    const closed = this.#closed;
    if (closed === undefined) return undefined;
    const { retryAfter = 0 } = closed.answer;
    // A clock that was set back does not lengthen the pause.
    const left = Math.min(retryAfter, closed.until - this.#options.now());
    if (left <= 0) {
      this.#closed = undefined;
      return undefined;
    }
    return { ...closed.answer, retryAfter: left } as T;
  }

  async #inTurn<T>(once: () => Promise<T>, patience: Patience, signal: AbortSignal | undefined): Promise<T> {
    if (this.#failures === 0) return await once();
    const previous = this.#turn;
    const { promise, release } = latch();
    this.#turn = promise;
    try {
      await previous;
      await this.#pause(patience, signal);
      return await once();
    } finally {
      release();
    }
  }

  async #pause(patience: Patience, signal: AbortSignal | undefined): Promise<void> {
    const ms = this.#notBefore - this.#options.now();
    if (signal?.aborted) throw interrupted();
    if (ms <= 0) return;
    patience.waited += ms;
    try {
      await this.#options.sleep(ms, signal);
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
    if (signal?.aborted) throw interrupted();
  }

  async #once<T extends HttpAnswer>(
    attempt: () => Promise<T>,
    last: boolean,
    patience: Patience,
  ): Promise<T | 'again'> {
    const before = this.#failures;
    try {
      const answer = await attempt();
      if (!isTemporaryStatus(answer.status)) {
        this.#failures = 0;
        return answer;
      }
      const { retryAfter } = answer;
      if (this.#failed(before, retryAfter, patience)) return last ? answer : 'again';
      // Nobody would wait for that.
      if (retryAfter !== undefined && retryAfter > Math.min(LONGEST_WAIT_MS, this.#options.waiting))
        this.#close(answer, retryAfter);
      return answer;
    } catch (error) {
      const kind = failureOf(error);
      if (kind === 'timeout') patience.timeouts++;
      // A timeout was a long wait already: one more try, not four.
      const retryable =
        isLost(error) || isCrowded(error) || kind === 'no-handshake' || (kind === 'timeout' && patience.timeouts < 2);
      if (retryable && this.#failed(before, undefined, patience) && !last) return 'again';
      throw error;
    }
  }

  /** Notes a failure, once for all requests that were under way together. True when another try is worth its pause. */
  #failed(before: number, wish: number | undefined, patience: Patience): boolean {
    const { now, random, attempts, waiting } = this.#options;
    if (this.#failures === before) {
      this.#failures++;
      const pause = wish ?? backoffMs(this.#failures, random());
      if (pause <= LONGEST_WAIT_MS) this.#notBefore = Math.max(this.#notBefore, now() + pause);
    }
    const ahead = Math.max(wish ?? 0, this.#notBefore - now());
    const affordable = ahead <= LONGEST_WAIT_MS && patience.waited + ahead <= waiting;
    if (!affordable) this.#notBefore = Math.min(this.#notBefore, now());
    return affordable && this.#failures < attempts;
  }
}

interface Patience {
  waited: number;
  timeouts: number;
}

function latch(): { promise: Promise<void>; release: () => void } {
  let release: () => void = () => {};
  const promise = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { promise, release };
}
