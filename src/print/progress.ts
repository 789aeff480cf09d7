import type { Ora } from 'ora';
import type { ProgressEvent } from '../core/ports/progress.ts';
import { byteLine, RecentRate } from './text/byte-progress.ts';
import { safeLine } from './text/safe-text.ts';
import type { ColorLevel } from './text/style.ts';

/** What decides whether a spinner is shown, as values. */
export interface ProgressFacts {
  /** Where the spinner goes: standard error, since standard output is for the answer. */
  stream: NodeJS.WriteStream;
  color: ColorLevel;
  /** Whether more than ASCII can be shown. */
  unicode: boolean;
  /** The variables `CI` and `TERM`. */
  ci?: string | undefined;
  term?: string | undefined;
  /** `--quiet`, `--no-progress`, or an output for programs. */
  off?: boolean;
}

export interface Progress {
  report(event: ProgressEvent): void;
  /** Takes the line away for what is going to be written; it comes back below. */
  clear(): void;
  /** Clears the line for good. What is reported afterwards is not shown. */
  stop(): void;
}

const SILENT: Progress = { report() {}, clear() {}, stop() {} };

/** One line that says how far a command is, on a terminal with a person before it; nothing anywhere else. */
export function createProgress(facts: ProgressFacts): Progress {
  return isWatched(facts) ? new Spinner(facts) : SILENT;
}

/**
 * Whether a person is likely to see it: a terminal that can move its cursor, outside CI, and not told to be silent. One
 * without a width is no person's, and a spinner would clear lines on it without end.
 */
export function isWatched({ stream, ci, term, off }: ProgressFacts): boolean {
  return stream.isTTY === true && stream.columns > 0 && !off && !ci && term !== 'dumb';
}

/** What a line is made of besides the event. */
export interface LineFacts {
  /** Tags that could not be imported so far. */
  failures: number;
  /** Bytes in a second. */
  rate: number;
  /** That the line may have. */
  columns: number;
  unicode: boolean;
}

/** The line that an event leaves on the screen, or undefined when it changes nothing. */
export function progressLine(
  event: ProgressEvent,
  { failures, rate, columns, unicode }: LineFacts,
): string | undefined {
  switch (event.type) {
    case 'import-started':
      return event.total > 1 ? `importing ${event.total} tags` : 'importing';
    case 'tag-imported': {
      const failed = failures > 0 ? `, ${failures} failed` : '';
      return `imported ${event.done} of ${event.total} tags${failed}: ${safeLine(event.tag)}`;
    }
    case 'bytes-copied':
      return byteLine({ ...event, rate }, columns, unicode);
    case 'note':
      return safeLine(event.text);
    default:
      return undefined;
  }
}

/** Loads the spinner at the first event, in the background: a command that is quicker than that shows none. */
class Spinner implements Progress {
  readonly #facts: ProgressFacts;
  #failures = 0;
  readonly #rate = new RecentRate();
  #line = '';
  #state: 'idle' | 'loading' | 'stopped' = 'idle';
  #spinner: Ora | undefined;

  constructor(facts: ProgressFacts) {
    this.#facts = facts;
  }

  report(event: ProgressEvent): void {
    if (event.type === 'finished') {
      this.stop();
      return;
    }
    if (event.type === 'import-started') this.#failures = 0;
    if (event.type === 'tag-imported' && !event.ok) this.#failures++;
    const { stream, unicode } = this.#facts;
    const rate = event.type === 'bytes-copied' ? this.#rate.add(event.bytes, event.time) : 0;
    // The spinner and its space stand before it, and the last column stays free: some terminals break the line there.
    const columns = stream.columns - 3;
    this.#line = progressLine(event, { failures: this.#failures, rate, columns, unicode }) ?? this.#line;
    if (this.#spinner) this.#spinner.text = this.#line;
    if (this.#state !== 'idle') return;
    this.#state = 'loading';
    // A spinner that cannot be loaded is no reason for a command to fail.
    this.#start().catch(() => this.stop());
  }

  clear(): void {
    this.#spinner?.clear();
  }

  stop(): void {
    this.#state = 'stopped';
    this.#spinner?.stop();
    this.#spinner = undefined;
  }

  async #start(): Promise<void> {
    const { default: ora } = await import('ora');
    if (this.#state === 'stopped') return;
    const { stream, color, unicode } = this.#facts;
    // Standard input and the cursor are left alone, so that nothing has to be restored when the process is killed.
    const options = { stream, isEnabled: true, discardStdin: false, hideCursor: false } as const;
    const spinner = unicode ? 'dots' : 'line';
    this.#spinner = ora({ ...options, spinner, text: this.#line, color: color === 0 ? false : 'cyan' }).start();
  }
}
