import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasEnded, type ProcessEntry, processEntry, processTable } from './process-table.ts';

/**
 * Ends a child with all that it has started, where it has to stay in our own group: what uses the terminal does. SIGTERM to all,
 * SIGKILL to those that are left after the grace. Where the system has no table of processes, the child alone.
 *
 * @param grace in milliseconds
 */
export async function endTree(child: ChildProcess, grace: number): Promise<void> {
  const known = new Map<number, ProcessEntry>();
  const first = child.pid === undefined ? undefined : processEntry(child.pid);
  if (first) known.set(first.pid, first);
  for (const [signal, limit] of [
    ['SIGTERM', grace],
    ['SIGKILL', grace],
  ] as const) {
    if (!first) child.kill(signal);
    for (const { pid } of living(known)) send(pid, signal);
    for (let waited = 0; waited < limit && isLeft(child, known); waited += 25) await sleep(25);
    if (!isLeft(child, known)) return;
  }
}

const isLeft = (child: ChildProcess, known: Map<number, ProcessEntry>) =>
  known.size > 0 ? living(known).length > 0 : child.exitCode === null && child.signalCode === null;

/** Those that run, with what they have started since; a number that another process has by now is not one of them. */
function living(known: Map<number, ProcessEntry>): ProcessEntry[] {
  const table = (known.size > 0 && processTable()) || [];
  const isKnown = ({ pid, start }: ProcessEntry) => known.get(pid)?.start === start;
  for (let size = -1; size !== known.size; ) {
    size = known.size;
    const parents = new Set(table.filter(isKnown).map(({ pid }) => pid));
    for (const entry of table) if (parents.has(entry.parent)) known.set(entry.pid, entry);
  }
  return table.filter((entry) => isKnown(entry) && !hasEnded(entry));
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself, or runs as another user.
  }
}
