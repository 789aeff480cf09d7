import { readdirSync, readFileSync } from 'node:fs';

/** A process as the system's table has it. */
export interface ProcessEntry {
  pid: number;
  /** One letter of proc(5): `Z` and `X` have ended, and only wait for somebody to hear of it. */
  state: string;
  parent: number;
  group: number;
  session: number;
  /** When it started, in the system's own unit. With the pid it names a process for as long as the system runs. */
  start: string;
}

/** One process; undefined where there is none, or where the system has no /proc. */
export function processEntry(pid: number): ProcessEntry | undefined {
  const text = textOf(`/proc/${pid}/stat`);
  // The command's name stands in parentheses, and may hold anything; the fields behind it are those of proc(5).
  const [state, parent, group, session, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const start = rest[15];
  if (!state || !start) return undefined;
  return { pid, state, parent: Number(parent), group: Number(group), session: Number(session), start };
}

/** Every process that can be seen from here; undefined where the system has no /proc. */
export function processTable(): ProcessEntry[] | undefined {
  if (processEntry(process.pid) === undefined) return undefined;
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (processEntry(Number(name)) ?? []) : []));
}

/** Whether a process began with this variable, `NAME=VALUE`, in its environment; false where it cannot be looked at. */
export function beganWith(pid: number, variable: string): boolean {
  return textOf(`/proc/${pid}/environ`).split('\0').includes(variable);
}

/** Whether a process was started with this argument; false where it cannot be looked at. */
export function hasArgument(pid: number, argument: string): boolean {
  return textOf(`/proc/${pid}/cmdline`).split('\0').includes(argument);
}

export const hasEnded = ({ state }: ProcessEntry) => state === 'Z' || state === 'X';

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
