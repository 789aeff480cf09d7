import { watch } from 'node:fs';
import type { Outcome } from '../support/command-line.ts';
import { leftovers, wrongObjects } from './store-check.ts';
import type { Victim } from './victims.ts';
import { timed, type WallTime } from './wall-time.ts';

/** What so many kills of one command have done. */
export interface KillReport {
  readonly kills: number;
  /** Wall milliseconds that the command takes, and after which it writes first: medians of undisturbed runs. */
  readonly takes: number;
  readonly writesAfter: number;
  /** When the kills came: before the first file was written, after it, with a lock or temporary file left, or too late. */
  readonly moments: { before: number; writing: number; left: number; late: number };
  /** What the commands that followed took. */
  readonly next: readonly WallTime[];
  /** Locks and temporary files after a command that followed: the most, and at the end. */
  readonly mostLeft: number;
  readonly leftAtEnd: readonly string[];
  readonly wrong: readonly string[];
}

const CALIBRATIONS = 3;
/** Of the time that a command takes; kills that come too late belong to it. */
const SPREAD = 1.05;

/**
 * Kills a command at random moments: every other time at any moment of its run, and else at any moment after it has
 * begun to write, which is a small part of it. After each kill the store is checked, the command is run once more, and
 * the store is checked again.
 */
export async function killOften(victim: Victim, kills: number, random: () => number): Promise<KillReport> {
  const wrong: string[] = [];
  const moments = { before: 0, writing: 0, left: 0, late: 0 };
  const next: WallTime[] = [];
  let mostLeft = 0;
  const { takes, writesAfter } = await calibrate(victim, wrong);
  for (let kill = 0; kill < kills; kill++) {
    const round = CALIBRATIONS + kill;
    const aimed = kill % 2 === 1;
    const wait = random() * SPREAD * (aimed ? takes - writesAfter : takes);
    const { outcome, wrote } = await killed(victim, await victim.prepare(round), { aimed, wait });
    const ended = outcome.status === 0;
    moments[momentOf(ended, wrote, leftovers(victim.directory).length)]++;
    const note = (problems: readonly string[]) => {
      const when = `${Math.round(wait)} ms after its ${aimed ? 'first write' : 'start'}`;
      wrong.push(...problems.map((problem) => `kill ${kill}, ${when}: ${problem}`));
    };
    if (!ended && outcome.status !== 'SIGKILL') note([`ended with ${outcome.status}: ${outcome.stderr}`]);
    note(await problems(victim, round, ended, outcome.stdout));

    const again = await timed(victim.user.start(await victim.again(round)));
    const { status, stderr } = again.outcome;
    next.push(again);
    if (status !== 0) note([`then ended with ${status}: ${stderr}`]);
    note(await problems(victim, round, true, ''));
    mostLeft = Math.max(mostLeft, leftovers(victim.directory).length);
  }
  // One more that is left alone, with something to write; and where it has no end, one that has.
  await undisturbed(victim, CALIBRATIONS + kills, wrong);
  if (victim.isDone) await victim.user.run(await victim.again(CALIBRATIONS + kills));
  const report = { kills, takes, writesAfter, moments, next, mostLeft, wrong };
  return { ...report, leftAtEnd: leftovers(victim.directory) };
}

function momentOf(ended: boolean, wrote: boolean, left: number): keyof KillReport['moments'] {
  if (ended) return 'late';
  if (left > 0) return 'left';
  return wrote ? 'writing' : 'before';
}

async function problems(victim: Victim, round: number, done: boolean, stdout: string): Promise<string[]> {
  const broken = await wrongObjects(victim.directory);
  return broken.length > 0 ? broken : victim.check(round, done, stdout);
}

async function calibrate(victim: Victim, wrong: string[]): Promise<{ takes: number; writesAfter: number }> {
  const runs: { takes: number; writesAfter: number }[] = [];
  for (let round = 0; round < CALIBRATIONS; round++) runs.push(await undisturbed(victim, round, wrong));
  const middle = (values: number[]) => values.sort((a, b) => a - b)[CALIBRATIONS >> 1] as number;
  return { takes: middle(runs.map((run) => run.takes)), writesAfter: middle(runs.map((run) => run.writesAfter)) };
}

/** Runs the command to its end or, where it has none, until it has done everything. */
async function undisturbed(
  victim: Victim,
  round: number,
  wrong: string[],
): Promise<{ takes: number; writesAfter: number }> {
  const args = await victim.prepare(round);
  const started = performance.now();
  const writes = firstWrite(victim);
  const command = victim.user.start(args);
  let takes = 0;
  command.onOutput((stdout) => {
    if (!victim.isDone?.(stdout)) return;
    takes = performance.now() - started;
    command.kill();
  });
  const { status, stderr, stdout } = await command.outcome;
  takes ||= performance.now() - started;
  const writesAfter = (writes.at() ?? started + takes) - started;
  writes.close();
  if (!victim.isDone && status !== 0) wrong.push(`left alone: ended with ${status}: ${stderr}`);
  wrong.push(...(await problems(victim, round, true, stdout)).map((problem) => `left alone: ${problem}`));
  return { takes, writesAfter };
}

/** Kills the command some time after its start or, when that is aimed at, after its first write. */
async function killed(
  victim: Victim,
  args: readonly string[],
  { aimed, wait }: { aimed: boolean; wait: number },
): Promise<{ outcome: Outcome; wrote: boolean }> {
  let timer: NodeJS.Timeout | undefined;
  const killSoon = () => {
    timer ??= setTimeout(() => command.kill(), wait);
  };
  const writes = firstWrite(victim, aimed ? killSoon : () => {});
  const command = victim.user.start(args);
  if (!aimed) killSoon();
  command.onOutput((stdout) => {
    if (victim.isDone?.(stdout)) killSoon();
  });
  const outcome = await command.outcome;
  clearTimeout(timer);
  writes.close();
  return { outcome, wrote: writes.at() !== undefined };
}

/** When something in the victim's folders changes first, as the system reports it. */
function firstWrite({ folders }: Victim, onWrite: () => void = () => {}) {
  let at: number | undefined;
  const watchers = folders.map((folder) =>
    watch(folder, () => {
      at ??= performance.now();
      onWrite();
    }),
  );
  return {
    at: () => at,
    close: () => {
      for (const watcher of watchers) watcher.close();
    },
  };
}
