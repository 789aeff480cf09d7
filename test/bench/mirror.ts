import { createCipheriv, createHash } from 'node:crypto';
import http from 'node:http';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';
import { type DockerRegistry, startDockerRegistry } from '../support/docker-registry-process.ts';
import { MEDIA_TYPES, sha256 } from '../support/images.ts';
import { costOf, imagestream, type Program, takingTurns } from './process-cost.ts';
import { type Row, type RowOptions, ratio } from './row.ts';

const SIZE = Number(process.env.MEGABYTES ?? 1000) * 1_000_000;
const PIECE = 1_000_000;

/** One large layer from registry to registry, on this machine. MEGABYTES (1000) says how large. */
export async function rows({ full }: RowOptions): Promise<Row[]> {
  if (!full) return [];
  const user = await createCommandLine();
  const source = await startDockerRegistry();
  try {
    await pushLargeImage(source);
    return await mirrorRows(user, source);
  } finally {
    await source.stop();
    user.remove();
  }
}

async function mirrorRows(user: CommandLine, source: DockerRegistry): Promise<Row[]> {
  const from = `${source.host}/bench/large:1`;
  let target: DockerRegistry | undefined;
  // Every copy goes to a registry of its own that is empty.
  const before = async () => {
    await target?.stop();
    target = await startDockerRegistry();
  };
  const to = () => `${target?.host}/bench/large:1`;
  const program = (command: () => readonly string[]): Program => ({ command, before, env: user.env });
  const copy = () => ['skopeo', 'copy', '-q', '--src-tls-verify=false', '--dest-tls-verify=false'];
  const mirror = () => imagestream('image', 'mirror', '--insecure', from, to());
  try {
    const [ours, skopeo] = await takingTurns(3, [
      program(mirror),
      program(() => [...copy(), `docker://${from}`, `docker://${to()}`]),
    ]);
    await before();
    const { megabytes } = await costOf(mirror(), { env: user.env, memory: true });
    const what = `image mirror, ${SIZE / 1e6} MB in one layer`;
    return [
      ratio({ what: `wall: ${what}`, against: 'skopeo copy', goal: 1.5 }, ours.wall, skopeo.wall),
      { what: `peak memory: ${what}`, goal: 150, measured: megabytes, unit: 'MB' },
    ];
  } finally {
    await target?.stop();
  }
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
