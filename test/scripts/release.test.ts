import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createImage } from '../support/images.ts';
import { type RegistryNetwork, startRegistryNetwork } from '../support/registry-network.ts';
import { createUserShell, installImagestream } from '../support/user-shell.ts';

const root = path.resolve(import.meta.dirname, '../..');
const develop = createImage({ seed: 'develop' });
const first = createImage({ seed: 'v1' });
const sidecar = createImage({ seed: 'sidecar' });

let folder: string;
let network: RegistryNetwork;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'imagestream-script-'));
  network = await startRegistryNetwork(folder);
  await network.push(develop, 'registry.marsrover.space/engine/marsview:develop');
  await network.push(first, 'registry.marsrover.space/engine/marsview:v1');
  await network.push(sidecar, 'registry.marsrover.space/engine/sidecar:latest');
});
afterAll(async () => {
  await network?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the script where the command is called `oc`. The registries answer from this process. */
async function runScript() {
  const user = createUserShell(network.env);
  mkdirSync(path.join(user.work, '.imagestream'));
  installImagestream(user.bin, 'oc');
  const outcome = await user.run(`sh '${path.join(root, 'fixtures/scripts/release.sh')}' registry.marsrover.space`);
  user.remove();
  return outcome;
}

const short = (digest: string) => digest.slice(0, 15);

test('a script written for oc runs as it is', async () => {
  expect(spawnSync('sh', ['-n', path.join(root, 'fixtures/scripts/release.sh')]).status).toBe(0);
  const { status, stdout, stderr } = await runScript();
  expect(stderr).toBe('');
  expect(stdout.split('\n').map((line) => line.trim())).toEqual([
    'imagestream.image.openshift.io/sidecar',
    'v2 is missing upstream: NotFound',
    'Deleted tag default/marsview:v2.',
    `Tag marsview:prod set to marsview@${develop.digest}.`,
    'Tag marsview:stable set up to track marsview:prod.',
    'imagestream.image.openshift.io/marsview annotated',
    'imagestream.image.openshift.io/marsview labeled',
    `develop ${short(develop.digest)}`,
    `prod ${short(develop.digest)}`,
    `stable ${short(develop.digest)}`,
    `v1 ${short(first.digest)}`,
    'marsview',
    '2',
    'marsview=6',
    'sidecar=1',
    '3 DockerImage',
    '1 ImageStreamImage',
    '1 ImageStreamTag',
    'imagestreamtag.image.openshift.io "marsview:develop" deleted',
    'imagestream.image.openshift.io "sidecar" deleted',
    'imagestream.image.openshift.io/marsview',
    '',
  ]);
  expect(status).toBe(0);
});
