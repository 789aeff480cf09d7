import { chownSync, existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';

let shell: CommandLine;
beforeEach(async () => {
  shell = await createCommandLine();
});
afterEach(() => shell.remove());

const missing = () => path.join(shell.folder, 'missing');

describe('a store that was named and is missing', () => {
  test.each([
    ['get is'],
    ['get is/app'],
    ['describe is'],
    ['resolve app:v1'],
    ['watch --once'],
    ['delete is --all'],
    ['patch is/app -p {}'],
    ['apply view-last-applied is/app'],
    ['apply edit-last-applied is/app'],
    ['secrets prune --confirm'],
    ['secrets link default pull'],
    ['secrets unlink default pull'],
    ['project'],
    ['registry check 127.0.0.1:1'],
  ])('is an error for %s', async (line) => {
    const byFlag = await shell.run([...line.split(' '), '--store', missing()]);
    expect(byFlag).toMatchObject({ status: 1, stdout: '' });
    expect(byFlag.stderr).toContain(`error: the store ${missing()} does not exist\nhint: Check --store;`);
    shell.env.IMAGESTREAM_STORE = missing();
    const byVariable = await shell.run(line.split(' '));
    expect(byVariable).toMatchObject({ status: 1, stdout: '' });
    expect(byVariable.stderr).toContain('Check IMAGESTREAM_STORE');
    expect(existsSync(missing())).toBe(false);
  });

  test('is made by the first write, which says so once', async () => {
    shell.env.IMAGESTREAM_STORE = missing();
    expect(await shell.run(['create', 'is', 'app'])).toMatchObject({
      status: 0,
      stderr: `created store ${missing()}\n`,
    });
    expect(await shell.run(['create', 'is', 'other'])).toMatchObject({ status: 0, stderr: '' });
  });
});

test('where no store is found, it is said where it was looked for', async () => {
  shell.env.IMAGESTREAM_STORE = '';
  const nowhere = path.join(shell.folder, '.imagestream');
  rmdirSync(nowhere);
  const { status, stderr } = await shell.run(['get', 'is']);
  expect(status).toBe(0);
  expect(stderr).toMatch(/^warning: there is no store: no \.imagestream in .* or above it\nNo resources found/);
  expect((await shell.run(['project', '-q'])).stderr).toMatch(/^warning: there is no store: /);
  expect(await shell.run(['watch', '--once'])).toMatchObject({ status: 1 });
  expect(existsSync(nowhere)).toBe(false);
});

test('a watch of a store without scheduled tags fails, and writes nothing', async () => {
  await shell.run(['create', 'is', 'app']);
  const { status, stderr } = await shell.run(['watch', '--once']);
  expect(status).toBe(1);
  expect(stderr).toContain('there is nothing to watch');
  expect(existsSync(path.join(shell.folder, '.imagestream/.watch'))).toBe(false);
});

describe('kinds that only a cluster has', () => {
  test.each([
    ['get pods'],
    ['get po'],
    ['get events'],
    ['get ev -A'],
    ['describe nodes'],
    ['get no'],
    ['get pods -o yaml'],
  ])('%s says so', async (line) => {
    const { status, stdout, stderr } = await shell.run(line.split(' '));
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^error: \w+: only a cluster has these, they need .*\n$/);
  });

  test.each(['deployments', 'services', 'configmaps', 'bc', 'dc', 'builds', 'rs', 'jobs', 'all'])(
    'are not %s, which files can hold',
    async (kind) => {
      expect(await shell.run(['get', kind])).toMatchObject({
        status: 0,
        stderr: 'No resources found in default namespace.\n',
      });
    },
  );

  test('are shown where somebody stored one', async () => {
    const file = path.join(shell.folder, 'pod.yaml');
    writeFileSync(
      file,
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: b\n',
    );
    expect(await shell.run(['create', '-f', file])).toMatchObject({ status: 0 });
    expect((await shell.run(['get', 'pods', '-o', 'name'])).stdout).toBe('pod/a\n');
  });
});

test('a store of another user is not used where it is found', async () => {
  if (process.getuid?.() !== 0) return;
  shell.env.IMAGESTREAM_STORE = '';
  const store = path.join(shell.folder, '.imagestream');
  chownSync(store, 4321, 4321);
  const refused = await shell.run(['get', 'is']);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('belongs to another user (id 4321), and was found, not named');
  expect(await shell.run(['get', 'is', '--store', store])).toMatchObject({ status: 0 });
  shell.env.IMAGESTREAM_SAFE_DIRECTORY = `/nowhere${path.delimiter}${shell.folder}`;
  expect(await shell.run(['get', 'is'])).toMatchObject({ status: 0 });
  delete shell.env.IMAGESTREAM_SAFE_DIRECTORY;
  mkdirSync(path.join(shell.home, '.config/imagestream'), { recursive: true });
  writeFileSync(path.join(shell.home, '.config/imagestream/config.yaml'), `safeDirectories: [${store}]\n`);
  expect(await shell.run(['get', 'is'])).toMatchObject({ status: 0 });
});
