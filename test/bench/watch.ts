import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CommandLine, createCommandLine, projectRoot } from '../support/command-line.ts';
import { type FixtureRegistry, startFixtureRegistry } from '../support/fixture-registry.ts';
import { createImage } from '../support/images.ts';
import { startHttpsSite } from './https-site.ts';
import { costOf, imagestream, program, takingTurns } from './process-cost.ts';
import { type Row, type RowOptions, ratio } from './row.ts';

const STREAMS = 10;
const TAGS = 100;
/** Everything is due again after a second. */
const ONCE = imagestream('watch', '--once', '--interval', '1s');
const untilDue = () => sleep(1200);

/** A look at 1,000 scheduled tags of one registry in which nothing changed, and what waiting for the next one costs. */
export async function rows({ full }: RowOptions): Promise<Row[]> {
  const { registry, user, authorityFile, stop } = await startHttpsSite();
  try {
    await importStreams(registry, user);
    const found = [
      ...(await countRows(registry, user)),
      await timeRow('HTTPS', registry, user, full ? 7 : 3, authorityFile),
      await idleRow(user, full ? 600 : 10),
    ];
    return full ? [...found, ...(await plainRows())] : found;
  } finally {
    await stop();
  }
}

/** Without TLS, which weighs as much for the peer, what is our own shows more. */
async function plainRows(): Promise<Row[]> {
  const registry = await startFixtureRegistry();
  const user = await createCommandLine();
  try {
    await importStreams(registry, user, '--insecure');
    await untilDue();
    const before = registry.connections();
    await costOf(ONCE, { env: user.env, cwd: user.folder });
    const connections = registry.connections() - before;
    return [
      // Consent to plain HTTP prefers HTTPS: one more has tried it, and is closed before the others are opened.
      { what: 'connections: watch --once, plain HTTP', goal: 9, measured: connections },
      await timeRow('plain HTTP', registry, user, 7),
    ];
  } finally {
    user.remove();
    await registry.stop();
  }
}

async function importStreams(registry: FixtureRegistry, user: CommandLine, ...flags: string[]): Promise<void> {
  user.env.IMAGESTREAM_MAX_IMAGES_BULK_IMPORTED = '-1';
  const plan: [string, string][] = [];
  for (let stream = 0; stream < STREAMS; stream++) {
    for (let tag = 0; tag < TAGS; tag++) {
      const image = createImage({ seed: `${stream} ${tag}` });
      registry.push(image, `bench/s${stream}`, `t${tag}`);
      plan.push([`bench/s${stream}/manifests/t${tag}`, image.digest]);
    }
    const from = `--from=${registry.host}/bench/s${stream}`;
    const args = ['import-image', `s${stream}`, from, '--all', '--confirm', '--scheduled', ...flags];
    const { status, stderr } = await user.run(args);
    if (status !== 0) throw new Error(stderr);
  }
  writeFileSync(path.join(user.folder, 'plan.json'), JSON.stringify(plan));
}

async function countRows(registry: FixtureRegistry, user: CommandLine): Promise<Row[]> {
  await untilDue();
  const [requests, connections, files] = [registry.requests.length, registry.connections(), stateOf(user)];
  const { megabytes } = await costOf(ONCE, { env: user.env, cwd: user.folder, memory: true });
  const what = `watch --once, ${STREAMS * TAGS} unchanged tags`;
  return [
    { what: `requests: ${what}`, goal: STREAMS * TAGS, measured: registry.requests.length - requests },
    { what: 'connections: the same', goal: 8, measured: registry.connections() - connections },
    { what: 'object files written: the same', goal: 0, measured: stateOf(user) === files ? 0 : 1 },
    { what: `peak memory: ${what}`, goal: 150, measured: megabytes, unit: 'MB' },
  ];
}

async function timeRow(
  over: string,
  registry: FixtureRegistry,
  user: CommandLine,
  turns: number,
  ...authority: string[]
): Promise<Row> {
  const client = path.join(projectRoot(), 'test/bench/bare-client.mjs');
  const [once, bare] = await takingTurns(turns, [
    { ...program(user, ONCE), before: untilDue },
    program(user, [process.execPath, client, registry.url, 'plan.json', ...authority]),
  ]);
  const what = `wall: watch --once, ${STREAMS * TAGS} unchanged tags, ${over}`;
  return ratio({ what, against: 'bare undici', goal: 1.5 }, once.wall, bare.wall);
}

/** The processor time of a watch in which nothing is due, after it has settled. */
async function idleRow(user: CommandLine, seconds: number): Promise<Row> {
  const [file = '', ...args] = imagestream('watch');
  const child = spawn(file, args, { cwd: user.folder, env: user.env, stdio: 'ignore' });
  try {
    await sleep(4000);
    const begin = ticks(child);
    await sleep(seconds * 1000);
    const measured = (ticks(child) - begin) / seconds;
    return { what: `CPU: idle watch of ${STREAMS * TAGS} tags, ${seconds} s`, goal: 1, measured, unit: '%' };
  } finally {
    child.kill();
  }
}

/** Processor time in hundredths of a second. */
function ticks({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

/** Names, sizes and times of all object files. */
function stateOf({ folder }: CommandLine): string {
  const lines = ['namespaces', 'cluster-scoped-resources'].flatMap((objects) => {
    const below = path.join(folder, '.imagestream', objects);
    return (readdirSync(below, { recursive: true }) as string[]).sort().map((file) => {
      const { size, mtimeMs } = statSync(path.join(below, file));
      return `${file} ${size} ${mtimeMs}`;
    });
  });
  return lines.join('\n');
}
