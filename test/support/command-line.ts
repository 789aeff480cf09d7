import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** How a command ended, and what it wrote. */
export interface Outcome {
  /** The exit code, or the signal's name. */
  readonly status: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** A user at a shell with a home of their own: every file that the command writes is in one temporary folder. */
export interface CommandLine {
  /** The working directory; holds the store in `.imagestream` and the home in `home`. */
  readonly folder: string;
  readonly home: string;
  /** Changes made here hold for the runs that follow. */
  readonly env: Record<string, string>;
  /** Runs `imagestream ARGUMENTS` as a process of its own. */
  run(args: readonly string[]): Promise<Outcome>;
  /** Starts it, and does not wait for its end. */
  start(args: readonly string[]): StartedCommand;
  /** Ends the commands that are still running, and removes the folder. */
  remove(): void;
}

export interface StartedCommand {
  readonly pid: number | undefined;
  readonly outcome: Promise<Outcome>;
  /** Calls back with the whole text so far, whenever there is more on stdout. */
  onOutput(callback: (stdout: string) => void): void;
  /** Ends it with SIGKILL. */
  kill(): void;
}

const COMPILED = path.join(projectRoot(), 'node_modules/.cache/imagestream/compiled');

/** What a program needs from the environment wherever it runs; everything else is left out. */
const KEPT = ['PATH', 'SYSTEMROOT', 'TEMP', 'TMP', 'TMPDIR', 'LANG'];

export async function createCommandLine(env: Readonly<Record<string, string>> = {}): Promise<CommandLine> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'imagestream-'));
  const home = path.join(folder, 'home');
  await mkdir(home);
  await mkdir(path.join(folder, '.imagestream'));
  const kept = Object.entries(process.env).filter((entry): entry is [string, string] => KEPT.includes(entry[0]));
  const shell: Record<string, string> = {
    ...Object.fromEntries(kept),
    HOME: home,
    USERPROFILE: home,
    IMAGESTREAM_STORE: path.join(folder, '.imagestream'),
    // What V8 compiled is nobody's: one user's is as good as another's, and making it anew takes time.
    NODE_COMPILE_CACHE: COMPILED,
    ...env,
  };
  const running = new Set<ChildProcess>();
  const start = (args: readonly string[]): StartedCommand => {
    const child = spawn(process.execPath, [path.join(projectRoot(), 'bin/imagestream.js'), ...args], {
      cwd: folder,
      env: shell,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    child.on('close', () => running.delete(child));
    const listeners: ((stdout: string) => void)[] = [];
    return {
      pid: child.pid,
      outcome: outcomeOf(child, (stdout) => listeners.forEach((listener) => void listener(stdout))),
      onOutput: (callback) => void listeners.push(callback),
      kill: () => void child.kill('SIGKILL'),
    };
  };
  return {
    folder,
    home,
    env: shell,
    run: (args) => start(args).outcome,
    start,
    remove: () => {
      for (const child of running) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The folder of the project, also for a program that was bundled into node_modules/.cache. */
export function projectRoot(): string {
  let folder = import.meta.dirname;
  while (folder !== path.dirname(folder)) {
    const file = path.join(folder, 'package.json');
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === 'imagestream') return folder;
    folder = path.dirname(folder);
  }
  throw new Error(`no package.json of imagestream above ${import.meta.dirname}`);
}

function outcomeOf(child: ChildProcess, onOutput: (stdout: string) => void): Promise<Outcome> {
  const text = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (chunk: string) => {
      text[stream] += chunk;
      if (stream === 'stdout') onOutput(text.stdout);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ status: code ?? signal ?? 'unknown', ...text }));
  });
}
