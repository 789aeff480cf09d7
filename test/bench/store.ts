// What large stores and long streams cost: lists against `cat` of the same files, one-object commands and `tag` against
// themselves in a small store, on the wall clock.
import path from 'node:path';
import { createCommandLine } from '../support/command-line.ts';
import { type Cost, EMPTY_PROGRAM, imagestream, peakMemoryOf, takingTurns } from './process-cost.ts';
import type { Row, Rows } from './row.ts';
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
const ONE_OBJECT = ['resolve NAME:1.0', 'get is/NAME', 'describe is/NAME'];
const GOALS = { list: 6, small: 2, growth: 1.15, tag: 3, megabytes: 250 };
const TAGS = { few: 10, many: 5000, history: 4 };

/** With `full` up to 10,000 streams, else up to 1,000. */
export const rows: Rows = async ({ full }) => {
  const turns = full ? 7 : 5;
  const user = await createCommandLine();
  const env = { ...process.env, ...user.env };
  const at = (store: string | number) => path.join(user.folder, String(store));
  const command = (store: string | number, args: string) =>
    imagestream('--store', at(store), ...args.replace('NAME', streamName(3)).split(' '));
  const concatenate = (store: number, folders: readonly string[]) => [
    ...['sh', '-c', 'find "$@" -name "*.yaml" -print0 | xargs -0 cat', 'sh'],
    ...folders.map((folder) => path.join(at(store), folder)),
  ];
  const measured = (programs: readonly ((turn: number) => readonly string[])[], count = turns) =>
    takingTurns(
      count,
      programs.map((program) => ({ command: program, env })),
    ) as Promise<[Cost, Cost, Cost]>;

  /** The lists of one store. `cat` of a few files takes less than Node needs to start, which is their floor then. */
  async function lists(streams: number): Promise<Row[]> {
    const found: Row[] = [];
    for (const [args, folders] of Object.entries(LISTS)) {
      const what = `${args}, ${streams.toLocaleString('en')} streams of 5 tags`;
      const [start, cat, list] = await measured([
        () => EMPTY_PROGRAM,
        () => concatenate(streams, folders),
        () => command(streams, args),
      ]);
      const note = `${spent(list)}; cat: ${spent(cat)}; node -e 0: ${spent(start)}`;
      if (streams < 100) {
        found.push({ what, against: 'node -e 0', goal: GOALS.small, measured: list.wall / start.wall, note });
        continue;
      }
      const peak = Math.round(await peakMemoryOf(command(streams, args), { env }));
      found.push({
        what,
        against: 'find | xargs cat',
        goal: GOALS.list,
        measured: list.wall / cat.wall,
        note: `${note}; peak ${peak} MB`,
      });
      if (args !== 'get is') continue;
      found.push({ what: `peak memory of ${what}`, goal: GOALS.megabytes, measured: peak, unit: 'MB' });
    }
    return found;
  }

  async function growth(small: number, large: number): Promise<Row[]> {
    const found: Row[] = [];
    for (const args of ONE_OBJECT) {
      const [few, many] = await measured([() => command(small, args), () => command(large, args)], 3 * turns);
      const what = `${args}, ${large.toLocaleString('en')} streams`;
      const note = `${spent(many)}; ${spent(few)}`;
      found.push({ what, against: `${small} streams`, goal: GOALS.growth, measured: many.wall / few.wall, note });
    }
    return found;
  }

  async function tag(pattern: Pattern): Promise<Row> {
    writeLongStream(at('few'), pattern, 'app', TAGS.few, TAGS.history);
    writeLongStream(at('many'), pattern, 'app', TAGS.many, TAGS.history);
    // Every turn points the tag at another image than the turn before.
    const move = (store: string) => (turn: number) => command(store, `tag app:v0000${turn + 1} app:moved`);
    const [few, many] = await measured([move('few'), move('many')]);
    return {
      what: 'tag, in a stream of 5,000 tags and 20,000 items',
      against: '10 tags and 40 items',
      goal: GOALS.tag,
      measured: many.wall / few.wall,
      note: `${spent(many)}; ${spent(few)}`,
    };
  }

  try {
    const pattern = await importedPattern();
    const sizes = full ? [10, 1000, 10_000] : [10, 1000];
    const found: Row[] = [];
    for (const streams of sizes) {
      writeStore(at(streams), pattern, streams);
      found.push(...(await lists(streams)));
    }
    found.push(...(await growth(sizes[0] as number, sizes.at(-1) as number)), await tag(pattern));
    return found;
  } finally {
    user.remove();
  }
};

const spent = ({ wall, cpu }: Cost) => `${wall.toFixed(0)} ms (CPU ${cpu.toFixed(0)})`;
