import { type ChildProcess, spawn } from 'node:child_process';
import { type Ending, endOwnGroup, killOwnGroup, type ProcessGroup } from './process-group.ts';
import { processEntry } from './process-table.ts';

/** A program that this process runs, with all that it starts in turn: a group, where the system has groups. */
export interface OwnProcess {
  readonly child: ChildProcess;
  /** Undefined on Windows, and where it was not started. */
  readonly group: ProcessGroup | undefined;
}

/**
 * What was started with `detached` on systems that have groups.
 *
 * @param mark a variable, `NAME=VALUE`, that it and no other was started with
 */
export function ownProcess(child: ChildProcess, platform: NodeJS.Platform, mark: string): OwnProcess {
  const head = platform === 'win32' ? undefined : child.pid;
  return {
    child,
    group: head === undefined ? undefined : { head, start: processEntry(head)?.start ?? '', mark },
  };
}

/** Ends it with all that it has started (see `endGroup`). @returns how many processes are left */
export async function endOwnProcess({ child, group }: OwnProcess, ending: Ending): Promise<number> {
  if (group) return endOwnGroup(group, ending);
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
