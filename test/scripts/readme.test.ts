import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TOPICS } from '../../src/cli/topics/index.ts';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';
import { createImage } from '../support/images.ts';
import { type RegistryNetwork, startRegistryNetwork } from '../support/registry-network.ts';

const root = path.resolve(import.meta.dirname, '../..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const develop = createImage({ seed: 'develop' });

/** The shell blocks of a section of the README. */
function blocks(section: string): string[] {
  const start = readme.indexOf(`## ${section}\n`);
  const text = readme.slice(start, readme.indexOf('\n## ', start + 3));
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] as string);
}

let folder: string;
let network: RegistryNetwork;
let user: CommandLine;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'imagestream-readme-'));
  network = await startRegistryNetwork(folder);
  await network.push(develop, 'registry.marsrover.space/engine/marsview:develop');
  user = await createCommandLine(network.env);
  const bin = path.join(folder, 'bin');
  mkdirSync(bin);
  const command = `exec "${process.execPath}" "${path.join(root, 'bin/imagestream.js')}" "$@"`;
  writeFileSync(path.join(bin, 'imagestream'), `#!/bin/sh\n${command}\n`, { mode: 0o755 });
  const author = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' };
  Object.assign(user.env, { PATH: `${bin}:${user.env.PATH}`, ...author });
  const from = 'registry.marsrover.space/engine/marsview:develop';
  const { status, stderr } = await user.run(['import-image', 'marsview:develop', `--from=${from}`, '--confirm']);
  expect([status, stderr]).toEqual([0, '']);
});
afterAll(async () => {
  user?.remove();
  await network?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a block as it stands, while the registries answer from this process. */
function run(script: string): Promise<{ status: number | null; output: string }> {
  const child = spawn('sh', ['-euc', script], { cwd: user.folder, env: user.env });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, output })));
}

const digest = `registry.marsrover.space/engine/marsview@${develop.digest}`;

test('the README lists the topics of the help', () => {
  for (const { name, summary } of TOPICS)
    expect(readme).toContain(`| [${name}](man/reference.md#${name}) | ${summary} |\n`);
});

test('the first use of the README runs as written', async () => {
  const [script = ''] = blocks('First use, with your own registry');
  const { status, output } = await run(script);
  expect(output).toContain(`* registry.marsrover.space/engine/marsview@${develop.digest}`);
  expect(output.endsWith(`${digest}\n`)).toBe(true);
  expect(status).toBe(0);
});

test('the script of the README runs as written', async () => {
  const [script = ''] = blocks('In scripts');
  const { status, output } = await run(script);
  expect(output).toContain(`develop ${digest}\n`);
  expect(status).toBe(0);
});

test('the pipeline of the README runs as written', async () => {
  const [script = ''] = blocks('In pipelines');
  const { status, output } = await run(`git init -q . && ${script}`);
  expect(output).toBe(`Tag marsview:prod set to marsview@${develop.digest}.\n`);
  expect(status).toBe(0);
  expect(readFileSync(path.join(user.folder, 'image.env'), 'utf8')).toBe(`MARSVIEW_IMAGE=${digest}\n`);
});

test('what the README says of a moved image runs as written', async () => {
  const next = createImage({ seed: 'develop 2' });
  await network.push(next, 'registry.marsrover.space/engine/marsview:develop');
  const [script = ''] = blocks('When an image moves');
  const { status, output } = await run(script);
  expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining('crashes on login') });
  const moved = `registry.marsrover.space/engine/marsview@${next.digest}`;
  expect(readFileSync(path.join(user.folder, 'deployed'), 'utf8')).toBe(`${moved}\n`);
  expect((await user.run(['resolve', 'marsview:develop'])).stdout).toBe(`${moved}\n`);
});
