import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SECRET } from '../../../src/core/kinds/kind-names.ts';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { decodeText, encodeText } from '../../../src/core/secrets/base64.ts';
import { secretsSite } from '../../support/secrets-site.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'create-secret-'));
  const write = (name: string, content: string | Uint8Array) => writeFileSync(path.join(folder, name), content);
  mkdirSync(path.join(folder, 'dir/below'), { recursive: true });
  write('dir/b.txt', 'b');
  write('dir/a.txt', 'a');
  symlinkSync('a.txt', path.join(folder, 'dir/link'));
  write('binary', Uint8Array.of(0xff, 0xfe, 0));
  write('config.json', '{"auths":{"quay.io":{"auth":"dTpodW50ZXIy"}}}');
  write('vars.env', '\ufeff# comment\r\n  A=1\n\nB=x=y \nFROM_ENV\n');
  write('broken.env', 'A=1\n1bad=2\n');
  write('latin.env', Uint8Array.of(0x41, 0x3d, 0xe9, 0x0a));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
/** Names files in the temporary folder where arguments have `~`. */
const at = (line: string) => line.split(' ').map((word) => word.replaceAll('~', `${folder}/`));

async function secretAfter(line: string, stdin = ''): Promise<KubeObject> {
  const { api, run } = secretsSite();
  expect(await run(at(line), { stdin, env: { FROM_ENV: 'env' } })).toEqual({
    status: 0,
    stdout: 'secret/s created\n',
    stderr: '',
  });
  return api.get(SECRET, 'demo', 's', { showSecrets: true });
}

describe('create secret docker-registry', () => {
  test.each<[string, string, unknown]>([
    [
      '--docker-server=quay.io --docker-username=u --docker-password=hunter2 --docker-email=u@x.y',
      '',
      { auths: { 'quay.io': { username: 'u', password: 'hunter2', email: 'u@x.y', auth: encodeText('u:hunter2') } } },
    ],
    [
      '--docker-username u --docker-password-stdin',
      'pass<word\n',
      {
        auths: {
          'https://index.docker.io/v1/': { username: 'u', password: 'pass<word', auth: encodeText('u:pass<word') },
        },
      },
    ],
    ['--from-file=~config.json', '', { auths: { 'quay.io': { auth: 'dTpodW50ZXIy' } } }],
    ['--from-file=.dockerconfigjson=~config.json', '', { auths: { 'quay.io': { auth: 'dTpodW50ZXIy' } } }],
  ])('%s', async (flags, stdin, config) => {
    const secret = await secretAfter(`create secret docker-registry s ${flags}`, stdin);
    expect(secret.type).toBe('kubernetes.io/dockerconfigjson');
    const text = decodeText((secret.data as Record<string, string>)['.dockerconfigjson'] ?? '') ?? '';
    expect(JSON.parse(text)).toEqual(config);
    // Go's encoder escapes what HTML would read.
    expect(text).not.toContain('<');
  });

  const NEEDED =
    'error: either --from-file or the combination of --docker-username, --docker-password and --docker-server is required\n';
  test.each<[string, string]>([
    ['s', NEEDED],
    ['s --docker-username=u', NEEDED],
    ['s --docker-username=u --docker-password=hunter2 --docker-server=', NEEDED],
    [
      '--docker-username=u',
      "error: exactly one NAME is required, got 0\nSee 'imagestream create secret docker-registry -h' for help and examples\n",
    ],
    [
      's --docker-username=u --docker-password=hunter2 --docker-password-stdin',
      'error: --docker-password and --docker-password-stdin are mutually exclusive\n',
    ],
    ['s --docker-username=u --docker-password-stdin', 'error: there is no password on standard input\n'],
    ['s --from-file=~nowhere', 'error: error reading ~nowhere: no such file or directory\n'],
    [
      's --docker-username=u --docker-password=hunter2 --dry-run=maybe',
      'error: Invalid dry-run value (maybe). Must be "none", "server", or "client".\n',
    ],
    [
      'S --docker-username=u --docker-password=hunter2',
      'error: failed to create secret Secret "S" is invalid: metadata.name: Invalid value: "S": a lowercase RFC 1123 subdomain',
    ],
    [
      's --from-file=~binary',
      'error: failed to create secret Secret "s" is invalid: data[.dockerconfigjson]: Invalid value: "<secret contents redacted>"',
    ],
  ])('%s is refused', async (flags, message) => {
    const { run, vault } = secretsSite();
    const outcome = await run(at(`create secret docker-registry ${flags}`));
    expect(outcome.stderr.replaceAll(`${folder}/`, '~')).toContain(message);
    expect(outcome.stderr).not.toContain('hunter2');
    expect(outcome).toMatchObject({ status: 1, stdout: '' });
    expect(vault.texts.size).toBe(0);
  });

  test('a client dry run prints the whole object, and keeps nothing', async () => {
    const { run, vault } = secretsSite();
    const line =
      'create secret docker-registry s --docker-username=u --docker-password=p --dry-run=client -o yaml -n other';
    expect((await run(line.split(' '))).stdout).toBe(`apiVersion: v1
data:
  .dockerconfigjson: ${encodeText('{"auths":{"https://index.docker.io/v1/":{"username":"u","password":"p","auth":"dTpw"}}}')}
kind: Secret
metadata:
  creationTimestamp: null
  name: s
  namespace: other
type: kubernetes.io/dockerconfigjson
`);
    expect(vault.texts.size).toBe(0);
  });

  test('one that exists is told as kubectl tells it', async () => {
    const { run } = secretsSite();
    const line = 'create secret docker-registry s --docker-username=u --docker-password=hunter2'.split(' ');
    await run(line);
    expect(await run(line)).toEqual({
      status: 1,
      stdout: '',
      stderr: 'error: failed to create secret secrets "s" already exists\n',
    });
  });
});

describe('create secret generic', () => {
  test.each<[string, Record<string, string>]>([
    ['', {}],
    ['--from-literal=a=b=c --from-literal=d=', { a: 'b=c', d: '' }],
    ['--from-file=~dir', { 'a.txt': 'a', 'b.txt': 'b' }],
    ['--from-file=~dir/a.txt,k=~dir/b.txt', { 'a.txt': 'a', k: 'b' }],
    ['--from-env-file=~vars.env', { A: '1', B: 'x=y ', FROM_ENV: 'env' }],
  ])('%s', async (flags, data) => {
    const secret = await secretAfter(`create secret generic s ${flags}`.trim());
    const entries = Object.entries((secret.data ?? {}) as Record<string, string>);
    expect(Object.fromEntries(entries.map(([key, value]) => [key, decodeText(value)]))).toEqual(data);
    expect(secret.type).toBe('Opaque');
  });

  test('its type is as it was given', async () => {
    const secret = await secretAfter('create secret generic s --type=x/y --from-literal=a=b');
    expect(secret.type).toBe('x/y');
  });

  test.each<[string, string]>([
    ['--from-literal=hidden', 'invalid literal source hidden, expected key=value'],
    ['--from-literal==hunter2', 'invalid literal source =..., expected key=value'],
    ['--from-literal=a=1 --from-literal=a=2', 'cannot add key a, another key by that name already exists'],
    ['--from-literal=a/b=1', '"a/b" is not valid key name for a Secret a valid config key must consist of'],
    ['--from-file=a=b=c', "key names or file paths cannot contain '='"],
    ['--from-file==b', 'key name for file path b missing'],
    ['--from-file=a=', 'file path for key name a missing'],
    ['--from-file=k=~dir', 'cannot give a key name for a directory path'],
    ['--from-env-file=~dir', 'env secret file cannot be a directory'],
    ['--from-env-file=~broken.env', '"1bad" is not a valid key name: a valid environment variable name must'],
    ['--from-env-file=~latin.env', 'env file ~latin.env contains invalid utf8 bytes at line 1'],
    ['--from-env-file=~vars.env --from-literal=a=b', 'from-env-file cannot be combined with from-file or from-literal'],
    [
      '--type=kubernetes.io/tls',
      'Secret "s" is invalid: [data[tls.crt]: Required value, data[tls.key]: Required value]',
    ],
  ])('%s is refused', async (flags, message) => {
    const { run } = secretsSite();
    const { status, stderr } = await run(at(`create secret generic s ${flags}`));
    expect(stderr.replaceAll(`${folder}/`, '~')).toContain(
      `error: ${message.startsWith('Secret') ? 'failed to create secret ' : ''}${message}`,
    );
    expect(stderr).not.toContain('hunter2');
    expect(status).toBe(1);
  });
});

describe('create configmap', () => {
  test.each<[string, Record<string, unknown>]>([
    ['', {}],
    ['--from-literal=a=b', { data: { a: 'b' } }],
    ['--from-file=~binary --from-file=k=~dir/a.txt', { data: { k: 'a' }, binaryData: { binary: '//4A' } }],
    ['--from-env-file=~vars.env', { data: { A: '1', B: 'x=y ', FROM_ENV: '' } }],
  ])('%s', async (flags, content) => {
    const { run } = secretsSite();
    const line = `create cm m ${flags} --dry-run=client -o json`;
    const { stdout } = await run(at(line).filter(Boolean));
    expect(JSON.parse(stdout)).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'm', creationTimestamp: null },
      ...content,
    });
  });

  test('files that are not UTF-8 are listed and counted as binary data', async () => {
    const { run } = secretsSite();
    expect((await run(at('create configmap m --from-file=~binary'))).stdout).toBe('configmap/m created\n');
    expect((await run(['get', 'cm', 'm', '--no-headers'])).stdout).toMatch(/^m\s+1\s/);
  });

  test.each<[string, string]>([
    [
      'm --from-literal=a=1 --from-literal=a=2',
      'cannot add key "a", another key by that name already exists in Data for ConfigMap "m"',
    ],
    [
      'm --from-file=~binary --from-literal=binary=x',
      'cannot add key "binary", another key by that name already exists in BinaryData for ConfigMap "m"',
    ],
    ['m --from-literal=a*=1', '"a*" is not a valid key name for a ConfigMap: a valid config key'],
    ['m --from-env-file=~dir', 'env config file cannot be a directory'],
    ['m n', 'exactly one NAME is required, got 2'],
  ])('%s is refused', async (flags, message) => {
    const { run } = secretsSite();
    const outcome = await run(at(`create configmap ${flags}`));
    expect(outcome.stderr).toContain(`error: ${message}`);
    expect(outcome.status).toBe(1);
  });

  // The values of kubectl's own table.
  test.each<[string, string, string]>([
    ['configmap', '', '42745tchd9'],
    ['configmap', '--from-literal=one=', '9g67k2htb6'],
    ['configmap', '--from-literal=two=2 --from-literal=one= --from-literal=three=3', 'f5h7t85m9b'],
  ])("a hash of %s %s is kubectl's", async (type, flags, hash) => {
    const { withHash } = await import('../../../src/commands/flags/append-hash.ts');
    const entries = flags
      .split(' ')
      .filter(Boolean)
      .map((flag) => flag.slice('--from-literal='.length).split('='));
    const bare = { apiVersion: 'v1', kind: type === 'configmap' ? 'ConfigMap' : 'Secret', metadata: { name: '' } };
    const named = await withHash(bare, { data: Object.fromEntries(entries) });
    expect(named.metadata.name).toBe(`-${hash}`);
    const { run } = secretsSite();
    const { stdout } = await run([
      'create',
      type,
      'm',
      ...flags.split(' ').filter(Boolean),
      '--append-hash',
      '-o',
      'name',
    ]);
    expect(stdout).toMatch(/^configmap\/m-[a-z0-9]{10}\n$/);
  });
});

describe('create serviceaccount', () => {
  test.each<[string, string]>([
    ['create serviceaccount robot', 'serviceaccount/robot created\n'],
    ['create sa robot', 'serviceaccount/robot created\n'],
    ['create sa robot --dry-run=client -o name', 'serviceaccount/robot\n'],
  ])('%s', async (line, stdout) => {
    const { run } = secretsSite();
    expect(await run(line.split(' '))).toEqual({ status: 0, stdout, stderr: '' });
  });

  test('one of every namespace exists', async () => {
    const { run } = secretsSite();
    expect((await run(['create', 'sa', 'builder'])).stderr).toBe(
      'error: failed to create serviceaccount: serviceaccounts "builder" already exists\n',
    );
  });
});

describe('get and describe', () => {
  test('show the mark and no value; --show-secrets shows all; sizes are the real ones', async () => {
    const { run } = secretsSite();
    await run(['create', 'secret', 'generic', 's', '--from-literal=key=hunter2']);
    const value = encodeText('hunter2');
    const yaml = (await run(['get', 'secret', 's', '-o', 'yaml'])).stdout;
    expect(yaml).toContain('imagestream/kept-in: memory:1');
    expect(yaml).not.toContain(value);
    expect((await run(['get', 'secret', 's', '-o', 'yaml', '--show-secrets'])).stdout).toContain(`key: ${value}`);
    expect((await run(['get', 'secrets', '-o', 'json', '--show-secrets'])).stdout).toContain(value);
    expect((await run(['describe', 'secret', 's'])).stdout).toMatch(/memory:1[\s\S]*key: {2}7 bytes\n$/);
    expect((await run(['get', 'secrets'])).stdout).toMatch(/^NAME\s+TYPE\s+DATA\s+AGE\ns\s+Opaque\s+1\s/);
  });

  test('a value that is lost is an error where it is asked for, and its key is shown elsewhere', async () => {
    const { run, vault } = secretsSite();
    await run(['create', 'secret', 'generic', 's', '--from-literal=key=hunter2']);
    vault.texts.clear();
    expect(await run(['get', 'secret', 's', '-o', 'yaml', '--show-secrets'])).toEqual({
      status: 1,
      stdout: '',
      stderr: 'error: secret "s": its password is not in this memory\nhint: create the secret again on this machine\n',
    });
    expect((await run(['describe', 'secret', 's'])).stdout).toContain('key:  0 bytes');
  });
});
