import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type EventSite, startEventSite } from '../support/event-site.ts';

/** What became of commands with children that ignore SIGTERM, when they were interrupted, killed or took too long. */
export interface GroupReport {
  readonly kills: number;
  readonly begun: number;
  readonly succeeded: number;
  /** Interrupted by Ctrl-C or SIGTERM, and then looked for who is left. */
  readonly interrupted: number;
  readonly wrong: readonly string[];
}

/** Milliseconds that a command line lives at most. */
const LONGEST_LIFE = 2_500;
/** Milliseconds in which everything has to be told at the end. */
const END = 120_000;

/** Starts what ignores SIGTERM, hangs now and then, and ends what it has started before it succeeds. */
const COMMAND = `echo "begun $IMAGESTREAM_NEW_DIGEST" >> log
trap '' TERM
pids=
for n in 1 2 3; do sh -c 'trap "" TERM; exec sleep 120' & pids="$pids $!"; done
echo "talks"
sleep "0.$(( $$ % 10 ))"
[ $(( $$ % 4 )) != 0 ] || sleep 120
kill -9 $pids
echo "done $IMAGESTREAM_NEW_DIGEST" >> log
`;

/**
 * Pushes an image, begins to tell of it, and ends that at a random moment: by SIGKILL, SIGTERM, Ctrl-C, or the time limit of the
 * command. Who was asked to end leaves nobody; in the end nobody is left of anybody, and each last image was told, and not
 * again after a success.
 */
export async function killGroups(kills: number, random: () => number): Promise<GroupReport> {
  const site = await startEventSite();
  const wrong: string[] = [];
  let interrupted = 0;
  try {
    writeFileSync(site.file('group.sh'), COMMAND);
    const args = ['import-image', 'app', '--exec', 'exec sh ./group.sh', '--exec-timeout=1s', '--event-retries=1'];
    let digest = '';
    for (let kill = 0; kill < kills; kill++) {
      digest = site.push(`image ${kill}`);
      // What a killed process has left is ended by whoever comes to it, which may be a later one.
      const inherited = new Set(remaining(site).map(groupOf));
      const started = site.user.start(args);
      await Promise.race([started.outcome, sleep(random() * LONGEST_LIFE)]);
      const signal = (['SIGKILL', 'SIGTERM', 'SIGINT'] as const)[Math.floor(random() * 3)] as NodeJS.Signals;
      const lives = alive(started.pid);
      if (lives) process.kill(started.pid as number, signal);
      await started.outcome;
      if (signal === 'SIGKILL' && lives) continue;
      interrupted++;
      const left = remaining(site).filter((pid) => !inherited.has(groupOf(pid)));
      if (left.length > 0)
        wrong.push(`after ${lives ? signal : 'its end'}, kill ${kill}: ${left.join(', ')} were left`);
    }
    const until = Date.now() + END;
    const last = `done ${digest}`;
    while (!logOf(site).includes(last) && Date.now() < until) await site.run(...args);
    if (!logOf(site).includes(last)) wrong.push(`the last image was never told`);
    await site.run(...args);
    const left = remaining(site);
    if (left.length > 0) wrong.push(`at the end ${left.join(', ')} were left`);
    wrong.push(...againAfterSuccess(logOf(site)));
    const succeeded = logOf(site).filter((line) => line.startsWith('done ')).length;
    return { kills, begun: logOf(site).length - succeeded, succeeded, interrupted, wrong };
  } finally {
    for (const pid of remaining(site)) process.kill(pid, 'SIGKILL');
    await site.stop();
  }
}

function logOf(site: EventSite): string[] {
  try {
    return readFileSync(site.file('log'), 'utf8').trimEnd().split('\n');
  } catch {
    return [];
  }
}

function againAfterSuccess(lines: readonly string[]): string[] {
  return lines.flatMap((line, at) =>
    line.startsWith('begun ') && lines.slice(0, at).includes(line.replace('begun', 'done'))
      ? [`told again after a success: ${line.slice(6)}`]
      : [],
  );
}

/** Processes of commands: they have the store in their environment. */
function remaining({ user }: EventSite): number[] {
  const store = `IMAGESTREAM_STORE=${user.env.IMAGESTREAM_STORE}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => read(`/proc/${pid}/environ`).split('\0').includes(store))
    .filter((pid) => !/^\d+ \(.*\) [ZX] /s.test(read(path.join('/proc', pid, 'stat'))))
    .map(Number);
}

/** The process group, by the fields behind the closing parenthesis of /proc/PID/stat (proc(5)). */
const groupOf = (pid: number) => read(`/proc/${pid}/stat`).replace(/^.*\)/s, '').split(' ')[3];
const alive = (pid: number | undefined) => pid !== undefined && read(`/proc/${pid}/stat`) !== '';

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
