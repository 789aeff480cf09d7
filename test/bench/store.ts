import path from 'node:path';
import { createCommandLine } from '../support/command-line.ts';
import { type Cost, EMPTY_PROGRAM, imagestream, type Program, takingTurns } from './process-cost.ts';
import type { Row, RowOptions } from './row.ts';
import {
  IMAGES,
  importedPattern,
  type Pattern,
  STREAMS,
  streamName,
  writeLongStream,
  writeStore,
} from './store-content.ts';

const LISTS = {
  'get is': [STREAMS],
  'get images': [IMAGES],
  'get istag': [STREAMS, IMAGES],
};
const ONE_OBJECT = ['resolve NAME', 'get is/NAME', 'describe is/NAME'];
const GOALS = { list: 6, small: 2, growth: 1.15, tag: 3, megabytes: 250 };
const TAGS = { few: 10, many: 5000, history: 4 };

/**
 * What large stores and long streams cost: lists against `cat` of the same files, one-object commands and `tag` against
 * themselves in a small store. In full with 10,000 streams, which take minutes; else with 1,000.
 */
export async function rows({ full }: RowOptions): Promise<Row[]> {
  const turns = full ? 5 : 3;
  const user = await createCommandLine();
  const { env } = user;
  const at = (store: string) => path.join(user.folder, store);
  const command = (store: string, args: string) =>
    imagestream('--store', at(store), ...args.replace('NAME', streamName(3)).split(' '));
  const program = (of: (turn: number) => readonly string[]): Program => ({ command: of, env, memory: true });
  const concatenate = (store: string, folders: readonly string[]) => [
    ...['sh', '-c', 'find "$@" -name "*.yaml" -print0 | xargs -0 cat', 'sh'],
    ...folders.map((folder) => path.join(at(store), folder)),
  ];

  /** The lists of one store, each against `cat`. */
  async function lists(streams: number): Promise<Row[]> {
    const found: Row[] = [];
    for (const [args, folders] of Object.entries(LISTS)) {
      const store = String(streams);
      const [start, cat, list] = await takingTurns(turns, [
        program(() => EMPTY_PROGRAM),
        program(() => concatenate(store, folders)),
        program(() => command(store, args)),
      ]);
      const what = `wall: ${args}, ${streams.toLocaleString('en')} streams of 5 tags`;
      const note = `${processor(list, cat)}; ${spent(list)}; find | xargs cat: ${spent(cat)}; node -e 0: ${spent(start)}`;
      if (streams < 100) {
        // `cat` of a few files takes less than Node needs to start.
        found.push({ what, against: 'node -e 0', goal: GOALS.small, measured: list.wall / start.wall, note });
        continue;
      }
      found.push({ what, against: 'find | xargs cat', goal: GOALS.list, measured: list.wall / cat.wall, note });
      found.push({ what: 'peak memory: the same', goal: GOALS.megabytes, measured: list.megabytes, unit: 'MB' });
    }
    return found;
  }

  async function growth(small: number, large: number): Promise<Row[]> {
    const found: Row[] = [];
    for (const args of ONE_OBJECT) {
      const name = args.startsWith('resolve') ? `${args}:1.0` : args;
      const [few, many] = await takingTurns(3 * turns, [
        program(() => command(String(small), name)),
        program(() => command(String(large), name)),
      ]);
      const what = `wall: ${args}, ${large.toLocaleString('en')} streams`;
      const against = `${small} streams`;
      const note = `${processor(many, few)}; ${spent(many)}; ${spent(few)}`;
      found.push({ what, against, goal: GOALS.growth, measured: many.wall / few.wall, note });
    }
    return found;
  }

  async function tag(pattern: Pattern): Promise<Row> {
    writeLongStream(at('few'), pattern, 'app', TAGS.few, TAGS.history);
    writeLongStream(at('many'), pattern, 'app', TAGS.many, TAGS.history);
    // Every turn points the tag at another image than the turn before.
    const move = (store: string) => program((turn) => command(store, `tag app:v0000${turn + 1} app:moved`));
    const [few, many] = await takingTurns(turns, [move('few'), move('many')]);
    const what = 'wall: tag, 5,000 tags and 20,000 history items';
    const against = '10 and 40';
    const note = `${processor(many, few)}; ${spent(many)}; ${spent(few)}`;
    return { what, against, goal: GOALS.tag, measured: many.wall / few.wall, note };
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

const spent = ({ wall, cpu }: Cost) => `${wall.toFixed(0)} ms (CPU ${cpu.toFixed(0)})`;
const processor = (a: Cost, b: Cost) => `processor time ${(a.cpu / b.cpu).toFixed(2)}`;
