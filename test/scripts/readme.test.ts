import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TOPICS } from '../../src/cli/topics/index.ts';
import { createImage, type Image } from '../support/images.ts';
import { type RegistryNetwork, startRegistryNetwork } from '../support/registry-network.ts';
import { installProgram } from '../support/script-helper.ts';
import { createUserShell, type UserShell } from '../support/user-shell.ts';

// Many processes.
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
let user: UserShell;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'imagestream-readme-'));
  network = await startRegistryNetwork(folder);
  await network.push(develop, 'registry.marsrover.space/engine/marsview:develop');
  user = createUserShell(network.env);
  const author = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' };
  Object.assign(user.env, author);
  const from = 'registry.marsrover.space/engine/marsview:develop';
  const { status, stderr } = await run(`imagestream import-image marsview:develop --from=${from} --confirm`);
  expect([status, stderr]).toEqual([0, expect.stringMatching(/^created store .*\n$/)]);
});
afterAll(async () => {
  user?.remove();
  await network?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a block as it stands, while the registries answer from this process. */
const run = (script: string) => user.run(script);

const digest = `registry.marsrover.space/engine/marsview@${develop.digest}`;

test('the README lists the topics of the help', () => {
  for (const { name, summary } of TOPICS)
    expect(readme).toContain(`| [${name}](man/reference.md#${name}) | ${summary} |\n`);
});

describe('the first page of the README', () => {
  const [console = ''] = /(?<=```console\n)[\s\S]*?(?=```)/.exec(readme) ?? [];
  const commands = console.split('\n').map((line) => line.replace(/^\$ /, ''));
  const place = 'docker.io/library/httpd:2.4';
  const [approved, next, last] = ['approved', 'next', 'last'].map((seed) => createImage({ seed: `httpd ${seed}` })) as [
    Image,
    Image,
    Image,
  ];
  const spec = ({ digest }: Image) => `docker.io/library/httpd@${digest}`;

  test('its first commands run as written', async () => {
    network.push(approved, place);
    installProgram(user.bin, 'docker', '#!/bin/sh\necho "docker $*"\n');
    const { status, stdout, stderr } = await run(commands.join('\n'));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`* ${spec(approved)}`);
    expect(stdout.endsWith(`docker run ${spec(approved)}\n`)).toBe(true);
  });

  test('its tag goes through the four images of the picture', async () => {
    const resolved = async (script: string) => {
      const { status, output } = await run(`${script} >&2; imagestream resolve httpd:2.4`);
      expect([status, output]).toEqual([0, expect.any(String)]);
      return output.trimEnd().split('\n').at(-1);
    };
    network.push(next, place);
    expect(await resolved('imagestream watch --once --now')).toBe(spec(next));
    expect(await resolved('imagestream rollback httpd:2.4 --reason=slow')).toBe(spec(approved));
    network.push(last, place);
    expect(await resolved('imagestream watch --once --now')).toBe(spec(approved));
    expect(await resolved('imagestream unpin httpd:2.4')).toBe(spec(last));
    const { stdout } = await run('imagestream history httpd:2.4 -o json');
    const { revisions } = JSON.parse(stdout) as { revisions: { image: string }[] };
    expect(revisions.map(({ image }) => image)).toEqual([last, approved, next, approved].map((image) => image.digest));
  });
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
  expect(readFileSync(path.join(user.work, 'image.env'), 'utf8')).toBe(`MARSVIEW_IMAGE=${digest}\n`);
});

test('what the README says of several services runs as written', async () => {
  const [script = ''] = blocks('Several services at once');
  const { status, output } = await run(`imagestream tag marsview:develop marsview:dev && ${script}`);
  expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining('marsview') });
  const file = readFileSync(path.join(user.work, 'images.env'), 'utf8');
  expect(file).toContain(`MARSVIEW_PROD_IMAGE=${digest}\n`);
  expect(file).toContain(`MARSVIEW_DEV_IMAGE=${digest}\n`);
});

test('what the README says of a moved image runs as written', async () => {
  const next = createImage({ seed: 'develop 2' });
  await network.push(next, 'registry.marsrover.space/engine/marsview:develop');
  const [script = ''] = blocks('When an image moves');
  const { status, output } = await run(script);
  expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining('crashes on login') });
  const moved = `registry.marsrover.space/engine/marsview@${next.digest}`;
  expect(readFileSync(path.join(user.work, 'deployed'), 'utf8')).toBe(`${moved}\n`);
  expect((await run('imagestream resolve marsview:develop')).stdout).toBe(`${moved}\n`);
});
