import { describe, expect, test } from '@jest/globals';
import type { Ports } from '../../../src/commands/command.ts';
import { KINDS, type ResourceKind } from '../../../src/core/kinds/kinds.ts';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { TRIGGERS_ANNOTATION } from '../../../src/core/triggers/annotation.ts';
import { aBuildConfig, aCronJob, aDeployment, aDeploymentConfig } from '../../core/triggers/objects.ts';
import { type ApiFixture, anImageApi } from '../../support/image-api.ts';
import { runInProcess } from '../../support/in-process.ts';

const kind = (name: string) => KINDS.find((known) => known.kind === name) as ResourceKind;
const annotationOf = (from: string, container = 'main', more = '') =>
  `[{"from":{"kind":"ImageStreamTag",${from}},"fieldPath":"spec.template.spec.containers[?(@.name==\\"${container}\\")].image"${more}}]`;

async function aStore(...objects: KubeObject[]): Promise<ApiFixture> {
  const fixture = anImageApi();
  for (const object of objects) await fixture.api.create(kind(object.kind), 'demo', object);
  return fixture;
}

const run = (fixture: ApiFixture, line: string) =>
  runInProcess(fixture, ['set', 'triggers', ...line.split(' ').filter(Boolean)]);
const said = (stdout: string) => ({ status: 0, stdout, stderr: '' });
const failed = (message: string) => ({ status: 1, stdout: '', stderr: `error: ${message}\n` });
const stored = async ({ api }: ApiFixture, name: string) => api.get(kind(name), 'demo', 'app');
const triggersOf = async (fixture: ApiFixture, name: string) =>
  ((await stored(fixture, name)).spec as { triggers: unknown }).triggers;

describe('set triggers on a deployment', () => {
  const UPDATED = said('deployment.apps/app triggers updated\n');

  test('adds an image trigger, lists it, and says nothing the second time', async () => {
    const fixture = await aStore(aDeployment());
    expect(await run(fixture, 'deploy/app --from-image=app:1 -c main')).toEqual(UPDATED);
    expect((await stored(fixture, 'Deployment')).metadata.annotations?.[TRIGGERS_ANNOTATION]).toBe(
      annotationOf('"name":"app:1"'),
    );
    expect(await run(fixture, 'deploy/app --from-image=demo/app:1 -c main')).toEqual(said(''));
    expect(await run(fixture, 'deploy/app')).toEqual(
      said(`NAME             TYPE    VALUE         AUTO
deployments/app  config                true
deployments/app  image   app:1 (main)  true
`),
    );
  });

  test('names the namespace of a tag elsewhere', async () => {
    const fixture = await aStore(aDeployment());
    expect(await run(fixture, 'deploy app --from-image=far/app:1 -c side --manual')).toEqual(UPDATED);
    expect((await stored(fixture, 'Deployment')).metadata.annotations?.[TRIGGERS_ANNOTATION]).toBe(
      annotationOf('"name":"app:1","namespace":"far"', 'side', ',"paused":true'),
    );
    expect((await run(fixture, 'deploy/app')).stdout).toContain('image   far/app:1 (side)  false\n');
  });

  test('pauses it for --manual and --remove-all, and resumes for --auto', async () => {
    const fixture = await aStore(aDeployment());
    expect(await run(fixture, 'deploy/app --remove-all')).toEqual(UPDATED);
    const { metadata, spec } = await stored(fixture, 'Deployment');
    expect([metadata.annotations?.[TRIGGERS_ANNOTATION], (spec as { paused: boolean }).paused]).toEqual(['null', true]);
    await run(fixture, 'deploy/app --auto');
    expect((await stored(fixture, 'Deployment')).spec).not.toHaveProperty('paused');
    await run(fixture, 'deploy/app --from-config --remove');
    expect((await stored(fixture, 'Deployment')).spec).toHaveProperty('paused', true);
  });

  test.each([
    ['--from-image=app:1', 'deployments/app you must specify --containers when setting --from-image'],
    ['--from-image=app:1 -c x', 'deployments/app not all container names exist: x (accepts: init, main, side)'],
    ['--from-gitlab', 'deployments/app does not support GitLab web hooks'],
  ])('%s fails and changes nothing', async (flags, message) => {
    const fixture = await aStore(aDeployment());
    const before = await stored(fixture, 'Deployment');
    expect(await run(fixture, `deploy/app ${flags}`)).toEqual(failed(message));
    expect(await stored(fixture, 'Deployment')).toEqual(before);
  });

  test('with a broken annotation says which it is', async () => {
    const fixture = await aStore(aDeployment({ annotations: { [TRIGGERS_ANNOTATION]: '{' } }));
    expect((await run(fixture, 'deploy/app')).stdout).toContain('deployments/app  <error>');
    const { status, stderr } = await run(fixture, 'deploy/app --auto');
    expect([status, stderr]).toEqual([1, expect.stringContaining('deployments/app the annotation')]);
  });

  test('writes nothing in a dry run, and prints the object with -o', async () => {
    const fixture = await aStore(aDeployment());
    const before = await stored(fixture, 'Deployment');
    const line = 'deploy/app --from-image=app:1 -c main';
    expect(await run(fixture, `${line} --dry-run=client`)).toEqual(
      said('deployment.apps/app triggers updated (dry run)\n'),
    );
    expect(await run(fixture, `${line} --dry-run=server`)).toEqual(
      said('deployment.apps/app triggers updated (server dry run)\n'),
    );
    expect((await run(fixture, `${line} --dry-run=client -o yaml`)).stdout).toContain('name":"app:1"');
    expect(await run(fixture, `${line} -o name --dry-run=server`)).toEqual(said('deployment.apps/app\n'));
    expect(await stored(fixture, 'Deployment')).toEqual(before);
  });
});

describe('set triggers on specs', () => {
  const from = { kind: 'ImageStreamTag', name: 'app:1', namespace: 'demo' };

  test('of a deployment config', async () => {
    const fixture = await aStore(aDeploymentConfig());
    const updated = said('deploymentconfig.apps.openshift.io/app triggers updated\n');
    expect(await triggersOf(fixture, 'DeploymentConfig')).toEqual([{ type: 'ConfigChange' }]);
    expect(await run(fixture, 'dc/app --from-image=app:1 -c main,init')).toEqual(updated);
    expect(await triggersOf(fixture, 'DeploymentConfig')).toEqual([
      { type: 'ConfigChange' },
      { type: 'ImageChange', imageChangeParams: { automatic: true, containerNames: ['main', 'init'], from } },
    ]);
    expect((await run(fixture, 'dc/app')).stdout).toBe(`NAME                   TYPE    VALUE               AUTO
deploymentconfigs/app  config                      true
deploymentconfigs/app  image   app:1 (main, init)  true
`);
    expect(await run(fixture, 'dc/app --from-image=app:1 --remove')).toEqual(updated);
    expect(await run(fixture, 'dc/app --remove-all')).toEqual(updated);
    expect(await triggersOf(fixture, 'DeploymentConfig')).toEqual([]);
    expect(await run(fixture, 'dc/app --from-github')).toEqual(
      failed('deploymentconfigs/app deployment configs do not support GitHub web hooks'),
    );
  });

  test('of a build config, with a new secret for each webhook', async () => {
    const fixture = await aStore(aBuildConfig([{ type: 'ConfigChange' }]));
    const updated = said('buildconfig.build.openshift.io/app triggers updated\n');
    for (const flag of ['github', 'gitlab', 'bitbucket', 'webhook', 'webhook-allow-env']) {
      expect(await run(fixture, `bc/app --from-${flag}`)).toEqual(updated);
    }
    const triggers = (await triggersOf(fixture, 'BuildConfig')) as Record<string, { secret: string }>[];
    const secrets = triggers.flatMap((t) => Object.values(t).flatMap(({ secret }) => secret ?? []));
    expect(new Set(secrets).size).toBe(5);
    for (const secret of secrets) expect(secret).toMatch(/^[\w-]{20}$/);
    expect(await run(fixture, 'bc/app --from-image=far/x:1')).toEqual(updated);
    expect(await run(fixture, 'bc/app')).toEqual(
      said(`NAME              TYPE       VALUE               AUTO
buildconfigs/app  config                         true
buildconfigs/app  image      far/x:1             true
buildconfigs/app  image      node:16             false
buildconfigs/app  webhook    <secret>            
buildconfigs/app  webhook    <secret>, allowenv  
buildconfigs/app  github     <secret>            
buildconfigs/app  gitlab     <secret>            
buildconfigs/app  bitbucket  <secret>            
`),
    );
    expect(await run(fixture, 'bc/app --from-webhook --remove')).toEqual(updated);
    expect(await run(fixture, 'bc/app --from-github=false')).toEqual(said(''));
    expect((await run(fixture, 'bc/app')).stdout).not.toContain('webhook');
  });

  test('refuses what the API server would', async () => {
    const fixture = anImageApi();
    const triggers = [{ type: 'ImageChange', imageChangeParams: { containerNames: ['main'], from: { name: 'app' } } }];
    await expect(fixture.api.create(kind('DeploymentConfig'), 'demo', aDeploymentConfig(triggers))).rejects.toThrow(
      'DeploymentConfig.apps.openshift.io "app" is invalid: spec.triggers[0].imageChangeParams.from.name: Invalid value: "app": must be in the form of <name>:<tag>',
    );
  });
});

describe('set triggers', () => {
  const SERVICE: KubeObject = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'app', labels: { a: 'b' } } };

  test.each([
    ['dc/app --from-image=app', 'the value of --from-image must include the tag you wish to pull from'],
    ['dc/app --from-image=quay.io/a/b:1', 'the value of --from-image must point to an image stream tag on this server'],
    [
      `dc/app --from-image=app@sha256:${'a'.repeat(64)}`,
      'the value of --from-image must point to an image stream tag on this server',
    ],
    [
      'dc/app --from-image=App:1',
      'the value of --from-image does not appear to be a valid reference to an image: repository name must be lowercase',
    ],
    ['dc/app --auto --manual', 'you must specify at most one of --auto or --manual'],
    ['dc/app --remove --remove-all', 'you must specify either --remove or --remove-all'],
    ['dc/app --remove-all --auto', '--remove-all may not be used with any other flag'],
    ['dc/app --remove-all --from-config', '--remove-all may not be used with any other flag'],
    ['dc/app --remove', '--remove requires a flag defining a trigger type to be specified'],
    ['dc/app --from-config --from-github=false', 'you may only set one trigger type at a time'],
    ['svc/app --auto', 'services/app does not support triggers'],
  ])('%s is refused', async (line, message) => {
    const fixture = await aStore(SERVICE);
    expect(await run(fixture, line)).toEqual(failed(message));
  });

  test('without objects says how to name them', async () => {
    const { status, stderr } = await run(await aStore(), '');
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^error: You must provide one or more resources/)]);
    expect(await run(await aStore(), 'dc/nosuch')).toEqual({
      ...failed(''),
      stderr: 'Error from server (NotFound): deploymentconfigs.apps.openshift.io "nosuch" not found\n',
    });
  });

  test('with several missing objects names each, and changes none', async () => {
    const fixture = await aStore(aDeployment());
    const missing = (name: string) => `Error from server (NotFound): deployments.apps "${name}" not found\n`;
    expect(await run(fixture, 'deploy app a b --remove-all')).toEqual({
      ...failed(''),
      stderr: missing('a') + missing('b'),
    });
    expect((await stored(fixture, 'Deployment')).spec).not.toHaveProperty('paused');
  });

  test('--all takes every object of the types; those without triggers are passed over', async () => {
    const fixture = await aStore(aDeployment(), aCronJob(), SERVICE);
    const { stdout } = await run(fixture, 'deploy,cj,svc --all --from-image=app:1 -c main');
    expect(stdout.split('\n').sort()).toEqual([
      '',
      'cronjob.batch/app triggers updated',
      'deployment.apps/app triggers updated',
    ]);
    expect((await run(fixture, 'svc -l a=b')).stdout).toBe(
      'NAME          TYPE     VALUE  AUTO\nservices/app  <error>         false\n',
    );
  });

  test('one object that fails does not stop the others', async () => {
    const other = aDeployment();
    other.metadata.name = 'other';
    const fixture = await aStore(aDeploymentConfig(), other);
    const { status, stdout, stderr } = await run(fixture, 'deploy/other dc/app --from-github');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      'error: deployments/other does not support GitHub web hooks\nerror: deploymentconfigs/app deployment configs do not support GitHub web hooks\n',
    );
    expect(await run(fixture, 'deploy/other dc/app --from-image=app:1 -c main')).toMatchObject({ status: 0 });
  });

  test('--local changes what a file holds and leaves the store alone', async () => {
    const fixture = anImageApi();
    const entry = { value: aDeployment(), file: 'app.yaml', line: 1 };
    const manifests = { read: async () => [entry] };
    const ports = { api: fixture.api, namespace: 'demo', manifests, now: fixture.context.now } as unknown as Ports;
    const open = async () => ({ ports, close: async () => {} });
    const line = 'set triggers --local -f app.yaml --from-image=app:1 -c main -o jsonpath={.metadata.annotations}';
    const { stdout } = await runInProcess(fixture, line.split(' '), { open });
    expect(JSON.parse(stdout)).toEqual({ [TRIGGERS_ANNOTATION]: annotationOf('"name":"app:1"') });
    expect((await fixture.api.list(kind('Deployment'), 'demo')).items).toEqual([]);
  });
});
