import { readFileSync } from 'node:fs';
import type { Outcome, StartedCommand } from '../support/command-line.ts';

export interface WallTime {
  /** Milliseconds from the start of the process to its end, as its parent sees them. */
  readonly wall: number;
  /** How many of them it could have run but for others that had the processors; 0 where the system does not tell. */
  readonly queued: number;
}

const SAMPLE = 20;

/** Waits for the end of a command that was started this very moment. */
export async function timed(command: StartedCommand): Promise<WallTime & { outcome: Outcome }> {
  const started = performance.now();
  let queued = 0;
  const sample = setInterval(() => {
    queued = Math.max(queued, queuedTime(command.pid));
  }, SAMPLE);
  const outcome = await command.outcome;
  clearInterval(sample);
  return { wall: performance.now() - started, queued, outcome };
}

/** Linux counts nanoseconds on the processor, and in the queue for one, of the main thread. */
function queuedTime(pid: number | undefined): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}
