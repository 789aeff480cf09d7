import { describe, expect, test } from '@jest/globals';
import { verbsOf } from '../../src/core/kinds/kind-verbs.ts';
import { apiVersionOf, KINDS } from '../../src/core/kinds/kinds.ts';
import { isStatusError } from '../../src/core/status.ts';
import { anImageApi } from '../support/image-api.ts';
import { runInProcess } from '../support/in-process.ts';

const run = (...argv: string[]) => runInProcess(anImageApi(), argv);

describe('api-resources', () => {
  test('lists the kinds of a group as oc does', async () => {
    const { status, stdout, stderr } = await run('api-resources', '--api-group=build.openshift.io');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(`NAME           SHORTNAMES   APIVERSION              NAMESPACED   KIND
buildconfigs   bc           build.openshift.io/v1   true         BuildConfig
builds                      build.openshift.io/v1   true         Build
`);
  });

  test.each<[string[], string]>([
    [['--api-group=nosuch'], 'NAME   SHORTNAMES   APIVERSION   NAMESPACED   KIND\n'],
    [['--api-group=nosuch', '--no-headers'], ''],
    [
      ['--api-group=', '-o', 'name', '--namespaced'],
      'configmaps\npods\nreplicationcontrollers\nsecrets\nserviceaccounts\nservices\n',
    ],
    [
      ['--api-group=image.openshift.io', '--verbs=list,get', '-o', 'name', '--cached'],
      'images.image.openshift.io\nimagestreams.image.openshift.io\nimagestreamtags.image.openshift.io\nimagetags.image.openshift.io\n',
    ],
    [
      [
        '--api-group=image.openshift.io',
        '--verbs=list',
        '--verbs',
        'deletecollection',
        '--namespaced=true',
        '-o',
        'name',
      ],
      'imagestreams.image.openshift.io\n',
    ],
    [['--api-group=apps', '-o', 'wide', '--no-headers', '--sort-by=kind', '--verbs=nosuch'], ''],
  ])('%j', async (argv, stdout) => {
    expect(await run('api-resources', ...argv)).toEqual({ status: 0, stdout, stderr: '' });
  });

  test('without a group all are sorted by group; by name and kind where that is asked for', async () => {
    const names = async (...argv: string[]) =>
      (await run('api-resources', '--no-headers', ...argv)).stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => line.split(/\s+/));
    expect(await names()).toHaveLength(KINDS.length);
    const byName = (await names('--sort-by=name')).map(([name]) => name);
    expect(byName).toEqual([...byName].sort());
    const byKind = (await names('--sort-by=kind')).map((cells) => cells.at(-1));
    expect(byKind).toEqual([...byKind].sort());
  });

  test.each([
    [
      ['extra', 'word'],
      "error: unexpected arguments: [extra word]\nSee 'imagestream api-resources -h' for help and examples\n",
    ],
    [['-o', 'yaml'], 'error: --output yaml is not available\n'],
    [['--sort-by=nosuch'], 'error: --sort-by accepts only name or kind\n'],
  ])('%j is refused', async (argv, stderr) => {
    expect(await run('api-resources', ...argv)).toEqual({ status: 1, stdout: '', stderr });
  });
});

describe('what can be done with a kind', () => {
  const kinds = KINDS.filter(({ kind }) => kind !== 'ImageStreamImport');

  test.each(kinds)('$group $kind: its verbs are those that the API has', async (kind) => {
    const { api } = anImageApi();
    const object = { apiVersion: apiVersionOf(kind), kind: kind.kind, metadata: { name: 'x:1' } };
    const isThere = async (call: Promise<unknown>) => {
      try {
        await call;
        return true;
      } catch (error) {
        return !isStatusError(error, 'MethodNotAllowed') && !String(error).includes('Unable to list');
      }
    };
    const verbs: readonly string[] = verbsOf(kind);
    expect(await isThere(api.get(kind, 'demo', 'x'))).toBe(verbs.includes('get'));
    expect(await isThere(api.list(kind, 'demo'))).toBe(verbs.includes('list'));
    expect(await isThere(api.create(kind, 'demo', object, { dryRun: true }))).toBe(verbs.includes('create'));
    expect(await isThere(api.update(kind, 'demo', object, { dryRun: true }))).toBe(verbs.includes('update'));
    expect(await isThere(api.delete(kind, 'demo', 'x:1', { dryRun: true }))).toBe(verbs.includes('delete'));
    expect(verbs.includes('watch')).toBe(verbs.includes('list'));
    expect(verbs.includes('patch')).toBe(verbs.includes('update'));
  });
});

test('api-versions lists each version once, in order', async () => {
  const { status, stdout } = await run('api-versions');
  const versions = stdout.trimEnd().split('\n');
  expect(status).toBe(0);
  expect(versions).toContain('image.openshift.io/v1');
  expect(versions).toEqual([...new Set(KINDS.map(apiVersionOf))].sort());
  expect((await run('api-versions', 'x')).stderr).toMatch(/^error: unexpected arguments: \[x\]\n/);
});
