import { setTimeout as sleep } from 'node:timers/promises';
import { beganWith, hasEnded, type ProcessEntry, processTable } from './process-table.ts';

/** A group of processes that was begun here, and what it is recognised by. */
export interface ProcessGroup {
  /** The pid of its head, which is the number of the group and of its session. */
  readonly head: number;
  /** When the head started (`ProcessEntry`); empty where that is not known. */
  readonly start: string;
  /** A variable, `NAME=VALUE`, that only this group began with. */
  readonly mark: string;
}

/** How long the system may take to end what was killed, in milliseconds: what hangs in a device cannot be ended. */
const KILL_LIMIT = 10_000;
/** How often a group that is to end is looked at, in milliseconds. */
const LOOK_AGAIN = 25;

/**
 * Those of the group that still run; undefined where that cannot be known.
 *
 * A number alone is no proof: it may be another group's by now. The group is ours while its head is the process that was
 * begun (pid and start time). A group outlives its head, and keeps its number until the last one has ended: then one of
 * them has to show the mark in its environment. What cannot be shown to be ours is not of the group.
 */
export function groupMembers(group: ProcessGroup): readonly number[] | undefined {
  if (!isPossible(group)) return [];
  const table = processTable();
  return table && membersAmong(table, group, (pid) => beganWith(pid, group.mark));
}

/** The rule of `groupMembers`, on a table. */
export function membersAmong(
  table: readonly ProcessEntry[],
  { head, start }: ProcessGroup,
  isMarked: (pid: number) => boolean,
): readonly number[] {
  const all = table.filter(({ group, session }) => group === head && session === head);
  const found = all.find(({ pid }) => pid === head);
  const running = all.filter((entry) => !hasEnded(entry)).map(({ pid }) => pid);
  if (found && start !== '') return found.start === start ? running : [];
  return running.some(isMarked) ? running : [];
}

/** Neither 0 and 1 nor what is negative: to signals these mean whole systems. */
const isPossible = ({ head }: ProcessGroup) => Number.isSafeInteger(head) && head > 1;

/**
 * Ends a group: SIGTERM to all of it, SIGKILL to what is left after the grace. Only what is shown to be ours gets a signal.
 *
 * @param grace how long it has to end by itself after SIGTERM, in milliseconds
 * @returns how many are left, which the system could not end; 0 is the rule. Undefined where that cannot be known: then
 * nothing was signalled
 */
export async function endGroup(group: ProcessGroup, grace: number): Promise<number | undefined> {
  return endAll(() => groupMembers(group), group, grace);
}

/**
 * The same for a group whose head is a child of this process. Where the system has no table, the group is asked for by its
 * number, which is nobody else's before its end was seen.
 */
export async function endOwnGroup(group: ProcessGroup, grace: number): Promise<number> {
  const members = () => groupMembers(group) ?? (answers(group) ? [group.head] : []);
  return (await endAll(members, group, grace)) ?? 0;
}

/** At once, for a process that ends now. */
export function killOwnGroup(group: ProcessGroup): void {
  const members = groupMembers(group);
  if (members === undefined ? answers(group) : members.length > 0) send(group, 'SIGKILL');
}

async function endAll(
  members: () => readonly number[] | undefined,
  group: ProcessGroup,
  grace: number,
): Promise<number | undefined> {
  for (const [signal, limit] of [
    ['SIGTERM', grace],
    ['SIGKILL', KILL_LIMIT],
  ] as const) {
    const before = members();
    if (before === undefined || before.length === 0) return before?.length;
    send(group, signal);
    for (let waited = 0; waited < limit; waited += LOOK_AGAIN) {
      await sleep(LOOK_AGAIN);
      if (members()?.length === 0) return 0;
    }
  }
  return members()?.length;
}

function send({ head }: ProcessGroup, signal: NodeJS.Signals): void {
  try {
    process.kill(-head, signal);
  } catch {
    // It has ended by itself, or runs as another user.
  }
}

function answers(group: ProcessGroup): boolean {
  if (!isPossible(group)) return false;
  try {
    process.kill(-group.head, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
