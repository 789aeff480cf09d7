import { readFileSync } from 'node:fs';
import os from 'node:os';
import { quietly } from '../files/file-system.ts';
import { thisSystem } from '../state/system-identity.ts';

/** Which process holds a lock, so that others can tell whether it still runs. */
export interface ProcessIdentity {
  pid: number;
  /** The name of the host, for people: several may have the same. */
  host: string;
  /** Where the pid counts, see `systemIdentity`; empty where the system does not tell. */
  system: string;
  /** When the process started, in the system's own unit; empty where the system does not tell. */
  start: string;
}

export function currentProcess(): ProcessIdentity {
  return { pid: process.pid, host: os.hostname(), system: thisSystem(), start: statOf('self')?.start ?? '' };
}

/**
 * Whether the process still runs, as seen from `self`; undefined when that cannot be known. Only of the very system that
 * `self` runs on can anything be known: not of another machine of the same name, nor of this one before its last start,
 * which may as well be a copy of it that still runs.
 */
export function isRunning(other: ProcessIdentity, self: ProcessIdentity): boolean | undefined {
  if (other.system === '' || other.system !== self.system) return undefined;
  // Other numbers stand for groups of processes (kill(2)).
  if (!Number.isSafeInteger(other.pid) || other.pid <= 0) return undefined;
  try {
    process.kill(other.pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const stat = statOf(String(other.pid));
  // Without the start time, the pid may be another process's by now: its heartbeat has to tell.
  if (!stat || other.start === '') return self.start === '' ? undefined : true;
  return stat.start === other.start && stat.state !== 'Z' && stat.state !== 'X';
}

/** State and start time from Linux' /proc/PID/stat (proc(5)): the fields behind the command's closing parenthesis. */
function statOf(pid: string): { state: string; start: string } | undefined {
  const text = quietly(() => readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? '';
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, start] = [fields[0], fields[19]];
  return state && start ? { state, start } : undefined;
}
