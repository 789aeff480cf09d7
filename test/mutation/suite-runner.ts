import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';

export interface SuiteResult {
  readonly outcome: 'passed' | 'failed' | 'timed out';
  readonly milliseconds: number;
  /** What the first test that failed says. */
  readonly failure: string;
}

interface Answer {
  readonly ok: boolean;
  readonly failures: readonly string[];
  readonly memory: number;
}

const MOST_MEMORY = 900e6;

/** Runs suites of one copy of the tree, one after the other, in a process that is replaced when it hangs or grows. */
export class SuiteRunner {
  readonly #folder: string;
  readonly #root: string;
  #child: ChildProcess | undefined;

  /** @param folder of jest-process.mjs @param root the copy of the tree */
  constructor(folder: string, root: string) {
    this.#folder = folder;
    this.#root = root;
  }

  /**
   * @param limit milliseconds for one test; the suite as a whole may take four times as long
   * @param reached where to note the functions that the suite reaches
   */
  async run(suite: string, limit: number, reached?: string): Promise<SuiteResult> {
    const start = performance.now();
    const answer = await this.#ask(
      {
        root: this.#root,
        suite: path.join(this.#root, suite),
        environment: path.join(this.#folder, 'jest-environment.mjs'),
        testTimeout: limit,
        reached,
      },
      4 * limit,
    );
    const milliseconds = performance.now() - start;
    if (answer === undefined || answer.memory > MOST_MEMORY) await this.stop();
    const [failure = ''] = answer?.failures ?? [];
    if (answer?.ok) return { outcome: 'passed', milliseconds, failure };
    const late = answer === undefined || failure.includes('Exceeded timeout of');
    return { outcome: late ? 'timed out' : 'failed', milliseconds, failure };
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  /** Undefined when no answer came in time. A process that dies has failed. */
  async #ask(question: object, limit: number): Promise<Answer | undefined> {
    this.#child ??= fork(path.join(this.#folder, 'jest-process.mjs'), {
      execArgv: ['--experimental-vm-modules', '--no-warnings', '--max-old-space-size=1500'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const child = this.#child;
    const settled = new AbortController();
    try {
      return await new Promise<Answer | undefined>((resolve) => {
        const { signal } = settled;
        const timer = setTimeout(() => resolve(undefined), limit);
        signal.addEventListener('abort', () => clearTimeout(timer));
        const answered = (answer: Answer) => resolve(answer);
        const died = () => {
          this.#child = undefined;
          resolve({ ok: false, failures: ['the test process died'], memory: 0 });
        };
        child.once('message', answered).once('exit', died);
        signal.addEventListener('abort', () => child.off('message', answered).off('exit', died));
        child.send(question);
      });
    } finally {
      settled.abort();
    }
  }
}
