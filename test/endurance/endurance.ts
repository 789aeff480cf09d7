// `npm run endurance`: what the store bears. With `-- --full` as often as it is promised, and else as often as the tests
// do. A run is repeated with `-- --seed N`; `-- --only kills` (or disk, tags, twins, events, or
// a command that is killed) does one part.
import os from 'node:os';
import { parseArgs } from 'node:util';
import { median } from '../bench/process-cost.ts';
import { startFixtureRegistry } from '../support/fixture-registry.ts';
import { tagAtOnce } from './concurrent-tags.ts';
import { FAULTS, failEverywhere } from './faults.ts';
import { killGroups } from './group-kills.ts';
import { hostileWatch } from './hostile-watch.ts';
import { type KillReport, killOften } from './kills.ts';
import { endEverywhere, type Trials } from './power-loss.ts';
import { seededRandom } from './seeded-random.ts';
import { STORE_WRITES } from './store-writes.ts';
import { writeFromTwins } from './twin-machines.ts';
import { VICTIMS } from './victims.ts';
import { killWatch } from './watch-events.ts';

interface Row {
  readonly what: string;
  readonly goal: string;
  readonly measured: number;
  readonly ok: boolean;
  readonly note?: string;
  /** What went wrong, one line each. */
  readonly wrong?: readonly string[];
}

const { values } = parseArgs({
  options: { full: { type: 'boolean' }, seed: { type: 'string' }, only: { type: 'string' } },
});
const full = values.full === true;
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 32));
const USERS = 8;
const TAGS_EACH = full ? 50 : 6;
const KILLS = full ? 500 : 25;
const WATCH_KILLS = { full: 200, short: 12 };
const GROUP_KILLS = full ? 60 : 6;
const HOSTILE_ROUNDS = full ? 200 : 14;
/** Milliseconds for a command that follows a killed one. */
const SOON = 2_000;

const cpu = os.cpus();
console.log(`${cpu.length} x ${cpu[0]?.model.trim()}, ${os.platform()} ${os.arch()}, node ${process.version}`);
console.log(`seed ${seed}; repeat with: npm run endurance -- ${full ? '--full ' : ''}--seed ${seed}`);
console.log('times are wall milliseconds from the start of a process to its end, as its parent sees them, but for the');
console.log('time in which it could have run and others had the processors (Linux: /proc/PID/schedstat)\n');

const parts: [string, () => AsyncGenerator<Row>][] = [
  ['disk', diskRows],
  ['tags', tagRows],
  ['twins', twinRows],
  ['kills', killRows],
  ['events', eventRows],
  ['groups', groupRows],
  ['hostile', hostileRows],
];
const rows: Row[] = [];
for (const [name, part] of parts) {
  const wanted = [name, ...(name === 'kills' ? VICTIMS.map(([what]) => what) : [])];
  if (values.only !== undefined && !wanted.includes(values.only)) continue;
  for await (const row of part()) {
    rows.push(row);
    print(row);
  }
}
const misses = rows.filter(({ ok }) => !ok);
for (const { what, wrong = [] } of misses) for (const line of wrong) console.log(`\n${what}: ${line}`);
process.exitCode = misses.length > 0 ? 1 : 0;

async function* tagRows(): AsyncGenerator<Row> {
  for (const [streams, where] of [
    ['one', 'one stream'],
    ['many', `${TAGS_EACH} streams`],
  ] as const) {
    const expected = USERS * TAGS_EACH;
    const { tags, seconds, wrong } = await tagAtOnce(USERS, TAGS_EACH, streams);
    yield {
      what: `tags of ${USERS} processes x ${TAGS_EACH} on ${where}`,
      goal: String(expected),
      measured: tags,
      ok: tags === expected && wrong.length === 0,
      note: `${seconds.toFixed(1)} s, ${wrong.length} wrong or left`,
      wrong,
    };
  }
}

async function* twinRows(): AsyncGenerator<Row> {
  const amount = { writers: 4, writes: 10, runs: full ? 20 : 2 };
  const all = amount.writers * amount.writes * amount.runs;
  for (const [standing, what] of [
    ['of twins', `${all} writes by 4 processes on 2 machines of one name, ${amount.runs} runs: failed or lost`],
    ['taken for dead', `${all} writes by 4 processes that are taken for dead all the time: lost, or there unsaid`],
  ] as const) {
    const { taken, failed, lost, unsaid, left } = await writeFromTwins(amount, standing);
    const mayFail = standing === 'taken for dead';
    yield {
      what,
      ...none([...lost, ...unsaid, ...left, ...(mayFail ? [] : failed)]),
      note: `${taken} taken, ${failed.length} failed, ${lost.length} lost, ${left.length} left`,
    };
  }
}

async function* killRows(): AsyncGenerator<Row> {
  const random = seededRandom(seed);
  const registry = await startFixtureRegistry();
  try {
    for (const [what, create] of VICTIMS) {
      if (values.only !== undefined && !['kills', what].includes(values.only)) continue;
      const victim = await create(registry);
      try {
        const report = await killOften(victim, KILLS / VICTIMS.length, random);
        const { kills, wrong, leftAtEnd, mostLeft, moments } = report;
        const { before, writing, left, late } = moments;
        yield {
          what: `${what}, killed ${kills} times: lost or broken`,
          ...none(wrong),
          note: `${before} before the first write, ${writing + left} while writing (${left} left a lock or file), ${late} too late`,
        };
        yield slowestRow(what, report);
        yield {
          what: `${what}: locks and temporary files at the end`,
          ...none(leftAtEnd),
          note: `${mostLeft} at most on the way`,
        };
      } finally {
        victim.user.remove();
      }
    }
  } finally {
    await registry.stop();
  }
}

async function* eventRows(): AsyncGenerator<Row> {
  const { kills, wrong, pushes, seen, begun, succeeded, whileRunning } = await killWatch(
    full ? WATCH_KILLS.full : WATCH_KILLS.short,
    seededRandom(seed),
  );
  yield {
    what: `watch --exec, killed ${kills} times under load: events lost, or told again after success`,
    ...none(wrong),
    note: `${pushes} pushes, ${seen} seen; ${begun} commands begun, ${succeeded} succeeded; ${whileRunning} kills beside one`,
  };
}

async function* groupRows(): AsyncGenerator<Row> {
  const { kills, begun, succeeded, interrupted, wrong } = await killGroups(GROUP_KILLS, seededRandom(seed));
  yield {
    what: `--exec with children that ignore SIGTERM, ended ${kills} times: left, lost or told again`,
    ...none(wrong),
    note: `${begun} commands begun, ${succeeded} succeeded; ${interrupted} times looked for who is left`,
  };
}

async function* hostileRows(): AsyncGenerator<Row> {
  const { rounds, changes, told, wrong } = await hostileWatch(HOSTILE_ROUNDS, seededRandom(seed));
  const kinds = Object.entries(changes).map(([name, count]) => `${name} ${count}`);
  yield {
    what: `a hostile .watch, ${rounds} rounds: events silenced, strangers or files elsewhere touched`,
    ...none(wrong),
    note: `${kinds.join(', ')}; ${told} told`,
  };
}

async function* diskRows(): AsyncGenerator<Row> {
  for (const end of ['power loss', 'death'] as const) {
    yield trialRow(`${end} at every call of every writer: neither old nor new, or stuck`, (write) => [
      endEverywhere(write, end),
    ]);
  }
  yield trialRow('a fault at every call of every writer: no path, changed, left or stuck', (write) =>
    FAULTS.flatMap((fault) => [failEverywhere(write, fault, true), failEverywhere(write, fault, false)]),
  );
}

async function trialRow(what: string, run: (write: (typeof STORE_WRITES)[number]) => Promise<Trials>[]): Promise<Row> {
  const all = await Promise.all(STORE_WRITES.flatMap(run));
  const trials = all.reduce((sum, each) => sum + each.trials, 0);
  return { what, ...none(all.flatMap(({ wrong }) => wrong)), note: `${trials} trials` };
}

/** The wall time counts, less what a machine is to blame for that has too much to do. */
function slowestRow(what: string, { next, takes, writesAfter }: KillReport): Row {
  const own = next.map(({ wall, queued }) => wall - queued);
  const wall = next.map((each) => each.wall);
  const facts = [
    `wall with its queueing: median ${median(wall).toFixed(0)}, slowest ${Math.max(...wall).toFixed(0)}`,
    `undisturbed ${takes.toFixed(0)}, first write after ${writesAfter.toFixed(0)}`,
  ];
  return {
    what: `${what}: slowest of the commands after it, ms`,
    goal: `<= ${SOON}`,
    measured: Math.round(Math.max(...own)),
    ok: own.every((milliseconds) => milliseconds <= SOON),
    note: facts.join('; '),
    wrong: own.flatMap((milliseconds, kill) =>
      milliseconds <= SOON ? [] : [`after kill ${kill} it took ${milliseconds.toFixed(0)}`],
    ),
  };
}

function none(wrong: readonly string[]) {
  return { goal: '0', measured: wrong.length, ok: wrong.length === 0, wrong };
}

function print({ what, goal, measured, ok, note = '' }: Row): void {
  const cells = [what.padEnd(76), goal.padEnd(8), String(measured).padEnd(6), ok ? 'ok  ' : 'miss'];
  console.log(`${cells.join('  ')}  ${note}`.trimEnd());
}
