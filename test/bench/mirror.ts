// `node test/support/run-ts.mjs test/bench/mirror.ts`: one large layer from registry to registry, on this machine. Time is given
// against `skopeo copy` of the same image in the same run; the two take turns, so that a noisy minute hits both.
// MEGABYTES (1000) and RUNS (3) say how much.
import { spawn, spawnSync } from 'node:child_process';
import { createCipheriv, createHash } from 'node:crypto';
import http from 'node:http';
import path from 'node:path';
import { createCommandLine, projectRoot } from '../support/command-line.ts';
import { type DockerRegistry, startDockerRegistry } from '../support/docker-registry-process.ts';
import { MEDIA_TYPES, sha256 } from '../support/images.ts';
import { median } from './cpu-time.ts';

const SIZE = Number(process.env.MEGABYTES ?? 1000) * 1_000_000;
const RUNS = Number(process.env.RUNS ?? 3);
const GOALS = { ratio: 1.5, megabytes: 150 };
const PIECE = 1_000_000;

interface Taken {
  seconds: number;
  /** Largest resident set. */
  megabytes: number;
}

const user = await createCommandLine();
const source = await startDockerRegistry();
try {
  await pushLargeImage(source);
  const taken: Record<'imagestream' | 'skopeo', Taken[]> = { imagestream: [], skopeo: [] };
  for (let run = 0; run < RUNS; run++) {
    for (const program of ['skopeo', 'imagestream'] as const) {
      taken[program].push(await copyWith(program));
      const { seconds, megabytes } = taken[program].at(-1) as Taken;
      console.log(`${program}: ${seconds.toFixed(2)} s, ${megabytes.toFixed(0)} MB`);
    }
  }
  report(taken);
} finally {
  await source.stop();
  user.remove();
}

/** Every copy goes to a registry of its own that is empty. */
async function copyWith(program: 'imagestream' | 'skopeo'): Promise<Taken> {
  const target = await startDockerRegistry();
  const [from, to] = [`${source.host}/bench/large:1`, `${target.host}/bench/large:1`];
  const command =
    program === 'skopeo'
      ? [
          'skopeo',
          'copy',
          '-q',
          '--src-tls-verify=false',
          '--dest-tls-verify=false',
          `docker://${from}`,
          `docker://${to}`,
        ]
      : [process.execPath, path.join(projectRoot(), 'bin/imagestream.js'), 'image', 'mirror', '--insecure', from, to];
  try {
    return await measured(command);
  } finally {
    await target.stop();
  }
}

function measured(command: readonly string[]): Promise<Taken> {
  const child = spawn('/usr/bin/time', ['-f', '%e %M', ...command], {
    env: user.env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      const [seconds = Number.NaN, kilobytes = Number.NaN] = (text.trim().split('\n').at(-1) ?? '')
        .split(' ')
        .map(Number);
      if (status === 0 && Number.isFinite(kilobytes)) resolve({ seconds, megabytes: kilobytes / 1024 });
      else reject(new Error(`${command.join(' ')} failed: ${status} ${text}`));
    });
  });
}

async function pushLargeImage({ url }: DockerRegistry): Promise<void> {
  const hash = createHash('sha256');
  for (const piece of noise()) hash.update(piece);
  const layer = `sha256:${hash.digest('hex')}`;
  const config = Buffer.from(
    JSON.stringify({ architecture: 'amd64', os: 'linux', config: {}, rootfs: { type: 'layers', diff_ids: [layer] } }),
  );
  await pushBlob(url, layer, SIZE, noise());
  await pushBlob(url, sha256(config), config.length, [config]);
  const { manifest, config: configType, layer: layerType } = MEDIA_TYPES.docker;
  const document = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifest,
      config: { mediaType: configType, digest: sha256(config), size: config.length },
      layers: [{ mediaType: layerType, digest: layer, size: SIZE }],
    }),
  );
  await send('PUT', `${url}/v2/bench/large/manifests/1`, { 'content-type': manifest }, [document]);
}

async function pushBlob(url: string, digest: string, size: number, pieces: Iterable<Buffer>): Promise<void> {
  const { location = '' } = await send('POST', `${url}/v2/bench/large/blobs/uploads/`, {}, []);
  const at = `${location}&digest=${digest}`;
  await send('PUT', at, { 'content-type': 'application/octet-stream', 'content-length': String(size) }, pieces);
}

/** Incompressible, and the same every time. */
function* noise(): Generator<Buffer> {
  const cipher = createCipheriv('aes-256-ctr', Buffer.alloc(32, 7), Buffer.alloc(16));
  for (let left = SIZE; left > 0; left -= PIECE) yield cipher.update(Buffer.alloc(Math.min(PIECE, left)));
}

function send(method: string, url: string, headers: http.OutgoingHttpHeaders, pieces: Iterable<Buffer>) {
  return new Promise<http.IncomingHttpHeaders>((resolve, reject) => {
    const request = http.request(url, { method, headers }, (answer) => {
      answer.resume();
      const { statusCode = 0 } = answer;
      answer.on('end', () => {
        if (statusCode < 300) resolve(answer.headers);
        else reject(new Error(`${method} ${url}: ${statusCode}`));
      });
    });
    request.on('error', reject);
    void write(request, pieces).catch(reject);
  });
}

async function write(request: http.ClientRequest, pieces: Iterable<Buffer>): Promise<void> {
  for (const piece of pieces) {
    if (!request.write(piece)) await new Promise<void>((resolve) => request.once('drain', () => resolve()));
  }
  request.end();
}

function report({ imagestream, skopeo }: Record<'imagestream' | 'skopeo', Taken[]>): void {
  const seconds = (taken: Taken[]) => median(taken.map((one) => one.seconds));
  const ratio = seconds(imagestream) / seconds(skopeo);
  const megabytes = Math.max(...imagestream.map((one) => one.megabytes));
  const verdict = (good: boolean) => (good ? 'met' : 'MISSED');
  const version = spawnSync('skopeo', ['--version'], { encoding: 'utf8' }).stdout.trim();
  console.log(`${SIZE / 1e6} MB in one layer, ${RUNS} runs each, against ${version}`);
  console.log(`time against skopeo   ${ratio.toFixed(2)}   goal ${GOALS.ratio}   ${verdict(ratio <= GOALS.ratio)}`);
  console.log(
    `peak memory in MB     ${megabytes.toFixed(0)}   goal ${GOALS.megabytes}   ${verdict(megabytes <= GOALS.megabytes)}`,
  );
  if (ratio > GOALS.ratio || megabytes > GOALS.megabytes) process.exitCode = 1;
}
