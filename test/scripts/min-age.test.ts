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

function push(seed: string): string {
  const image = createImage({ seed });
  registry.push(image, 'team/app', 'latest');
  return image.digest;
}

test('a new image waits, across processes, and watch takes it when its time has come', async () => {
  const first = push('first');
  const from = `--from=${registry.host}/team/app:latest`;
  const args = ['import-image', 'app', from, '--insecure', '--scheduled', '--confirm', '--min-age=8s'];
  expect(await user.run(args)).toMatchObject({ status: 0, stderr: '' });
  const second = push('second');
  const held = await user.run(['import-image', 'app', '--insecure', '--scheduled']);
  const since = Date.now();
  expect(held).toMatchObject({ status: 0, stderr: expect.stringContaining(`note: ${second} is not old enough`) });
  expect((await user.run(['resolve', 'app'])).stdout).toContain(first);
  expect((await user.run(['history', 'app:latest', '-o', 'yaml'])).stdout).toMatch(
    /waiting:\n- dockerImageReference: .*\n {2}image: /,
  );
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, since + 9000 - Date.now())));
  const watched = await user.run(['watch', '--once', '--interval', '1s']);
  expect(watched).toMatchObject({ status: 0, stdout: expect.stringContaining(second) });
  expect((await user.run(['resolve', 'app'])).stdout).toContain(second);
});
