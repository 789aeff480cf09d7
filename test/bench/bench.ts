// `npm run bench`: what the command costs. Processor time is given as a ratio to the start of an empty Node program,
// measured in the same run, so that the numbers of two machines can be compared; requests are counted by the registry.
import os from 'node:os';
import path from 'node:path';
import { type CommandLine, createCommandLine, projectRoot } from '../support/command-line.ts';
import { startFixtureRegistry } from '../support/fixture-registry.ts';
import { createImage, createIndex } from '../support/images.ts';
import { type ImportSite, startImportSite } from '../support/import-site.ts';
import type { AccessMode } from '../support/registry-access.ts';
import { cpuTime, median } from './cpu-time.ts';

interface Row {
  readonly what: string;
  readonly goal: number;
  readonly measured: number;
  readonly note?: string;
}

const RUNS = Number(process.env.RUNS ?? 15);
const BULK = { IMAGESTREAM_MAX_IMAGES_BULK_IMPORTED: '-1' };

const rows = [...(await cpuRows()), ...(await requestRows())];
print(rows);

async function cpuRows(): Promise<Row[]> {
  const registry = await startFixtureRegistry();
  const user = await createCommandLine();
  try {
    registry.push(createImage({ seed: 'bench' }), 'bench/image', 'latest');
    await tenStreams(user, registry.host);
    const importer = (run: number) => [
      ...['import-image', 'bench', `--from=${registry.host}/bench/image:latest`, '--confirm', '--insecure'],
      ...['--store', path.join(user.folder, `store-${run}`)],
    ];
    const empty = () => ['-e', '0'];
    const command = (args: (run: number) => string[]) => (run: number) => [
      path.join(projectRoot(), 'bin/imagestream.js'),
      ...args(run),
    ];
    const [base, version, get, first] = await interleaved(user, [
      empty,
      command(() => ['--version']),
      command(() => ['get', 'is']),
      command(importer),
    ]);
    const row = (what: string, goal: number, cpu = Number.NaN): Row => {
      const note = `${cpu.toFixed(0)} ms of CPU; an empty program takes ${base!.toFixed(0)} ms`;
      return { what: `CPU of ${what}, against node -e 0`, goal, measured: cpu / base!, note };
    };
    return [
      row('--version', 1.3, version),
      row('get is, 10 streams', 1.6, get),
      row('import-image of one tag, loopback', 2.5, first),
    ];
  } finally {
    user.remove();
    await registry.stop();
  }
}

async function tenStreams(user: CommandLine, host: string): Promise<void> {
  for (let n = 0; n < 10; n++) {
    const args = ['import-image', `stream-${n}`, `--from=${host}/bench/image:latest`, '--confirm', '--insecure'];
    const { status, stderr } = await user.run(args);
    if (status !== 0) throw new Error(`import-image failed: ${status} ${stderr}`);
  }
}

/**
 * Median CPU milliseconds of each program, in the environment that the bench runs in: what Node itself does with it is
 * part of the floor. The programs take turns, so that a noisy minute hits all of them.
 */
async function interleaved(user: CommandLine, programs: ((run: number) => string[])[]): Promise<number[]> {
  const env = { ...process.env, ...user.env };
  const taken = programs.map((): number[] => []);
  for (let run = -1; run < RUNS; run++) {
    for (const [n, program] of programs.entries()) {
      const { cpu } = await cpuTime(program(run), env);
      if (run >= 0) taken[n]!.push(cpu);
    }
  }
  return taken.map(median);
}

async function requestRows(): Promise<Row[]> {
  const found: Row[] = [];
  const modes: [string, AccessMode, number][] = [
    ['anonymous', { mode: 'open' }, 0],
    ['bearer, cold', { mode: 'bearer' }, 2],
  ];
  for (const [name, access, extra] of modes) {
    await atSite(access, async (site) => {
      for (const [what, goal, args] of imports(site)) {
        await site.forget();
        const { requests } = await site.measure(...args);
        found.push({ what: `requests: ${what}, ${name}`, goal: goal + extra, measured: requests });
      }
    });
  }
  await atSite({ mode: 'open' }, async (site) => {
    for (let n = 0; n < 100; n++) site.registry.push(createImage({ seed: `bulk ${n}` }), 'bench/bulk', `v${n}`);
    Object.assign(site.user.env, BULK);
    const cost = await site.measure('import-image', 'bulk', from(site, 'bulk'), '--all', '--confirm');
    found.push({ what: 'requests: 100 new tags with --all, anonymous', goal: 201, measured: cost.requests });
    found.push({ what: 'connections: the same', goal: 8, measured: cost.connections });
  });
  return found;
}

function imports(site: ImportSite): [string, number, string[]][] {
  site.registry.push(createImage({ seed: 'bench' }), 'bench/image', 'latest');
  const platforms = ['linux/arm64', 'linux/amd64', 'linux/s390x'];
  site.registry.push(createIndex({ seed: 'bench', platforms }), 'bench/index', 'latest');
  return [
    ['first import of an image', 2, ['import-image', 'image', from(site, 'image:latest'), '--confirm']],
    ['first import of an index', 3, ['import-image', 'index', from(site, 'index:latest'), '--confirm']],
    ['unchanged image again', 1, ['import-image', 'image']],
  ];
}

function from(site: ImportSite, image: string): string {
  return `--from=${site.registry.host}/bench/${image}`;
}

async function atSite(access: AccessMode, use: (site: ImportSite) => Promise<void>): Promise<void> {
  const site = await startImportSite(access);
  try {
    await use(site);
  } finally {
    await site.stop();
  }
}

function print(all: readonly Row[]): void {
  const cpu = os.cpus();
  console.log(`${cpu.length} x ${cpu[0]?.model.trim()}, ${os.platform()} ${os.arch()}, node ${process.version}`);
  console.log(`processor time: median of ${RUNS} runs that take turns\n`);
  const text = (n: number) => (Number.isInteger(n) ? String(n) : n.toFixed(2));
  const cells = all.map((row) => [
    row.what,
    `<= ${text(row.goal)}`,
    text(row.measured),
    row.measured <= row.goal ? 'ok' : 'miss',
    row.note ?? '',
  ]);
  const table = [['what', 'goal', 'measured', '', ''], ...cells];
  const widths = [0, 1, 2, 3].map((n) => Math.max(...table.map((line) => line[n]!.length)));
  for (const line of table) {
    console.log(
      line
        .map((cell, n) => cell.padEnd(widths[n] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}
