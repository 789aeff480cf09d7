import { beforeEach, describe, expect, test } from '@jest/globals';
import { KINDS, type ResourceKind } from '../../../src/core/kinds/kinds.ts';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { aCronJob, aDeployment, aDeploymentConfig } from '../../core/triggers/objects.ts';
import { type ObjectCommands, objectCommands } from '../../support/object-commands.ts';

const kind = (name: string) => KINDS.find((known) => known.kind === name) as ResourceKind;
const DIGEST = `sha256:${'a'.repeat(64)}`;

let site: ObjectCommands;
beforeEach(() => {
  site = objectCommands();
});

const put = (object: KubeObject) => site.api.api.create(kind(object.kind), 'demo', object);
const run = (line: string) => site.run('set', 'image', ...line.split(' ').filter(Boolean));
const said = (stdout: string) => ({ status: 0, stdout, stderr: '' });
const failed = (message: string, stdout = '') => ({ status: 1, stdout, stderr: `error: ${message}\n` });
const imagesOf = async (name: string) => {
  const { stdout } = await site.run('get', name, '-o', 'jsonpath={..image}');
  return stdout;
};

/** A stream whose tag has an image. */
async function aStreamWithImage() {
  await put({
    apiVersion: 'image.openshift.io/v1',
    kind: 'Image',
    metadata: { name: DIGEST },
    dockerImageReference: `quay.io/acme/web@${DIGEST}`,
  });
  await site.api.context.store.create(
    { group: 'image.openshift.io', resource: 'imagestreams', namespace: 'demo', name: 'web' },
    {
      apiVersion: 'image.openshift.io/v1',
      kind: 'ImageStream',
      metadata: { name: 'web', namespace: 'demo' },
      spec: { lookupPolicy: { local: false } },
      status: {
        dockerImageRepository: '',
        tags: [
          {
            tag: 'prod',
            items: [
              {
                created: '2026-01-01T00:00:00Z',
                dockerImageReference: `quay.io/acme/web@${DIGEST}`,
                image: DIGEST,
                generation: 1,
              },
            ],
          },
        ],
      },
    },
  );
}

describe('set image', () => {
  const UPDATED = said('deployment.apps/app image updated\n');

  test('changes one container, an init container, all of them, and says nothing the second time', async () => {
    await put(aDeployment());
    expect(await run('deploy/app main=httpd:2')).toEqual(UPDATED);
    expect(await run('deploy app init=tools:1 side=side:2')).toEqual(UPDATED);
    expect(await imagesOf('deploy/app')).toBe('httpd:2 side:2 tools:1');
    expect(await run('deployment.apps/app *=all:1')).toEqual(UPDATED);
    expect(await imagesOf('deploy/app')).toBe('all:1 all:1 all:1');
    expect(await run('deploy/app main=all:1')).toEqual(said(''));
  });

  test.each([
    ['Pod', 'v1', 'pod/app', {}],
    ['ReplicationController', 'v1', 'replicationcontroller/app', { template: {} }],
    ['DaemonSet', 'apps/v1', 'daemonset.apps/app', { template: {} }],
    ['ReplicaSet', 'apps/v1', 'replicaset.apps/app', { template: {} }],
    ['StatefulSet', 'apps/v1', 'statefulset.apps/app', { template: {} }],
    ['Job', 'batch/v1', 'job.batch/app', { template: {} }],
  ])('works on a %s', async (name, apiVersion, shown, shape) => {
    const podSpec = { containers: [{ name: 'main', image: 'old' }] };
    const spec = 'template' in shape ? { template: { spec: podSpec } } : podSpec;
    await put({ apiVersion, kind: name, metadata: { name: 'app' }, spec });
    expect(await run(`${name}/app main=new:1`)).toEqual(said(`${shown} image updated\n`));
    expect(await imagesOf(`${name}/app`)).toBe('new:1');
  });

  test('works on cron jobs, all of a type, and by label', async () => {
    await put(aCronJob());
    await put({ ...aCronJob(), metadata: { name: 'other', labels: { a: 'b' } } });
    expect(await run('cj --all main=x:1')).toEqual(
      said('cronjob.batch/app image updated\ncronjob.batch/other image updated\n'),
    );
    expect(await run('cj -l a=b main=x:2')).toEqual(said('cronjob.batch/other image updated\n'));
  });

  test('changes what it can, and names what is not there', async () => {
    await put(aDeployment());
    expect(await run('deploy/app nosuch=a main=b other=c')).toEqual({
      status: 1,
      stdout: UPDATED.stdout,
      stderr: 'error: unable to find container named "nosuch"\nerror: unable to find container named "other"\n',
    });
    expect(await imagesOf('deploy/app')).toBe('b busybox busybox');
  });

  test.each([
    ['deploy/app', 'at least one image update is required'],
    ['deploy/app main-', 'invalid image format: main-'],
    ['deploy/app main=a other', 'all resources must be specified before image changes: other'],
    [
      'deploy/app *=a main=b',
      'all containers are already specified by *, but saw more than one container_name=container_image pairs',
    ],
    ['deploy --all -l a=b main=c', 'cannot set --all and --selector at the same time'],
    ['cm/app main=a', 'configmaps/app the object is not a pod or does not have a pod template: *v1.ConfigMap'],
    [
      '-f x.yaml --local main=a --dry-run=server',
      'cannot specify --local and --dry-run=server - did you mean --dry-run=client?',
    ],
  ])('refuses %s', async (line, message) => {
    await put(aDeployment());
    await put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'app' }, data: {} });
    expect(await run(line)).toEqual(failed(message));
    expect(await imagesOf('deploy/app')).toBe('  busybox busybox');
  });

  test('says so where the API refuses the result', async () => {
    await put({ ...aDeployment(), metadata: { name: 'app' } });
    const { stderr } = await run('deploy/gone main=a');
    expect(stderr).toBe('Error from server (NotFound): deployments.apps "gone" not found\n');
  });

  test('takes the image that a tag or an image of a stream has now', async () => {
    await put(aDeployment());
    await aStreamWithImage();
    expect(await run('deploy/app main=web:prod --source=istag')).toEqual(UPDATED);
    expect(await imagesOf('deploy/app')).toBe(`quay.io/acme/web@${DIGEST} busybox busybox`);
    expect(await run(`deploy/app side=demo/web@${DIGEST} --source=imagestreamimage`)).toEqual(UPDATED);
    expect(await imagesOf('deploy/app')).toBe(`quay.io/acme/web@${DIGEST} quay.io/acme/web@${DIGEST} busybox`);
  });

  test.each([
    [
      'main=web:gone --source=istag',
      '"web:gone" for container "main": failed to get image stream tag "web:gone": imagestreamtags.image.openshift.io "web:gone" not found',
    ],
    ['main=web:prod --source=stream', '"web:prod" for container "main": unable to resolve stream "web:prod"'],
    [
      'main=a/b/web:prod --source=isimage',
      '"a/b/web:prod" for container "main": unable to resolve isimage "a/b/web:prod"',
    ],
  ])('does not guess at %s', async (line, message) => {
    await put(aDeployment());
    await aStreamWithImage();
    expect(await run(`deploy/app ${line}`)).toEqual(failed(`unable to resolve image ${message}`));
    expect(await imagesOf('deploy/app')).toBe('  busybox busybox');
  });

  test('writes nothing in a dry run', async () => {
    await put(aDeployment());
    expect(await run('deploy/app main=x:1 --dry-run=client')).toEqual(
      said('deployment.apps/app image updated (dry run)\n'),
    );
    expect(await run('deploy/app main=x:1 --dry-run=server -o name')).toEqual(said('deployment.apps/app\n'));
    expect((await run('deploy/app main=x:1 --dry-run=client -o yaml')).stdout).toContain('image: x:1');
    expect(await imagesOf('deploy/app')).toBe('  busybox busybox');
  });

  test('changes a file alone with --local, and prints it as oc does', async () => {
    site.files.set('dc.yaml', JSON.stringify({ ...aDeploymentConfig(), metadata: { name: 'app' } }));
    const { stdout } = await run('-f dc.yaml main=x:1 --local -o yaml');
    expect(stdout).toMatch(
      /^apiVersion: v1\nkind: DeploymentConfig\nmetadata:\n {2}creationTimestamp: null\n {2}name: app\n/,
    );
    expect(stdout).toContain('- image: x:1\n        name: main\n        resources: {}\n');
    expect(await run('-f dc.yaml main=x:1 --local')).toEqual(
      said('deploymentconfig.apps.openshift.io/app image updated\n'),
    );
    expect((await run('dc/app main=x:1 --local')).stderr).toContain(
      'you must specify resources by --filename when --local',
    );
  });
});
