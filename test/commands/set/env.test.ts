import { beforeEach, describe, expect, test } from '@jest/globals';
import { KINDS, type ResourceKind } from '../../../src/core/kinds/kinds.ts';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { encodeText } from '../../../src/core/secrets/base64.ts';
import { aBuildConfig, aCronJob, aDeployment } from '../../core/triggers/objects.ts';
import { type ObjectCommands, objectCommands } from '../../support/object-commands.ts';

const kind = (name: string) => KINDS.find((known) => known.kind === name) as ResourceKind;

let site: ObjectCommands;
beforeEach(() => {
  site = objectCommands();
});

const put = (object: KubeObject) => site.api.api.create(kind(object.kind), 'demo', object);
const run = (line: string) => site.run('set', 'env', ...line.split(' ').filter(Boolean));
const said = (stdout: string, stderr = '') => ({ status: 0, stdout, stderr });
const failed = (message: string, stdout = '') => ({ status: 1, stdout, stderr: `error: ${message}\n` });
const listed = async (what = 'deploy/app') => (await run(`${what} --list`)).stdout;

const putValues = async () => {
  await put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'conf' }, data: { 'key-one': '1', two: '2' } });
  await put({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'sec' }, data: { password: encodeText('x y') } });
};

describe('set env', () => {
  const UPDATED = said('deployment.apps/app updated\n');

  test('sets, changes in place and removes; also where nothing changes it says so', async () => {
    await put(aDeployment());
    expect(await run('deploy/app A=1 B= C=a=b')).toEqual(UPDATED);
    expect(await run('deploy/app -c main B=2')).toEqual(UPDATED);
    expect(await run('deploy/app -c main B=2')).toEqual(UPDATED);
    expect(await listed()).toBe(
      '# deployments/app, container main\nA=1\nB=2\nC=a=b\n# deployments/app, container side\nA=1\nB=\nC=a=b\n',
    );
    expect(await run('deploy/app -e D=4 A- C- -c ma*')).toEqual(UPDATED);
    expect(await listed('deploy/app -c *n')).toBe('# deployments/app, container main\nB=2\nD=4\n');
    expect(await run('deploy/app A- B- C- D-')).toEqual(UPDATED);
    const { stdout } = await site.run('get', 'deploy/app', '-o', 'jsonpath={..env}');
    expect(stdout).toBe('');
  });

  test('lists what a change would make of it, and writes nothing', async () => {
    await put(aCronJob());
    expect((await run('cj --all --list NEW=1 -c main')).stdout).toBe('# cronjobs/app, container main\nNEW=1\n');
    expect(await listed('cj/app -c main')).toBe('# cronjobs/app, container main\n');
  });

  test('takes keys of secrets and config maps as references, and shows what they mean', async () => {
    await put(aDeployment());
    await putValues();
    expect(await run('deploy/app --from=configmap/conf --keys=key-one -c main')).toEqual(UPDATED);
    expect(await run('deploy/app --from=secret/sec --prefix=DB_ -c main LOG=1')).toEqual(UPDATED);
    const reference = '# deployments/app, container main\n# KEY_ONE from configmap conf, key key-one\nDB_LOG=1\n';
    expect(await listed('deploy/app -c main')).toBe(`${reference}# DB_PASSWORD from secret sec, key password\n`);
    expect((await run('deploy/app -c main --list --resolve')).stdout).toBe(
      '# deployments/app, container main\nKEY_ONE=1\nDB_LOG=1\nDB_PASSWORD=x y\n',
    );
    await site.run('delete', 'secret/sec');
    expect(await run('deploy/app -c main --list --resolve')).toEqual({
      status: 1,
      stdout: '# deployments/app, container main\nKEY_ONE=1\nDB_LOG=1\n# DB_PASSWORD from secret sec, key password\n',
      stderr:
        'error retrieving reference for DB_PASSWORD: secrets "sec" not found\nerror: deployments/app failed to retrieve valueFrom references\n',
    });
  });

  test.each([
    [{ fieldRef: { fieldPath: 'metadata.name' } }, 'field path metadata.name', 'app'],
    [{ fieldRef: { fieldPath: "metadata.labels['a']" } }, "field path metadata.labels['a']", 'b'],
    [{ fieldRef: { fieldPath: 'metadata.labels' } }, 'field path metadata.labels', 'a="b"'],
    [{ fieldRef: { fieldPath: 'status.podIP' } }, 'field path status.podIP', undefined],
    [{ resourceFieldRef: { resource: 'limits.cpu' } }, 'resource field limits.cpu', undefined],
    [{ resourceFieldRef: { containerName: 'c', resource: 'x' } }, 'resource field c/x', undefined],
    [{ configMapKeyRef: { name: 'conf', key: 'gone' } }, 'configmap conf, key gone', undefined],
    [{}, 'invalid valueFrom', undefined],
  ])('reads the reference %j', async (valueFrom, text, value) => {
    await putValues();
    const containers = [{ name: 'main', env: [{ name: 'X', valueFrom }, { name: 7 }] }];
    const metadata = { name: 'app', namespace: 'demo', labels: { a: 'b' } };
    await put({ ...aDeployment(), metadata, spec: { template: { spec: { containers } } } });
    expect(await listed()).toBe(`# deployments/app, container main\n# X from ${text}\n`);
    const shown = value === undefined ? `# X from ${text}` : `X=${value}`;
    const { status, stdout } = await run('deploy/app --list --resolve');
    expect([status, stdout]).toEqual([value === undefined ? 1 : 0, `# deployments/app, container main\n${shown}\n`]);
  });

  test('reads the lines of standard input', async () => {
    await put(aDeployment());
    site.files.set('-', '# comment\nA=1\r\nnothing\nB=two words # no more\n\nC=\n');
    expect(await run('deploy/app -c main -')).toEqual(UPDATED);
    expect(await listed('deploy/app -c main')).toBe('# deployments/app, container main\nA=1\nB=two words \nC=\n');
    site.files.set('-', 'BASH_FUNC%%=1\n');
    expect((await run('deploy/app -e -')).stderr).toContain('error: "BASH_FUNC%%" is not a valid key name: ');
  });

  test('does not overwrite where that is not wanted', async () => {
    await put(aDeployment());
    await run('deploy/app A=1');
    const line = 'deploy/app A=2 B=1 --overwrite=false';
    expect(await run(line)).toEqual(failed("deployments/app 'A' already has a value (1), and --overwrite is false"));
    expect(await run('deploy/app A=1 B=1 --overwrite=false')).toEqual(UPDATED);
    expect(await listed('deploy/app -c side')).toBe('# deployments/app, container side\nA=1\nB=1\n');
  });

  test('changes the environment of a build', async () => {
    await put(aBuildConfig([]));
    expect(await run('bc/app A=1')).toEqual(said('buildconfig.build.openshift.io/app updated\n'));
    expect(await listed('bc --all')).toBe('# buildconfigs/app\nA=1\n');
  });

  test.each([
    [
      '',
      "one or more resources must be specified as <resource> <name> or <resource>/<name>\nSee 'imagestream set env -h' for help and examples",
    ],
    [
      'deploy/app A=1 more',
      "all resources must be specified before environment changes: deploy/app A=1 more\nSee 'imagestream set env -h' for help and examples",
    ],
    [
      'deploy/app --list -o yaml',
      "--list and --output may not be specified together\nSee 'imagestream set env -h' for help and examples",
    ],
    ['deploy/app', 'at least one environment variable must be provided'],
    ['deploy/app A=1 A-', 'can not both modify and remove the same environment variable in the same command'],
    ['deploy/app -e A', 'unknown environment variable: A'],
    ['cm/conf A=1', 'configmaps/conf is not a pod or does not have a pod template'],
    ['deploy/app --from=deploy/app', 'unsupported resource specified in --from: *v1.Deployment'],
    ['deploy/app --from=secret', 'resource(s) were provided, but no name was specified'],
    ['-f x.yaml --local --from=secret/sec', '--from reads the store, and --local does not'],
    ['deploy --all A=1 --resource-version=1', '--resource-version may only be used with a single resource'],
  ])('refuses %j', async (line, message) => {
    await put(aDeployment());
    await putValues();
    expect(await run(line)).toEqual(failed(message));
    expect(await listed()).toBe('# deployments/app, container main\n# deployments/app, container side\n');
  });

  test('names what is missing, and fails for another version than the one that is there', async () => {
    await put(aDeployment());
    expect((await run('deploy/app --from=cm/nosuch')).stderr).toBe(
      'Error from server (NotFound): configmaps "nosuch" not found\n',
    );
    const { status, stderr } = await run('deploy/app A=1 --resource-version=7');
    expect([status, stderr]).toEqual([1, expect.stringContaining('error: failed to set env: ')]);
    expect(await listed('deploy/app -c main')).toBe('# deployments/app, container main\n');
  });

  test('warns where no container is meant, and of what looks like a list', async () => {
    await put(aDeployment());
    expect(await run('deploy/app -c nosuch A=1')).toEqual(
      said(UPDATED.stdout, 'warning: deployments/app does not have any containers matching "nosuch"\n'),
    );
    expect((await run('deploy/app -e A=1,B=2')).stderr).toBe(
      'warning: --env no longer accepts comma-separated lists of values. "A=1,B=2" will be treated as a single key-value pair.\n',
    );
  });

  test('writes nothing in a dry run and with --local', async () => {
    await put(aDeployment());
    site.files.set('d.yaml', JSON.stringify(aDeployment()));
    expect(await run('deploy/app A=1 --dry-run=client')).toEqual(said('deployment.apps/app updated (dry run)\n'));
    expect(await run('deploy/app A=1 --dry-run=server')).toEqual(
      said('deployment.apps/app updated (server dry run)\n'),
    );
    expect((await run('-f d.yaml A=1 --local -o yaml')).stdout).toContain(
      '      - env:\n        - name: A\n          value: "1"\n',
    );
    expect(await listed()).toBe('# deployments/app, container main\n# deployments/app, container side\n');
    expect(await run('-f d.yaml A=1')).toEqual(UPDATED);
    expect(await listed('deploy/app -c side')).toBe('# deployments/app, container side\nA=1\n');
  });
});
