import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createImageApi, type ImageApi } from '../../src/api/api.ts';
import { CONFIG_MAP, IMAGE_STREAM, NAMESPACE, PROJECT, SECRET } from '../../src/core/kinds/kind-names.ts';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import { createDirectoryStore } from '../../src/store/directory-store.ts';
import { anImageApi } from '../support/image-api.ts';
import { runInProcess } from '../support/in-process.ts';

let directory: string;
let api: ImageApi;
let warnings: string[];

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'namespaces-'));
  warnings = [];
  const { context } = anImageApi();
  const store = createDirectoryStore({ directory: path.join(directory, 'store') });
  api = createImageApi({ ...context, namespace: 'here', store, warn: (message) => void warnings.push(message) });
});
afterEach(() => rmSync(directory, { recursive: true }));

const configMap = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
const secret = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name } });
const namespace = (name: string, metadata: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, ...metadata },
});
const stream = (name: string): KubeObject => ({
  apiVersion: 'image.openshift.io/v1',
  kind: 'ImageStream',
  metadata: { name },
  spec: { tags: [{ name: '1', from: { kind: 'DockerImage', name: 'x' }, reference: true }] },
});
const names = async () => (await api.list(PROJECT, undefined)).items.map(({ metadata }) => metadata.name);
const storeFiles = () =>
  readdirSync(path.join(directory, 'store'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    .sort();

describe('which namespaces there are', () => {
  test('the one to work in, those that hold something, and those that were made', async () => {
    expect(await names()).toEqual(['here']);
    await api.create(CONFIG_MAP, 'full', configMap('x'));
    await api.create(NAMESPACE, '', namespace('made'));
    expect(await names()).toEqual(['full', 'here', 'made']);
    expect((await api.get(PROJECT, '', 'full')).metadata.labels).toEqual({ 'kubernetes.io/metadata.name': 'full' });
    await expect(api.get(NAMESPACE, '', 'nosuch')).rejects.toThrow('namespaces "nosuch" not found');
    await expect(api.get(PROJECT, '', 'nosuch')).rejects.toThrow('projects.project.openshift.io "nosuch" not found');
  });

  test('what is there already is not made again', async () => {
    await api.create(CONFIG_MAP, 'full', configMap('x'));
    await expect(api.create(NAMESPACE, '', namespace('full'))).rejects.toThrow('namespaces "full" already exists');
    await expect(api.create(PROJECT, '', namespace('full'))).rejects.toThrow(
      'project.project.openshift.io "full" already exists',
    );
    await api.create(PROJECT, '', namespace('here'));
    await expect(api.create(NAMESPACE, '', namespace('here'))).rejects.toThrow('already exists');
  });

  test.each(['Foo', '', '../x', 'a/b', 'x'.repeat(64)])('%j names none', async (name) => {
    await expect(api.create(NAMESPACE, '', namespace(name))).rejects.toMatchObject({ status: { reason: 'Invalid' } });
    expect(await names()).toEqual(['here']);
  });

  test('one that only holds something gets an object when it is changed', async () => {
    await api.create(CONFIG_MAP, 'full', configMap('x'));
    const found = await api.get(NAMESPACE, '', 'full');
    await api.update(NAMESPACE, '', { ...found, metadata: { ...found.metadata, annotations: { a: 'b' } } });
    expect((await api.get(PROJECT, '', 'full')).metadata.annotations).toEqual({ a: 'b' });
    const file = 'store/cluster-scoped-resources/core/namespaces/full.yaml';
    expect(readFileSync(path.join(directory, file), 'utf8')).not.toMatch(/phase|metadata.name/);
  });
});

describe('deleting a namespace', () => {
  test('takes all that lies in it, and nothing else', async () => {
    await api.create(NAMESPACE, '', namespace('gone'));
    for (const where of ['gone', 'stays']) {
      await api.create(CONFIG_MAP, where, configMap('x'));
      await api.create(SECRET, where, secret('x'));
      await api.create(IMAGE_STREAM, where, stream('x'));
    }
    const deleted = await api.delete<KubeObject>(PROJECT, '', 'gone');
    expect(deleted).toMatchObject({ kind: 'Project', status: { phase: 'Terminating' } });
    expect(storeFiles().some((file) => file.includes('gone'))).toBe(false);
    expect(storeFiles().filter((file) => file.includes('stays'))).toHaveLength(4);
    expect(await names()).toEqual(['here', 'stays']);
    expect(warnings).toEqual([]);
  });

  test('a dry run takes nothing', async () => {
    await api.create(CONFIG_MAP, 'full', configMap('x'));
    await api.delete(NAMESPACE, '', 'full', { dryRun: true });
    expect(await names()).toEqual(['full', 'here']);
  });

  test('files of unknown kinds stay, and that is said', async () => {
    const folder = path.join(directory, 'store/namespaces/full/example.org/widgets');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'w.yaml'), 'apiVersion: example.org/v1\nkind: Widget\nmetadata: {name: w}\n');
    await api.delete(NAMESPACE, '', 'full');
    expect(storeFiles()).toEqual(['store/namespaces/full/example.org/widgets/w.yaml']);
    expect(warnings).toEqual(['namespace full holds files of kinds that are not known here: they stay']);
  });

  test.each<[string, string, (file: string) => void]>([
    ['what is no YAML', 'core/configmaps/bad.yaml', (file) => writeFileSync(file, 'a: [')],
    ['another object', 'core/secrets/bad.yaml', (file) => writeFileSync(file, 'apiVersion: v1\nkind: ConfigMap\n')],
    ['a cut name', `core/secrets/${'x'.repeat(60)}~bad.yaml`, (file) => writeFileSync(file, 'a: [')],
    ['a link', 'core/secrets/bad.yaml', (file) => symlinkSync('/etc/hostname', file)],
    ['a link to another object', 'core/configmaps/bad.yaml', (file) => symlinkSync('good.yaml', file)],
    ['a link to nothing', 'core/configmaps/bad.yaml', (file) => symlinkSync('nosuch.yaml', file)],
    ['a pipe', 'core/secrets/bad.yaml', (file) => execFileSync('mkfifo', [file])],
    ['a link in place of a kind that is not known', 'example.org/bad', (file) => symlinkSync('/etc', file)],
    ['a link in place of a group that is not known', 'zz.example.org', (file) => symlinkSync('/etc', file)],
  ])('%s in it stops it before anything goes, and is named', async (_what, place, make) => {
    await api.create(NAMESPACE, '', namespace('full'));
    await api.create(CONFIG_MAP, 'full', configMap('good'));
    await api.create(SECRET, 'full', secret('good'));
    await api.create(IMAGE_STREAM, 'full', stream('good'));
    const before = storeFiles();
    const bad = path.join(directory, 'store/namespaces/full', place);
    mkdirSync(path.dirname(bad), { recursive: true });
    make(bad);
    for (const dryRun of [true, false]) {
      await expect(api.delete(PROJECT, '', 'full', { dryRun })).rejects.toMatchObject({
        code: 'STORE_BROKEN',
        message: expect.stringContaining(bad),
        hint: 'Mend or remove it, then delete the namespace again: nothing of it is deleted yet',
      });
    }
    rmSync(bad);
    expect(storeFiles()).toEqual(before);
    await api.delete(PROJECT, '', 'full');
    expect(storeFiles()).toEqual([]);
  });

  test('one broken file of each kind is named', async () => {
    await api.create(CONFIG_MAP, 'full', configMap('good'));
    await api.create(SECRET, 'full', secret('good'));
    for (const kind of ['configmaps', 'secrets'])
      writeFileSync(path.join(directory, 'store/namespaces/full/core', kind, 'bad.yaml'), 'a: [');
    const errors = [/secrets\/bad/, /configmaps\/bad/].map((message) => ({
      message: expect.stringMatching(message),
    }));
    await expect(api.delete(NAMESPACE, '', 'full')).rejects.toMatchObject({ errors });
  });

  test('what is broken in another namespace does not stop it', async () => {
    await api.create(CONFIG_MAP, 'full', configMap('good'));
    mkdirSync(path.join(directory, 'store/namespaces/other'));
    symlinkSync('/etc', path.join(directory, 'store/namespaces/other/core'));
    await api.delete(NAMESPACE, '', 'full');
    expect(storeFiles()).toEqual([]);
  });

  test('default stays, as on a cluster', async () => {
    await api.create(CONFIG_MAP, 'default', configMap('x'));
    await expect(api.delete(PROJECT, '', 'default')).rejects.toThrow('this namespace may not be deleted');
    expect(await names()).toContain('default');
  });

  test.each([
    ['the namespace', 'namespaces/full'],
    ['a group', 'namespaces/full/core'],
    ['a type', 'namespaces/full/core/secrets'],
  ])('%s that leads elsewhere stops it before anything goes', async (_what, link) => {
    const outside = path.join(directory, 'outside');
    for (const inside of ['configmaps', 'core/secrets', 'secrets', 'core/configmaps']) {
      mkdirSync(path.join(outside, inside), { recursive: true });
      writeFileSync(path.join(outside, inside, 'mine.yaml'), 'apiVersion: v1\nkind: Secret\nmetadata: {name: mine}\n');
    }
    const pods = path.join(directory, 'store/namespaces/full/apps/deployments');
    if (link !== 'namespaces/full') {
      mkdirSync(pods, { recursive: true });
      writeFileSync(path.join(pods, 'd.yaml'), 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n');
    }
    mkdirSync(path.dirname(path.join(directory, 'store', link)), { recursive: true });
    symlinkSync(outside, path.join(directory, 'store', link));
    await expect(api.delete(NAMESPACE, '', 'full')).rejects.toMatchObject({ code: 'STORE_BROKEN' });
    expect(readdirSync(outside, { recursive: true }).filter((name) => String(name).endsWith('.yaml'))).toHaveLength(4);
    if (link !== 'namespaces/full') expect(readdirSync(pods)).toEqual(['d.yaml']);
  });
});

describe('as commands', () => {
  test('delete says what went, or would', async () => {
    const fixture = anImageApi();
    const run = (...argv: string[]) => runInProcess(fixture, argv);
    await fixture.api.create(IMAGE_STREAM, 'full', stream('a'));
    await fixture.api.create(IMAGE_STREAM, 'full', stream('b'));
    await fixture.api.create(SECRET, 'full', secret('s'));
    await fixture.api.create(CONFIG_MAP, 'full', configMap('c'));
    const contents = '2 imagestreams, 1 secret and 1 configmap';
    expect(await run('delete', 'project', 'full', '--dry-run=client')).toEqual({
      status: 0,
      stdout: 'project.project.openshift.io "full" deleted (dry run)\n',
      stderr: `with it would go: ${contents}\n`,
    });
    expect(await run('delete', 'ns/full')).toEqual({
      status: 0,
      stdout: 'namespace "full" deleted\n',
      stderr: `with it went: ${contents}\n`,
    });
    expect(await run('delete', 'project', 'full')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'Error from server (NotFound): projects.project.openshift.io "full" not found\n',
    });
  });

  test('get lists them as oc does', async () => {
    const fixture = anImageApi();
    await runInProcess(fixture, ['create', 'ns', 'made']);
    await runInProcess(fixture, ['annotate', 'ns', 'made', 'openshift.io/display-name=The one']);
    expect((await runInProcess(fixture, ['get', 'projects'])).stdout).toBe(
      'NAME   DISPLAY NAME   STATUS\nmade   The one        Active\n',
    );
    expect((await runInProcess(fixture, ['get', 'namespaces'])).stdout).toBe(
      'NAME   STATUS   AGE\nmade   Active   0s\n',
    );
  });
});
