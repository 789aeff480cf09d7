import { setMaxListeners } from 'node:events';
import process from 'node:process';
import type { Signal } from '../../cli/exit-codes.ts';

export interface Interruption {
  /** Aborts at Ctrl-C or SIGTERM. Handlers are set when it is first asked for: a command that does not wait needs none. */
  readonly signal: AbortSignal;
  /** The signal that came, if one did. */
  received(): Signal | undefined;
  /** Nobody reads the answer any more (`| head`): what would go on for ever ends as well. */
  readerGone(): void;
  /** Leaves Ctrl-C to a program that has the terminal meanwhile, such as an editor. */
  withoutCtrlC<T>(action: () => Promise<T>): Promise<T>;
}

/** Turns Ctrl-C and SIGTERM into an aborted signal, so that what is being written is finished or undone. */
export function createInterruption(): Interruption {
  let received: Signal | undefined;
  let aborter: AbortController | undefined;
  let lent = 0;

  function listen(): AbortController {
    const created = new AbortController();
    // Every request in flight listens.
    setMaxListeners(0, created.signal);
    if (received) created.abort();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (signal === 'SIGINT' && lent > 0) return;
        // The second one does not wait for anything.
        if (received && received !== 'SIGPIPE') process.exit(signal === 'SIGINT' ? 130 : 143);
        received = signal;
        created.abort();
      });
    }
    return created;
  }

  return {
    get signal() {
      aborter ??= listen();
      return aborter.signal;
    },
    received: () => received,
    readerGone() {
      received ??= 'SIGPIPE';
      aborter?.abort();
    },
    async withoutCtrlC(action) {
      aborter ??= listen();
      lent += 1;
      try {
        return await action();
      } finally {
        lent -= 1;
      }
    },
  };
}
