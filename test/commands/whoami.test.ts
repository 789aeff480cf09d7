import { expect, test } from '@jest/globals';
import type { CliIo, Session } from '../../src/cli/session.ts';
import type { Ports } from '../../src/commands/command.ts';
import { anImageApi } from '../support/image-api.ts';
import { runInProcess } from '../support/in-process.ts';

const fixture = anImageApi();
const open =
  (by: string | undefined): CliIo['open'] =>
  async () => {
    const ports = {
      api: fixture.api,
      author: async () => (by === undefined ? {} : { by }),
      project: { store: '/work/.imagestream' },
    };
    return { ports: ports as unknown as Ports, close: async () => {} } satisfies Session;
  };
const run = (argv: readonly string[], by: string | undefined = 'ann (GitLab CI)') =>
  runInProcess(fixture, ['whoami', ...argv], { open: open(by) });

test.each([
  [[], 'ann (GitLab CI)\n'],
  [['--show-server'], '/work/.imagestream\n'],
  [['--show-token=false'], 'ann (GitLab CI)\n'],
])('%j', async (argv, stdout) => {
  expect(await run(argv)).toEqual({ status: 0, stdout, stderr: '' });
});

test.each([
  [['-t'], 'no token is currently in use for this session'],
  [['--show-token', '--show-server'], 'no token is currently in use for this session'],
  [['-c'], 'no context has been set'],
  [['--show-console'], 'unable to determine console location: a store has no console'],
])('%j is refused', async (argv, message) => {
  const { status, stdout, stderr } = await run(argv);
  expect({ status, stdout, line: stderr.split('\n')[0] }).toEqual({ status: 1, stdout: '', line: `error: ${message}` });
});

test('a system that does not know who works here says so', async () => {
  const nobody: CliIo['open'] = open(undefined);
  const { status, stderr } = await runInProcess(fixture, ['whoami'], { open: nobody });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: 'error: the system does not say who works here\nhint: Set USER\n',
  });
});
