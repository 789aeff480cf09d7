// `node test/support/run-ts.mjs test/bench/store.ts [--full]`: what large stores and long streams cost. Lists are measured
// against `cat` of the same files, one-object commands and `tag` against themselves in a small store, on the wall clock.
// RUNS says how many turns the programs take.
import path from 'node:path';
import { createCommandLine, projectRoot } from '../support/command-line.ts';
import {
  IMAGES,
  importedPattern,
  type Pattern,
  STREAMS,
  streamName,
  writeLongStream,
  writeStore,
} from './store-content.ts';
import { type Taken, takingTurns } from './timed-process.ts';

interface Row {
  readonly what: string;
  readonly goal: number;
  readonly measured: number;
  readonly note?: string;
}

const LISTS = {
  'get is': [STREAMS],
  'get images': [IMAGES],
  'get istag': [STREAMS, IMAGES],
};
const ONE_OBJECT = ['resolve NAME', 'get is/NAME', 'describe is/NAME'];
const GOALS = { list: 6, small: 2, growth: 1.15, tag: 3, megabytes: 250 };
const TAGS = { few: 10, many: 5000, history: 4 };

/** @param options.full with 10,000 streams, which take minutes; else 1,000 */
export async function rows({ full }: { full: boolean }): Promise<Row[]> {
  const turns = Number(process.env.RUNS ?? 5);
  const user = await createCommandLine();
  const env = { ...process.env, ...user.env };
  const at = (store: string) => path.join(user.folder, store);
  const command = (store: string, args: string) => [
    ...[process.execPath, path.join(projectRoot(), 'bin/imagestream.js')],
    ...['--store', at(store), ...args.replace('NAME', streamName(3)).split(' ')],
  ];
  const concatenate = (store: string, folders: readonly string[]) => [
    ...['sh', '-c', 'find "$@" -name "*.yaml" -print0 | xargs -0 cat', 'sh'],
    ...folders.map((folder) => path.join(at(store), folder)),
  ];

  /** The lists of one store, each against `cat`. */
  async function lists(streams: number): Promise<Row[]> {
    const found: Row[] = [];
    for (const [args, folders] of Object.entries(LISTS)) {
      const store = String(streams);
      const programs = {
        start: () => [process.execPath, '-e', '0'],
        cat: () => concatenate(store, folders),
        list: () => command(store, args),
      };
      const { start, cat, list } = await takingTurns(programs, turns, env);
      const what = `time of ${args}, ${streams.toLocaleString('en')} streams of 5 tags`;
      const note = `${processor(list, cat)}; ${spent(list)}; find | xargs cat: ${spent(cat)}; node -e 0: ${spent(start)}`;
      if (streams < 100) {
        // `cat` of a few files takes less than Node needs to start.
        found.push({ what: `${what}, against node -e 0`, goal: GOALS.small, measured: list.wall / start.wall, note });
        continue;
      }
      found.push({ what: `${what}, against cat`, goal: GOALS.list, measured: list.wall / cat.wall, note });
      found.push({ what: `peak MB of ${args}, the same`, goal: GOALS.megabytes, measured: Math.round(list.megabytes) });
    }
    return found;
  }

  async function growth(small: number, large: number): Promise<Row[]> {
    const found: Row[] = [];
    for (const args of ONE_OBJECT) {
      const name = args.startsWith('resolve') ? `${args}:1.0` : args;
      const programs = { few: () => command(String(small), name), many: () => command(String(large), name) };
      const { few, many } = await takingTurns(programs, 3 * turns, env);
      const what = `time of ${args}, ${large.toLocaleString('en')} streams against ${small}`;
      const note = `${processor(many, few)}; ${spent(many)}; ${spent(few)}`;
      found.push({ what, goal: GOALS.growth, measured: many.wall / few.wall, note });
    }
    return found;
  }

  async function tag(pattern: Pattern): Promise<Row> {
    writeLongStream(at('few'), pattern, 'app', TAGS.few, TAGS.history);
    writeLongStream(at('many'), pattern, 'app', TAGS.many, TAGS.history);
    // Every turn points the tag at another image than the turn before.
    const move = (store: string) => (turn: number) => command(store, `tag app:v0000${turn + 1} app:moved`);
    const { few, many } = await takingTurns({ few: move('few'), many: move('many') }, Math.min(turns, 8), env);
    const what = `time of tag, 5,000 tags and 20,000 history items against 10 and 40`;
    const note = `${processor(many, few)}; ${spent(many)}; ${spent(few)}`;
    return { what, goal: GOALS.tag, measured: many.wall / few.wall, note };
  }

  try {
    const pattern = await importedPattern();
    const sizes = full ? [10, 1000, 10_000] : [10, 1000];
    const found: Row[] = [];
    for (const streams of sizes) {
      writeStore(at(String(streams)), pattern, streams);
      found.push(...(await lists(streams)));
    }
    found.push(...(await growth(sizes[0] as number, sizes.at(-1) as number)), await tag(pattern));
    return found;
  } finally {
    user.remove();
  }
}

const spent = ({ wall, cpu }: Taken) => `${wall.toFixed(0)} ms (CPU ${cpu.toFixed(0)})`;
const processor = (a: Taken, b: Taken) => `processor time ${(a.cpu / b.cpu).toFixed(2)}`;

if (path.basename(process.argv[1] ?? '') === 'store.ts') {
  for (const { what, goal, measured, note = '' } of await rows({ full: process.argv.includes('--full') })) {
    const text = Number.isInteger(measured) ? String(measured) : measured.toFixed(2);
    console.log(`${measured <= goal ? 'ok  ' : 'miss'}  ${what}: ${text} (<= ${goal})${note && `; ${note}`}`);
  }
}
