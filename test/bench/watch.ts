// `node test/support/run-ts.mjs test/bench/watch.ts`: what a look at 1,000 scheduled tags costs in which nothing changed,
// against a bare loop of undici that makes the same requests; and what an idle watch costs.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createCommandLine, projectRoot } from '../support/command-line.ts';
import { startFixtureRegistry } from '../support/fixture-registry.ts';
import { createImage } from '../support/images.ts';
import { median } from './cpu-time.ts';

const STREAMS = 10;
const TAGS = 100;
const RUNS = Number(process.env.RUNS ?? 5);
const command = path.join(projectRoot(), 'bin/imagestream.js');

/** A bare client: the same conditional requests over eight connections, in a process of its own. */
const BARE = `
const { Agent, request } = require(${JSON.stringify(path.join(projectRoot(), 'node_modules/undici'))});
const [base, list] = [process.argv[1], require(process.argv[2])];
const dispatcher = new Agent({ connections: 8 });
let next = 0;
const worker = async () => {
  while (next < list.length) {
    const [name, digest] = list[next++];
    const { statusCode, body } = await request(base + '/v2/' + name, {
      dispatcher, headers: { 'if-none-match': '"' + digest + '"' },
    });
    await body.dump();
    if (statusCode !== 304) throw new Error(String(statusCode));
  }
};
Promise.all(Array.from({ length: 16 }, worker)).then(() => dispatcher.close());
`;

const registry = await startFixtureRegistry();
const user = await createCommandLine({ IMAGESTREAM_MAX_IMAGES_BULK_IMPORTED: '-1' });
try {
  const wanted: [string, string][] = [];
  for (let stream = 0; stream < STREAMS; stream++) {
    for (let tag = 0; tag < TAGS; tag++) {
      const image = createImage({ seed: `${stream} ${tag}` });
      registry.push(image, `bench/s${stream}`, `t${tag}`);
      wanted.push([`bench/s${stream}/manifests/t${tag}`, image.digest]);
    }
    const from = `--from=${registry.host}/bench/s${stream}`;
    const args = ['import-image', `s${stream}`, from, '--all', '--confirm', '--insecure', '--scheduled'];
    const { status, stderr } = await user.run(args);
    if (status !== 0) throw new Error(stderr);
  }
  const listFile = path.join(user.folder, 'list.json');
  writeFileSync(listFile, JSON.stringify(wanted));
  const objects = path.join(user.folder, '.imagestream/namespaces');
  const before = [stateOf(objects), stateOf(path.join(user.folder, '.imagestream/cluster-scoped-resources'))];

  const once = () => [command, 'watch', '--once', '--interval', '1s'];
  const bare = () => ['-e', BARE, registry.url, listFile];
  const walls = { once: [] as number[], bare: [] as number[] };
  let measured = { wall: 0, peak: 0, output: '' };
  let requests = 0;
  let connections = 0;
  for (let run = 0; run <= RUNS; run++) {
    const idle = await timed(bare(), user.env);
    const [asked, connected] = [registry.requests.length, registry.connections()];
    await new Promise((resolve) => setTimeout(resolve, 1200));
    measured = await timed(once(), user.env);
    requests = registry.requests.length - asked;
    connections = registry.connections() - connected;
    if (run === 0) continue;
    walls.bare.push(idle.wall);
    walls.once.push(measured.wall);
  }
  const after = [stateOf(objects), stateOf(path.join(user.folder, '.imagestream/cluster-scoped-resources'))];
  const ratio = median(walls.once) / median(walls.bare);
  row('requests, 1,000 tags unchanged', STREAMS * TAGS + 1, requests);
  // The tags allow plain HTTP, so that one connection more tries HTTPS first.
  row('connections', 9, connections);
  row('object files written', 0, JSON.stringify(before) === JSON.stringify(after) ? 0 : 1);
  row(
    `wall against bare undici (${median(walls.once).toFixed(0)} ms, ${median(walls.bare).toFixed(0)} ms)`,
    1.5,
    ratio,
  );
  row('peak memory, MB', 150, measured.peak / 1024);
  row('idle CPU, %', 1, await idleCpu());
  console.log(measured.output.trim());
} finally {
  user.remove();
  await registry.stop();
}

function row(what: string, goal: number, value: number): void {
  const text = Number.isInteger(value) ? String(value) : value.toFixed(2);
  console.log(`${what.padEnd(52)} <= ${String(goal).padEnd(6)} ${text.padEnd(8)} ${value <= goal ? 'ok' : 'miss'}`);
}

/** Names, sizes and times of all files below a folder. */
function stateOf(folder: string): string[] {
  return (readdirSync(folder, { recursive: true }) as string[]).sort().map((file) => {
    const { size, mtimeMs } = statSync(path.join(folder, file));
    return `${file} ${size} ${mtimeMs}`;
  });
}

/** Wall milliseconds and peak KiB of a program, sampled while it runs. */
function timed(args: string[], env: Record<string, string>): Promise<{ wall: number; peak: number; output: string }> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let peak = 0;
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const sample = setInterval(() => (peak = Math.max(peak, field(child.pid, 'VmHWM'))), 20);
  return new Promise((resolve, reject) => {
    child.on('close', (code) => {
      clearInterval(sample);
      if (code !== 0) reject(new Error(`${code}: ${output}`));
      else resolve({ wall: performance.now() - started, peak, output });
    });
  });
}

function field(pid: number | undefined, name: string): number {
  try {
    return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Percent of one core that a watch takes when nothing is due, over ten seconds after it has settled. */
async function idleCpu(): Promise<number> {
  const child = spawn(process.execPath, [command, 'watch'], { env: user.env, stdio: 'ignore' });
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  try {
    await wait(4000);
    const begin = ticks(child.pid);
    await wait(10_000);
    return (ticks(child.pid) - begin) / 10;
  } finally {
    child.kill();
  }
}

/** Processor time in hundredths of a second. */
function ticks(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}
