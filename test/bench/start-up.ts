import { type CommandLine, createCommandLine } from '../support/command-line.ts';
import { startFixtureRegistry } from '../support/fixture-registry.ts';
import { createImage } from '../support/images.ts';
import { type Environment, inEnvironments } from './environments.ts';
import { EMPTY_PROGRAM, imagestream, program, takingTurns } from './process-cost.ts';
import { type Row, type RowOptions, ratio } from './row.ts';

const STREAMS = 10;
const COMMANDS: [what: string, goal: number, args: string[]][] = [
  ['--version', 1.2, ['--version']],
  [`get is, ${STREAMS} streams`, 1.4, ['get', 'is']],
  ['resolve', 1.4, ['resolve', 'stream-0:latest']],
  ['describe is', 1.4, ['describe', 'is', 'stream-0']],
];

/** What the commands cost that ask no registry. */
export async function rows({ full }: RowOptions): Promise<Row[]> {
  const user = await createCommandLine();
  try {
    await importStreams(user);
    return await inEnvironments(user.env, full, (env) => commandRows(env, user, full));
  } finally {
    user.remove();
  }
}

async function commandRows(env: Environment, { folder }: CommandLine, full: boolean): Promise<Row[]> {
  const user = { env, folder };
  const [floor, ...costs] = await takingTurns(full ? 25 : 11, [
    program(user, EMPTY_PROGRAM),
    ...COMMANDS.map(([, , args]) => program(user, imagestream(...args))),
  ]);
  return COMMANDS.map(([what, goal], n) =>
    ratio({ what: `CPU: ${what}`, against: 'node -e 0', goal }, costs[n]!.cpu, floor!.cpu),
  );
}

async function importStreams(user: CommandLine): Promise<void> {
  const registry = await startFixtureRegistry();
  try {
    registry.push(createImage({ seed: 'bench' }), 'bench/image', 'latest');
    for (let n = 0; n < STREAMS; n++) {
      const from = `--from=${registry.host}/bench/image:latest`;
      const { status, stderr } = await user.run(['import-image', `stream-${n}`, from, '--confirm', '--insecure']);
      if (status !== 0) throw new Error(`import-image failed: ${status} ${stderr}`);
    }
  } finally {
    await registry.stop();
  }
}
