import { interrupted } from '../errors.ts';
import { askHelper, type HelperAnswer, type HelperOptions } from './credential-helper.ts';

interface Run {
  answer: Promise<HelperAnswer>;
  stop: AbortController;
  waiting: number;
}

/**
 * Asks each helper once per server, however many repositories need its answer, and keeps failures too: a helper that
 * hangs costs its time limit once. A run is stopped when the last one who waits for it is interrupted.
 */
export class HelperCache {
  readonly #options: HelperOptions;
  readonly #runs = new Map<string, Run>();

  constructor(options: HelperOptions) {
    this.#options = options;
  }

  /** Fails with INTERRUPTED only. */
  async ask(name: string, server: string, signal?: AbortSignal): Promise<HelperAnswer> {
    if (signal?.aborted) throw interrupted();
    const key = `${name} ${server}`;
    const run = this.#runs.get(key) ?? this.#start(key, name, server);
    run.waiting++;
    try {
      return await abortable(run.answer, signal);
    } catch (error) {
      if (run.waiting === 1 && this.#runs.get(key) === run) {
        this.#runs.delete(key);
        run.stop.abort();
      }
      throw error;
    } finally {
      run.waiting--;
    }
  }

  #start(key: string, name: string, server: string): Run {
    const stop = new AbortController();
    const run = { answer: askHelper(name, server, this.#options, stop.signal), stop, waiting: 0 };
    this.#runs.set(key, run);
    return run;
  }
}

/** The promise's result, or INTERRUPTED as soon as the signal aborts. The work behind the promise goes on. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(interrupted());
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
