import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { endOwnGroup, killOwnGroup, type ProcessGroup } from './process-group.ts';
import { processEntry } from './process-table.ts';

/** A program that this process runs, with all that it starts in turn: a group, where the system has groups. */
export interface OwnProcess {
  readonly child: ChildProcess;
  /** Undefined on Windows, and where it was not started. */
  readonly group: ProcessGroup | undefined;
}

/** The variable, `NAME=VALUE`, that a program and all that it starts begin with. */
export const runMark = (token: string) => `IMAGESTREAM_RUN=${token}`;

export interface StartOptions {
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  stdio: StdioOptions;
  /** What no other run has; a random one when absent. */
  token?: string;
  /** Whether the program is a line for the system's shell. */
  shell?: boolean;
}

/** Starts a program in a group and session of its own where the system has them. Fails as `spawn` does. */
export function startOwnProcess(
  program: string,
  args: readonly string[],
  { env, platform, stdio, shell = false, token = randomUUID() }: StartOptions,
): OwnProcess {
  const detached = platform !== 'win32';
  const environment = { ...env, IMAGESTREAM_RUN: token };
  const child = spawn(program, args, { env: environment, stdio, shell, windowsHide: true, detached });
  const head = detached ? child.pid : undefined;
  if (head === undefined) return { child, group: undefined };
  return { child, group: { head, start: processEntry(head)?.start ?? '', mark: runMark(token) } };
}

/**
 * Ends it with all that it has started (see `endGroup`).
 *
 * @param grace how long it has to end by itself, in milliseconds
 * @returns how many processes are left
 */
export async function endOwnProcess({ child, group }: OwnProcess, grace: number): Promise<number> {
  if (group) return endOwnGroup(group, grace);
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return 0;
  await killTree(child.pid);
  return 0;
}

/** Ends it at once, for a process that ends now, or waits for nothing. */
export function killOwnProcess({ child, group }: OwnProcess): void {
  if (group) killOwnGroup(group);
  else child.kill('SIGKILL');
}

/** On Windows a process knows its parent, and nobody else knows of a group. */
function killTree(pid: number): Promise<void> {
  return new Promise((resolve) => {
    const args = ['/pid', String(pid), '/t', '/f'];
    const taskkill = spawn('taskkill', args, { stdio: 'ignore', windowsHide: true });
    taskkill.once('error', () => resolve());
    taskkill.once('exit', () => resolve());
  });
}
