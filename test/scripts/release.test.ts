import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createCommandLine } from '../support/command-line.ts';
import { createImage } from '../support/images.ts';
import { type RegistryNetwork, startRegistryNetwork } from '../support/registry-network.ts';

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

/** Runs the script as a process group of its own, asynchronously: the registries answer from this process. */
async function runScript(): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const user = await createCommandLine(network.env);
  const bin = path.join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const command = `exec "${process.execPath}" "${path.join(root, 'bin/imagestream.js')}" "$@"`;
  writeFileSync(path.join(bin, 'oc'), `#!/bin/sh\n${command}\n`, { mode: 0o755 });
  const { spawn } = await import('node:child_process');
  const child = spawn('sh', [path.join(root, 'fixtures/scripts/release.sh'), 'registry.marsrover.space'], {
    cwd: user.folder,
    env: { ...user.env, PATH: `${bin}:${user.env.PATH}` },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => (stdout += data));
  child.stderr.on('data', (data) => (stderr += data));
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  user.remove();
  return { status, stdout, stderr };
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
}, 60_000);
