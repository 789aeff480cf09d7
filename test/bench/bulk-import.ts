import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../support/command-line.ts';
import { createImage } from '../support/images.ts';
import type { ImportSite } from '../support/import-site.ts';
import { type HttpsSite, startHttpsSite } from './https-site.ts';
import { costOf, imagestream, program, takingTurns } from './process-cost.ts';
import { type Row, type RowOptions, ratio } from './row.ts';

/** All tags of a repository over HTTPS: all new, and again when nothing changed. */
export async function rows({ full }: RowOptions): Promise<Row[]> {
  const found = await ofSize(100, full ? 9 : 5);
  return full ? [...found, ...(await ofSize(1000, 3))] : found;
}

async function ofSize(tags: number, turns: number): Promise<Row[]> {
  const site = await startHttpsSite();
  try {
    site.user.env.IMAGESTREAM_MAX_IMAGES_BULK_IMPORTED = '-1';
    return [...(await requestRows(site, push(site, tags))), ...(await timeRows(site, tags, turns))];
  } finally {
    await site.stop();
  }
}

/** Pushes the images and writes the plans of the peers; gives how many there are. */
function push({ registry, user }: ImportSite, tags: number): number {
  const images = Array.from({ length: tags }, (_, n) => createImage({ seed: `bulk ${n}` }));
  for (const [n, image] of images.entries()) registry.push(image, 'bench/bulk', `v${n}`);
  const write = (name: string, content: unknown) =>
    writeFileSync(path.join(user.folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  const list = ['bench/bulk/tags/list?n=1000'];
  write('new.json', [list, ...images.map((_, n) => [`bench/bulk/manifests/v${n}`])]);
  write('unchanged.json', [list, ...images.map(({ digest }, n) => [`bench/bulk/manifests/v${n}`, digest])]);
  write('images.txt', images.map((_, n) => `docker://${registry.host}/bench/bulk:v${n}\n`).join(''));
  return tags;
}

const importAll = ({ registry }: ImportSite, store?: string) =>
  imagestream(
    ...['import-image', 'bulk', `--from=${registry.host}/bench/bulk`, '--all', '--confirm'],
    ...(store === undefined ? [] : ['--store', store]),
  );

async function requestRows(site: ImportSite, tags: number): Promise<Row[]> {
  const { requests, connections } = await site.measure(...importAll(site).slice(2));
  // A list that fills its page names another.
  const pages = 1 + Math.floor(tags / 1000);
  return [
    { what: `requests: import-image --all, ${tags} new tags`, goal: 2 * tags + pages, measured: requests },
    { what: 'connections: the same', goal: 8, measured: connections },
  ];
}

async function timeRows(site: HttpsSite, tags: number, turns: number): Promise<Row[]> {
  const { registry, user, authorityFile } = site;
  // What removing a store leaves the file system to do would count for the next turn.
  const store = (turn: number) => path.join(user.folder, `new-${turn}`);
  const bare = (plan: string) =>
    program(user, [
      process.execPath,
      path.join(projectRoot(), 'test/bench/bare-client.mjs'),
      registry.url,
      plan,
      authorityFile,
    ]);
  const [fresh, freshBare, again, againBare] = await takingTurns(turns, [
    { ...program(user, []), command: (turn) => importAll(site, store(turn)) },
    bare('new.json'),
    program(user, importAll(site)),
    bare('unchanged.json'),
  ]);
  // Takes ten times as long as everything else.
  const [skopeo] = await takingTurns(1, [
    program(user, ['bash', '-c', 'xargs -P 8 -n 1 skopeo inspect --no-tags < images.txt']),
  ]);
  const { megabytes } = await costOf(importAll(site, store(turns)), { env: user.env, cwd: user.folder, memory: true });
  const all = `wall: import-image --all, ${tags} tags`;
  const inspect = 'skopeo inspect, xargs -P 8';
  return [
    ratio({ what: `${all}, all new`, against: 'bare undici', goal: 1.3 }, fresh.wall, freshBare.wall),
    ratio({ what: `${all}, all new`, against: inspect, goal: 0.2 }, fresh.wall, skopeo.wall),
    ratio({ what: `${all}, unchanged`, against: 'bare undici', goal: 1.3 }, again.wall, againBare.wall),
    ratio({ what: `${all}, unchanged`, against: inspect, goal: 0.2 }, again.wall, skopeo.wall),
    { what: `peak memory: import-image --all, ${tags} tags, all new`, goal: 150, measured: megabytes, unit: 'MB' },
  ];
}
