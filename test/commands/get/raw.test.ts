import { beforeEach, expect, test } from '@jest/globals';
import { CONFIG_MAP, NAMESPACE } from '../../../src/core/kinds/kind-names.ts';
import { type ApiFixture, anImageApi } from '../../support/image-api.ts';
import { runInProcess } from '../../support/in-process.ts';

let fixture: ApiFixture;
beforeEach(async () => {
  fixture = anImageApi();
  await fixture.api.create(CONFIG_MAP, 'demo', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'c' },
    data: { a: '<b>' },
  });
  await fixture.api.create(NAMESPACE, '', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'made' } });
});

const get = (...argv: string[]) => runInProcess(fixture, ['get', '--raw', ...argv]);
const document = async (path: string) => JSON.parse((await get(path)).stdout);

test('a group is answered byte by byte as a server answers', async () => {
  expect(await get('/apis/build.openshift.io')).toEqual({
    status: 0,
    stdout:
      '{"kind":"APIGroup","apiVersion":"v1","name":"build.openshift.io","versions":[{"groupVersion":"build.openshift.io/v1","version":"v1"}],"preferredVersion":{"groupVersion":"build.openshift.io/v1","version":"v1"}}\n',
    stderr: '',
  });
});

test('groups, versions and resources are told', async () => {
  expect(await document('/api')).toEqual({ kind: 'APIVersions', versions: ['v1'] });
  const groups = await document('/apis');
  expect(groups.groups.map(({ name }: { name: string }) => name)).toContain('image.openshift.io');
  const { groupVersion, resources } = await document('/apis/image.openshift.io/v1');
  expect(groupVersion).toBe('image.openshift.io/v1');
  expect(resources).toContainEqual(
    expect.objectContaining({ name: 'imagestreams', kind: 'ImageStream', namespaced: true, shortNames: ['is'] }),
  );
});

test('objects and lists are given, what every object has first', async () => {
  const { stdout } = await get('/api/v1/namespaces/demo/configmaps/c');
  expect(stdout).toMatch(
    /^\{"kind":"ConfigMap","apiVersion":"v1","metadata":\{.*"data":\{"a":"\\u003cb\\u003e"\}\}\n$/,
  );
  expect(await document('/api/v1/namespaces/demo/configmaps')).toMatchObject({ kind: 'ConfigMapList', items: [{}] });
  expect((await document('/api/v1/configmaps')).items).toHaveLength(1);
  expect(await document('/api/v1/namespaces/made')).toMatchObject({ metadata: { name: 'made' } });
  expect((await document('/apis/project.openshift.io/v1/projects')).items).toHaveLength(2);
});

test.each([
  '/apis/nosuch.openshift.io',
  '/apis/image.openshift.io/v1/nosuch',
  '/apis/image.openshift.io/v9',
  '/api/v1/configmaps/c',
  '/api/v1/namespaces/demo/configmaps/c/d',
  '/api/v1/namespaces/demo/namespaces/made',
  '/%',
  '/',
])('%s is no path', async (path) => {
  expect(await get(path)).toEqual({
    status: 1,
    stdout: '',
    stderr: 'Error from server (NotFound): the server could not find the requested resource\n',
  });
});

test.each<[string[], string]>([
  [['apis'], '--raw must be a valid URL path: parse "apis": invalid URI for request'],
  [['/apis', 'is'], 'arguments may not be passed when --raw is specified'],
  [['/apis', '-o', 'json'], '--raw and --output are mutually exclusive'],
  [['/apis', '-w'], '--raw may not be specified with other flags that filter the server request or alter the output'],
])('%j is refused', async (argv, message) => {
  const { status, stderr } = await get(...argv);
  expect({ status, line: stderr.split('\n')[0] }).toEqual({ status: 1, line: `error: ${message}` });
});
