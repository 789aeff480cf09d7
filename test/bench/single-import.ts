import path from 'node:path';
import type { CommandLine } from '../support/command-line.ts';
import { createImage } from '../support/images.ts';
import { type Environment, inEnvironments } from './environments.ts';
import { startHttpsSite } from './https-site.ts';
import { EMPTY_PROGRAM, imagestream, type Program, takingTurns } from './process-cost.ts';
import type { Row, RowOptions } from './row.ts';

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

async function importRows(env: Environment, user: CommandLine, image: string, full: boolean): Promise<Row[]> {
  const program = (command: readonly string[]): Program => ({
    command: () => command,
    env,
    cwd: user.folder,
  });
  const [floor, unchanged, first, skopeo] = await takingTurns(full ? 25 : 11, [
    program(EMPTY_PROGRAM),
    program(imagestream('import-image', 'image')),
    {
      ...program([]),
      command: (turn) =>
        imagestream(
          ...['import-image', 'image', `--from=${image}`, '--confirm'],
          ...['--store', path.join(user.folder, `store-${Object.keys(env).length}-${turn}`)],
        ),
    },
    program(['skopeo', 'inspect', '--no-tags', `docker://${image}`]),
  ]);
  const row = (what: string, goal: number, against: string, measured: number, base: number): Row => ({
    ...{ what, against, goal, measured: measured / base },
    note: `${measured.toFixed(0)} ms, ${base.toFixed(0)} ms`,
  });
  return [
    row('CPU: import-image, one unchanged tag, HTTPS', 1.9, 'node -e 0', unchanged.cpu, floor.cpu),
    row('wall: import-image, one unchanged tag, HTTPS', 1.9, 'node -e 0', unchanged.wall, floor.wall),
    row('wall: import-image, one unchanged tag, HTTPS', 2.3, 'skopeo inspect', unchanged.wall, skopeo.wall),
    row('CPU: import-image, one new tag, HTTPS', 2.5, 'node -e 0', first.cpu, floor.cpu),
  ];
}
