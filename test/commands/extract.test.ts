import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { KINDS, type ResourceKind } from '../../src/core/kinds/kinds.ts';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import { encodeBytes, encodeText } from '../../src/core/secrets/base64.ts';
import { aDeployment } from '../core/triggers/objects.ts';
import { type ObjectCommands, objectCommands } from '../support/object-commands.ts';

const kind = (name: string) => KINDS.find((known) => known.kind === name) as ResourceKind;

let site: ObjectCommands;
let folder: string;
beforeEach(async () => {
  site = objectCommands();
  folder = mkdtempSync(path.join(os.tmpdir(), 'extract-'));
  await put({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'db' },
    data: { user: encodeText('ann'), password: encodeText('x\n') },
  });
  await put({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'conf' },
    data: { 'a.conf': 'one\ntwo' },
    binaryData: { blob: encodeBytes(new Uint8Array([0, 255, 10])) },
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (object: KubeObject) => site.api.api.create(kind(object.kind), 'demo', object);
const run = (...argv: string[]) => site.run('extract', ...argv);
const failed = (message: string, stdout = '') => ({ status: 1, stdout, stderr: `error: ${message}\n` });
const read = (name: string) => readFileSync(path.join(folder, name));

describe('extract', () => {
  test('writes each key to a file that only the user can read', async () => {
    expect(await run('secret/db', 'cm/conf', `--to=${folder}`)).toEqual({
      status: 0,
      stdout: ['password', 'user', 'a.conf', 'blob'].map((name) => `${folder}/${name}\n`).join(''),
      stderr: '',
    });
    expect([read('password').toString(), read('user').toString(), read('a.conf').toString()]).toEqual([
      'x\n',
      'ann',
      'one\ntwo',
    ]);
    expect([...read('blob')]).toEqual([0, 255, 10]);
    expect(statSync(path.join(folder, 'user')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual(['a.conf', 'blob', 'password', 'user']);
  });

  test('replaces nothing without --confirm, and names each file', async () => {
    writeFileSync(path.join(folder, 'user'), 'mine', { mode: 0o644 });
    expect(await run('secret/db', '--to', folder)).toEqual(
      failed('user: file exists, pass --confirm to overwrite', `${folder}/password\n`),
    );
    expect(read('user').toString()).toBe('mine');
    expect((await run('secret/db', '--to', folder, '--confirm')).status).toBe(0);
    expect([read('user').toString(), statSync(path.join(folder, 'user')).mode & 0o777]).toEqual(['ann', 0o600]);
  });

  test('follows no link', async () => {
    const outside = path.join(folder, 'outside');
    writeFileSync(outside, 'mine');
    symlinkSync(outside, path.join(folder, 'user'));
    expect((await run('secret/db', '--to', folder, '--keys=user')).status).toBe(1);
    expect((await run('secret/db', '--to', folder, '--keys=user', '--confirm')).status).toBe(0);
    expect([readFileSync(outside).toString(), read('user').toString()]).toEqual(['mine', 'ann']);
  });

  test('makes a folder only where that is confirmed', async () => {
    const missing = path.join(folder, 'a', 'b');
    expect(await run('secret/db', '--to', missing)).toEqual(
      failed(`use --confirm if you want to create target directory: stat ${missing}: no such file or directory`),
    );
    expect((await run('secret/db', '--to', missing, '--confirm')).stdout).toBe(
      `${missing}/password\n${missing}/user\n`,
    );
    writeFileSync(path.join(folder, 'file'), '');
    expect(await run('secret/db', '--to', path.join(folder, 'file'))).toEqual(
      failed(`open ${folder}/file: not a directory`),
    );
  });

  test('prints values to standard output, and their names beside it', async () => {
    expect(await run('secret/db', '--to=-')).toEqual({ status: 0, stdout: 'x\nann\n', stderr: '# password\n# user\n' });
    expect(await run('cm/conf', '--to=-', '--keys=a.conf,gone')).toEqual({
      status: 0,
      stdout: 'one\ntwo\n',
      stderr: 'warning: configmap/conf has no key "gone"\n# a.conf\n',
    });
  });

  test('is not led outside by what somebody wrote into the store', async () => {
    const key = { group: '', resource: 'configmaps', namespace: 'demo', name: 'evil' };
    const data = { '../evil': 'x', 'sub/evil': 'x', '..': 'x', fine: 'y' };
    await site.api.context.store.create(key, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'evil' }, data });
    const { status, stdout, stderr } = await run('cm/evil', '--to', path.join(folder, 'in'), '--confirm');
    expect([status, stdout]).toEqual([1, `${folder}/in/fine\n`]);
    expect(stderr.split('\n').sort()).toEqual([
      '',
      'error: ../evil: not a file name',
      'error: ..: not a file name',
      'error: sub/evil: not a file name',
    ]);
    expect(readdirSync(folder)).toEqual(['in']);
  });

  test('reads objects of files, whose texts are no base64 yet', async () => {
    site.files.set(
      's.yaml',
      JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' }, stringData: { a: 'b' } }),
    );
    expect((await run('-f', 's.yaml', '--to=-')).stdout).toBe('b\n');
  });

  test.each([
    [['db'], 'the argument "db" must be RESOURCE/NAME'],
    [
      ['secret/db', '-f', 'x.yaml'],
      'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well',
    ],
    [['deploy/app', '--to=-'], 'you must specify at least one resource to extract'],
  ])('refuses %j', async (argv, message) => {
    await put(aDeployment());
    const { status, stderr } = await run(...argv);
    expect([status, stderr.split('\n').at(-2)]).toEqual([1, `error: ${message}`]);
  });

  test('names what is missing', async () => {
    expect((await run('secret/gone', '--to=-')).stderr).toBe(
      'Error from server (NotFound): secrets "gone" not found\n',
    );
    expect((await run()).stderr).toContain('You must provide one or more resources by argument or filename.');
  });
});
