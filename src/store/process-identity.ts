import { readFileSync, readlinkSync } from 'node:fs';
import os from 'node:os';

/** Which process holds a lock, so that others can tell whether it still runs. */
export interface ProcessIdentity {
  pid: number;
  /** Where the pid counts: the host, and on Linux the namespace of process ids, which containers have their own of. */
  host: string;
  /** Changes when the host starts anew; empty where the system does not tell. */
  boot: string;
  /** When the process started, in the system's own unit; empty where the system does not tell. */
  start: string;
}

export function currentProcess(): ProcessIdentity {
  const pidNamespace = attempt(() => readlinkSync('/proc/self/ns/pid'));
  return {
    pid: process.pid,
    host: os.hostname() + (pidNamespace ? ` ${pidNamespace}` : ''),
    boot: attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    start: statOf('self')?.start ?? '',
  };
}

/** Whether the process still runs, as seen from `self`; undefined when that cannot be known: on another host. */
export function isRunning(other: ProcessIdentity, self: ProcessIdentity): boolean | undefined {
  if (other.host !== self.host) return undefined;
  if (other.boot !== self.boot) return false;
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
  const text = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, start] = [fields[0], fields[19]];
  return state && start ? { state, start } : undefined;
}

function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
