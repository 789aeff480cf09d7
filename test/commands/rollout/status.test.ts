import { describe, expect, test } from '@jest/globals';
import { objectCommands } from '../../support/object-commands.ts';

const deployment = (status = '') => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {replicas: 1, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: 'app:1'}]}}}
${status}`;

const NOTE = /^note: imagestream writes objects and runs nothing: .*\n.*imagestream help events\)\n$/;

describe('rollout status', () => {
  test('says that a revision is written, and once that nothing runs it here', async () => {
    const site = objectCommands();
    site.files.set('a.yaml', `${deployment()}\n---\n${deployment().replace('name: web', 'name: api')}`);
    await site.run('apply', '-f', 'a.yaml');
    const { status, stdout, stderr } = await site.run('rollout', 'status', 'deploy/web', 'deploy/api');
    expect([status, stdout]).toEqual([
      0,
      'deployment "web": revision 1 is written\ndeployment "api": revision 1 is written\n',
    ]);
    expect(stderr).toMatch(NOTE);
  });

  test('keeps the sentence and the exit code that scripts of oc wait for', async () => {
    const oc = objectCommands({ program: 'oc' });
    oc.files.set('a.yaml', deployment());
    await oc.run('apply', '-f', 'a.yaml');
    const { status, stdout, stderr } = await oc.run('rollout', 'status', 'deploy/web');
    expect([status, stdout]).toEqual([0, 'deployment "web" successfully rolled out\n']);
    expect(stderr).toMatch(NOTE);
  });

  test('adds nothing where a cluster has counted the pods', async () => {
    const site = objectCommands();
    site.files.set('a.yaml', deployment('status: {readyReplicas: 1, replicas: 1}'));
    await site.run('apply', '-f', 'a.yaml');
    expect(await site.run('rollout', 'status', 'deploy/web')).toEqual({
      status: 0,
      stdout: 'deployment "web" successfully rolled out\n',
      stderr: '',
    });
  });

  test('adds nothing to what is not written', async () => {
    const site = objectCommands();
    site.files.set('a.yaml', deployment().replace('app:1', ' '));
    await site.run('apply', '-f', 'a.yaml');
    const { status, stderr } = await site.run('rollout', 'status', 'deploy/web');
    expect([status, stderr.includes('runs nothing')]).toEqual([1, false]);
    const pending = await site.run('rollout', 'status', 'deploy/web', '--watch=false');
    expect([pending.status, pending.stderr]).toEqual([0, '']);
  });

  test('advises its own command for one that waits for a hand', async () => {
    const site = objectCommands();
    const config = { apiVersion: 'apps.openshift.io/v1', kind: 'DeploymentConfig', metadata: { name: 'web' } };
    site.files.set('a.json', JSON.stringify({ ...config, spec: { triggers: [] } }));
    await site.run('create', '-f', 'a.json');
    const { stderr } = await site.run('rollout', 'status', 'dc/web');
    expect(stderr).toContain("(use 'imagestream rollout latest web')");
  });
});
