import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';
import { type FixtureRegistry, startFixtureRegistry } from '../support/fixture-registry.ts';
import { createImage } from '../support/images.ts';

let user: CommandLine;
let upstream: FixtureRegistry;
let mirror: FixtureRegistry;
const image = createImage({ seed: 'mirrored' });

beforeAll(async () => {
  upstream = await startFixtureRegistry();
  mirror = await startFixtureRegistry();
});
afterAll(async () => {
  await upstream.stop();
  await mirror.stop();
});
beforeEach(async () => {
  user = await createCommandLine();
  upstream.requests.length = 0;
  mirror.requests.length = 0;
});
afterEach(() => user.remove());

function useConf(text: string): void {
  user.env.CONTAINERS_REGISTRIES_CONF = path.join(user.folder, 'registries.conf');
  writeFileSync(user.env.CONTAINERS_REGISTRIES_CONF, text);
}

const entry = () => `[[registry]]
prefix = "${upstream.host}"
location = "${upstream.host}"
insecure = true
[[registry.mirror]]
location = "${mirror.host}/copies"
insecure = true
`;
const referenceOf = async (name: string) => (await user.run(['resolve', name])).stdout.trim();

describe('mirrors of registries.conf', () => {
  test('serve the image under its own name, and the registry is not asked', async () => {
    useConf(entry());
    mirror.push(image, 'copies/team/app', '1');
    const { status, stderr } = await user.run([
      'import-image',
      'app:1',
      `--from=${upstream.host}/team/app:1`,
      '--confirm',
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(await referenceOf('app:1')).toMatch(new RegExp(`^${upstream.host}/team/app@sha256:`));
    expect(upstream.requests).toEqual([]);
    expect(mirror.requests.map((request) => request.status)).toEqual([200, 200]);
  });

  test('that have nothing are passed over; -v says so', async () => {
    useConf(entry());
    upstream.push(image, 'team/only-here', '1');
    const args = ['import-image', 'app:1', `--from=${upstream.host}/team/only-here:1`, '--confirm'];
    const outcome = await user.run([...args, '-v=1']);
    expect(outcome.status).toBe(0);
    expect(outcome.stderr).toContain(`note: the mirror ${mirror.host}/copies/team/only-here`);
    expect(await referenceOf('app:1')).toContain(`${upstream.host}/team/only-here@sha256:`);
  });
});

describe('search registries', () => {
  test('are asked in order; what was found where is recorded and shown', async () => {
    useConf(
      `unqualified-search-registries = ["${upstream.host}", "${mirror.host}"]
[[registry]]
location = "${upstream.host}"
insecure = true
[[registry]]
location = "${mirror.host}"
insecure = true
`,
    );
    mirror.push(image, 'short/app', '1');
    const outcome = await user.run(['import-image', 'app:1', '--from=short/app:1', '--confirm']);
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    expect(outcome.stdout).toContain('tagged from short/app:1');
    expect(outcome.stdout).toContain(`* ${mirror.host}/short/app@sha256:`);
    expect(upstream.requests.map((request) => request.status)).toEqual([404]);
  });
});
