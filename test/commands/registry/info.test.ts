import { expect, test } from '@jest/globals';
import type { Ports } from '../../../src/commands/command.ts';
import type { RegistryHosts } from '../../../src/core/stream/pull-spec.ts';
import { anImageApi } from '../../support/image-api.ts';
import { runInProcess } from '../../support/in-process.ts';

const fixture = anImageApi();

/** Runs `registry info` where these are the hosts of the integrated registry; `down.example` does not answer. */
async function run(hosts: RegistryHosts, ...argv: string[]) {
  const asked: string[] = [];
  const ports = {
    api: fixture.api,
    namespace: 'demo',
    integratedRegistry: async () => hosts,
    checkRegistry: async ({ target }: { target: string }) => {
      asked.push(target);
      const problem = { message: 'connection refused', fix: 'start it' };
      return { target, steps: [], places: [], ...(target === 'down.example' ? { problem } : {}) };
    },
  };
  const open = async () => ({ ports: ports as unknown as Ports, close: async () => {} });
  return { ...(await runInProcess(fixture, ['registry', 'info', ...argv], { open })), asked };
}

const BOTH = { internal: 'registry.svc:5000', external: 'registry.example' };

test.each<[RegistryHosts, string[], { stdout: string; stderr?: string; asked?: string[] }]>([
  [BOTH, [], { stdout: 'registry.example\n' }],
  [BOTH, ['--public'], { stdout: 'registry.example\n' }],
  [BOTH, ['--internal'], { stdout: 'registry.svc:5000\n' }],
  [{ internal: 'registry.svc:5000' }, [], { stdout: 'registry.svc:5000\n' }],
  [BOTH, ['-q'], { stdout: '' }],
  [BOTH, ['--check', '--internal'], { stdout: 'registry.svc:5000\n', asked: ['registry.svc:5000'] }],
  [
    { internal: 'registry.svc:5000' },
    ['--check', '--quiet'],
    { stdout: '', stderr: 'info: Registry does not have a public hostname\n', asked: ['registry.svc:5000'] },
  ],
])('%j %j', async (hosts, argv, expected) => {
  expect(await run(hosts, ...argv)).toEqual({ status: 0, stderr: '', asked: [], ...expected });
});

test.each<[RegistryHosts, string[], string]>([
  [
    {},
    [],
    'error: the integrated registry has not been configured\nhint: Set IMAGESTREAM_INTERNAL_REGISTRY to the host[:port] of a registry of yours\n',
  ],
  [{ internal: 'a:1' }, ['--public'], 'error: registry does not have public hostname\n'],
  [{ external: 'a' }, ['--internal'], 'error: registry does not have an internal hostname\n'],
  [BOTH, ['--public', '--internal'], 'error: only one of --internal or --public may be specified at a time\n'],
  [
    { external: 'down.example' },
    ['--check'],
    'error: registry could not be contacted at down.example: connection refused\nhint: start it\n',
  ],
])('%j %j is refused', async (hosts, argv, stderr) => {
  const { status, stdout, stderr: said } = await run(hosts, ...argv);
  expect({ status, stdout, said }).toEqual({ status: 1, stdout: '', said: stderr });
});
