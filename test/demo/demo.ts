// `npm run demo`: the image stream tutorial, command by command, against registries on this machine. Needs no network,
// no cluster and no other program; leaves nothing behind.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';
import { createImage, createIndex, type Image } from '../support/images.ts';
import { type RegistryNetwork, startRegistryNetwork } from '../support/registry-network.ts';

const MARSVIEW = 'registry.marsrover.space/engine/marsview:latest';
const marsview = (version: string) =>
  createImage({ seed: `marsview ${version}`, config: { Labels: { version } }, layers: [60_000, 9000, 700] });
const first = marsview('1.0');
const second = marsview('1.1');

const IMAGES: readonly [string, Image][] = [
  [
    'docker.io/bitnami/apache:2.4',
    createIndex({ seed: 'apache 2.4', platforms: ['linux/amd64', 'linux/arm64'], layers: [40_000, 9000, 800] }),
  ],
  [
    'quay.io/tdonohue/python-hello-world:latest',
    createImage({ seed: 'python-hello-world', format: 'oci', config: { Env: ['PYTHON_VERSION=3.9'] } }),
  ],
  [MARSVIEW, first],
  ['registry.spacedev.com/engine/marsview:develop', marsview('1.2-develop')],
];

const failures: string[] = [];
const folder = mkdtempSync(path.join(os.tmpdir(), 'imagestream-demo-'));
let network: RegistryNetwork | undefined;
let shell: CommandLine | undefined;
process.once('exit', cleanUp);
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.once(signal, () => process.exit(code));
}

try {
  network = await startRegistryNetwork(folder);
  for (const [reference, image] of IMAGES) network.push(image, reference);
  shell = await createCommandLine(network.env);
  await tutorial(network, shell);
} catch (error) {
  failures.push(error instanceof Error ? error.message : String(error));
} finally {
  await network?.stop();
}
for (const failure of failures) console.error(`demo: ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;

async function tutorial(registries: RegistryNetwork, user: CommandLine): Promise<void> {
  say('An image stream is a name with tags; every tag follows an image in some registry.');
  say('The registries of this demo run on this machine. Nothing here needs a cluster.');
  await imagestream(user, 'import-image approved-apache:2.4 --from=bitnami/apache:2.4 --confirm');
  say('No layer was downloaded: a stream holds references. What was learned about the image is kept:');
  await imagestream(user, 'get images');
  say('The same from Quay.');
  await imagestream(user, 'import-image my-python --from=quay.io/tdonohue/python-hello-world:latest --confirm');
  say('And from the registry of a company, this time to be looked at again by itself.');
  await imagestream(
    user,
    'import-image marsview --from=registry.marsrover.space/engine/marsview --scheduled --confirm',
  );
  await imagestream(user, 'describe is/marsview');
  registries.push(second, MARSVIEW);
  say(`a new image is pushed to ${MARSVIEW}`);
  await imagestream(user, 'import-image marsview');
  say('The new digest stands first, and the old one is remembered.');
  checkHistory(await imagestream(user, 'describe is/marsview'));
  say('A tag of the same stream may follow quite another registry.');
  await imagestream(user, 'tag registry.spacedev.com/engine/marsview:develop marsview:develop --scheduled');
  await imagestream(user, 'describe is/marsview');
  say('Scripts and pipelines ask a stream for what to run, and get a digest that never moves.');
  await imagestream(user, 'resolve approved-apache:2.4');
  await imagestream(user, 'resolve marsview:develop');
  await imagestream(user, 'get is');
  const hosts = new Set(registries.requests.map(({ host }) => host)).size;
  say(`That was all: ${registries.requests.length} requests to ${hosts} hosts, none of which left this machine.`);
}

function say(words: string): void {
  console.log(`# ${words}\n`);
}

/** Shows the command, runs it, shows what it wrote. Gives its standard output. */
async function imagestream(user: CommandLine, line: string): Promise<string> {
  console.log(`$ imagestream ${line}`);
  const { status, stdout, stderr } = await user.run(line.split(' '));
  process.stderr.write(stderr);
  console.log(stdout.endsWith('\n\n') ? stdout.slice(0, -1) : stdout);
  if (status !== 0) failures.push(`imagestream ${line}: ended with ${status}`);
  return stdout;
}

/** The stream must have kept the image from before the push, below the new one. */
function checkHistory(description: string): void {
  const [newer, older] = [second, first].map(({ digest }) => description.indexOf(digest));
  if (newer === -1 || older === -1 || Number(newer) > Number(older)) {
    failures.push(`the history of marsview:latest is not ${second.digest} and then ${first.digest}`);
  }
}

function cleanUp(): void {
  shell?.remove();
  rmSync(folder, { recursive: true, force: true });
}
