import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from './command-line.ts';
import { installProgram } from './script-helper.ts';

/** How a script ended, and what it wrote. */
export interface ScriptOutcome {
  /** The exit code; `null` where a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, in the order in which they were written. */
  readonly output: string;
}

export interface ScriptOptions {
  /** `sh` when absent. */
  readonly shell?: 'sh' | 'bash';
  /** Where it begins; the working folder when absent. */
  readonly cwd?: string;
  /** Over the environment of the shell. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A user whose shell finds `imagestream`, with a home and a working folder below one temporary folder. */
export interface UserShell {
  readonly folder: string;
  readonly home: string;
  /** Programs that are found first. */
  readonly bin: string;
  /** Where scripts begin, in the home. It is empty at first. */
  readonly work: string;
  /** Changes made here hold for the scripts that follow. */
  readonly env: Record<string, string>;
  /** Runs a script that ends with its first failure. */
  run(script: string, options?: ScriptOptions): Promise<ScriptOutcome>;
  /** Ends what is running, and removes the folder. */
  remove(): void;
}

/** What a program needs from the environment wherever it runs; everything else is left out. */
const KEPT = ['PATH', 'SYSTEMROOT', 'TEMP', 'TMP', 'TMPDIR', 'LANG'];

/** @param env added to the environment, such as the way to registries */
export function createUserShell(env: Readonly<Record<string, string>> = {}, name = 'imagestream-shell-'): UserShell {
  const folder = mkdtempSync(path.join(os.tmpdir(), name));
  const home = path.join(folder, 'home');
  const work = path.join(home, 'shop');
  const bin = path.join(folder, 'bin');
  mkdirSync(work, { recursive: true });
  installImagestream(bin);
  const kept = Object.entries(process.env).filter((entry): entry is [string, string] => KEPT.includes(entry[0]));
  const own: Record<string, string> = { ...Object.fromEntries(kept), HOME: home, USERPROFILE: home, ...env };
  own.PATH = `${bin}${path.delimiter}${own.PATH}`;
  const running = new Set<ChildProcess>();
  return {
    folder,
    home,
    bin,
    work,
    env: own,
    run: (script, { shell = 'sh', cwd = work, env: more = {} } = {}) => {
      const child = spawn(shell, ['-euc', script], {
        cwd,
        env: { ...own, ...more },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      running.add(child);
      child.on('close', () => running.delete(child));
      return outcomeOf(child);
    },
    remove: () => {
      for (const child of running) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Puts the built command into a folder of programs, as an installation would. */
export function installImagestream(bin: string, name = 'imagestream'): void {
  const command = path.join(projectRoot(), 'bin/imagestream.js');
  installProgram(bin, name, `#!/bin/sh\nexec "${process.execPath}" "${command}" "$@"\n`);
}

function outcomeOf(child: ChildProcess): Promise<ScriptOutcome> {
  const text = { stdout: '', stderr: '', output: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (chunk: string) => {
      text[stream] += chunk;
      text.output += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, ...text }));
  });
}
