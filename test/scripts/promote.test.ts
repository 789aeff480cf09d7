import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';
import { type FixtureRegistry, startFixtureRegistry } from '../support/fixture-registry.ts';
import { createImage } from '../support/images.ts';

let registry: FixtureRegistry;
let user: CommandLine;

beforeEach(async () => {
  registry = await startFixtureRegistry();
  user = await createCommandLine();
});

afterEach(async () => {
  user.remove();
  await registry.stop();
});

async function must(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await user.run(args);
  if (status !== 0) throw new Error(`${args.join(' ')}: ${status} ${stderr}`);
  return stdout;
}

test('services are promoted together, told of, remembered, and handed over in a file', async () => {
  const digests = new Map<string, string>();
  for (const name of ['api', 'web']) {
    const image = createImage({ seed: name });
    registry.push(image, `team/${name}`, 'dev');
    digests.set(name, image.digest);
    await must('import-image', `${name}:dev`, `--from=${registry.host}/team/${name}:dev`, '--confirm', '--insecure');
  }
  const tell = 'echo "$IMAGESTREAM_NEW_IMAGE" >> told';
  expect((await user.run(['promote', 'dev', 'prod', '--all', '--dry-run', '--exit-code'])).status).toBe(1);
  await must('promote', 'dev', 'prod', '--all', '--reason=release 42', '--exec', tell);
  const specs = ['api', 'web'].map((name) => `${registry.host}/team/${name}@${digests.get(name)}`);
  expect(readFileSync(path.join(user.folder, 'told'), 'utf8').trim().split('\n').sort()).toEqual(specs);
  const history = JSON.parse(await must('history', 'web:prod', '-o', 'json'));
  expect(history.revisions).toMatchObject([{ image: digests.get('web'), cause: 'promote', reason: 'release 42' }]);
  const text = await must('resolve', '--all', '-o', 'env');
  const shell = spawnSync('sh', ['-euc', `set -a; ${text} env`], { env: {} });
  expect(shell.stdout.toString()).toContain(`WEB_PROD_IMAGE=${specs[1]}\n`);
  expect((await user.run(['promote', 'dev', 'prod', '--all', '--exit-code'])).status).toBe(0);
});
