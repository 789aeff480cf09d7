import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import type { CommandLine } from '../support/command-line.ts';
import { createImage } from '../support/images.ts';
import { type Environment, inEnvironments } from './environments.ts';
import { startHttpsSite } from './https-site.ts';
import { EMPTY_PROGRAM, imagestream, program, takingTurns } from './process-cost.ts';
import { type Row, type RowOptions, ratio } from './row.ts';

/** One tag over HTTPS, from a registry on this machine with an authority of its own. */
export async function rows({ full }: RowOptions): Promise<Row[]> {
  const { registry, user, measure, stop } = await startHttpsSite();
  try {
    registry.push(createImage({ seed: 'bench' }), 'bench/image', 'latest');
    const image = `${registry.host}/bench/image:latest`;
    await measure('import-image', 'image', `--from=${image}`, '--confirm');
    return await inEnvironments(user.env, full, (env) => importRows(env, user, image, full));
  } finally {
    await stop();
  }
}

async function importRows(env: Environment, { folder }: CommandLine, image: string, full: boolean): Promise<Row[]> {
  const user = { env, folder };
  const stores = mkdtempSync(path.join(folder, 'stores-'));
  const importInto = (store: string) =>
    imagestream('import-image', 'image', `--from=${image}`, '--confirm', '--store', path.join(stores, store));
  const [floor, unchanged, first, skopeo] = await takingTurns(full ? 25 : 11, [
    program(user, EMPTY_PROGRAM),
    program(user, imagestream('import-image', 'image')),
    { ...program(user, []), command: (turn) => importInto(String(turn)) },
    program(user, ['skopeo', 'inspect', '--no-tags', `docker://${image}`]),
  ]);
  const again = 'import-image, one unchanged tag, HTTPS';
  return [
    ratio({ what: `CPU: ${again}`, against: 'node -e 0', goal: 1.9 }, unchanged.cpu, floor.cpu),
    ratio({ what: `wall: ${again}`, against: 'node -e 0', goal: 1.9 }, unchanged.wall, floor.wall),
    ratio({ what: `wall: ${again}`, against: 'skopeo inspect', goal: 2.3 }, unchanged.wall, skopeo.wall),
    ratio({ what: 'CPU: import-image, one new tag, HTTPS', against: 'node -e 0', goal: 2.5 }, first.cpu, floor.cpu),
  ];
}
