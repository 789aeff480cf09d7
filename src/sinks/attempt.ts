import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ImageChange } from '../core/events/image-change.ts';
import { AppError } from '../errors.ts';

/** A command that was started for a change, as it lies on disk: so that who comes after a killed process knows of it. */
export interface Attempt {
  change: ImageChange;
  /** Milliseconds since the epoch. */
  started: number;
  /** What the processes of this try are recognised by, and no others: random digits. */
  token: string;
  /** Where the pids of its processes count; empty where the system does not tell. */
  system: string;
}

/** The process that runs a command: the head of its group. */
export interface CommandProcess {
  pid: number;
  /** When it started, in the system's own unit; empty where the system does not tell. */
  start: string;
}

/** No file of a try is longer but `input`, in bytes. */
const LONGEST_FILE = 4 << 20;

/**
 * The folder of one subject's try: `change.json` says what for, `input` is the command's standard input, `process` is written
 * by the command's shell when it starts, and `status` when the command has ended, whoever still runs by then. `ending` is
 * there as soon as the command was asked to end.
 *
 * It lies where its user alone may write, and nowhere near a store: what is written here is acted on.
 */
export class AttemptFolder {
  readonly path: string;

  /** @param folder where a sink keeps its tries */
  constructor(folder: string, key: string) {
    this.path = path.join(folder, createHash('sha256').update(key).digest('hex').slice(0, 32));
  }

  /** Makes it anew. Fails with STORE_IO. */
  begin(attempt: Attempt, input: string): void {
    try {
      this.remove();
      mkdirSync(this.path, { recursive: true, mode: 0o700 });
      writeFileSync(this.#file('input'), input);
      writeFileSync(this.#file('change.json.new'), JSON.stringify(attempt));
      renameSync(this.#file('change.json.new'), this.#file('change.json'));
    } catch (cause) {
      throw new AppError('STORE_IO', `cannot write ${this.path}: ${(cause as Error).message}`, { cause });
    }
  }

  /** What it is for; undefined where there is none, or it was cut short before anything ran. */
  read(): Attempt | undefined {
    try {
      const { change, started, token, system } = JSON.parse(this.#text('change.json') ?? '') as Attempt;
      const isWhole = Array.isArray(change.moves) && Number.isFinite(started) && typeof system === 'string';
      return isWhole && isToken(token) ? { change, started, token, system } : undefined;
    } catch {
      return undefined;
    }
  }

  /** The exit code; undefined as long as the command runs, or for ever when its shell was killed. */
  status(): number | undefined {
    const text = this.#text('status')?.trim();
    return text && /^\d+$/.test(text) ? Number(text) : undefined;
  }

  /** The shell that runs the command: the head of its own process group. Undefined as long as it has not begun. */
  process(): CommandProcess | undefined {
    const text = this.#text('process') ?? '';
    const pid = Number(/^\d{1,15}(?=[ \n])/.exec(text)?.[0]);
    if (!(pid > 1) || !text.endsWith('\n')) return undefined;
    // The fields behind the closing parenthesis of Linux' /proc/PID/stat (proc(5)).
    const start = text.includes(')') ? (text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '') : '';
    return { pid, start };
  }

  /** Whether the command was asked to end. */
  get isEnding(): boolean {
    return this.#text('ending') !== undefined;
  }

  /** Writes down that the command is to end, for who comes after a process that is killed meanwhile. */
  markEnding(): void {
    try {
      writeFileSync(this.#file('ending'), '');
    } catch {
      // Then the time limit says so.
    }
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  #file(name: string): string {
    return path.join(this.path, name);
  }

  #text(name: string): string | undefined {
    try {
      const file = this.#file(name);
      const stat = lstatSync(file);
      return stat.isFile() && stat.size <= LONGEST_FILE ? readFileSync(file, 'utf8') : undefined;
    } catch {
      return undefined;
    }
  }
}

const isToken = (text: unknown): text is string => typeof text === 'string' && /^[0-9a-f]{32}$/.test(text);
