import { beforeEach, describe, expect, test } from '@jest/globals';
import { type ObjectCommands, objectCommands } from '../../support/object-commands.ts';

const MARSVIEW = 'quay.io/mars/marsview';

let site: ObjectCommands;
let warnings: string[];

beforeEach(() => {
  site = objectCommands();
  warnings = [];
  site.api.context.warn = (message) => void warnings.push(message);
});

async function ok(...argv: string[]): Promise<string> {
  const { status, stdout, stderr } = await site.run(...argv);
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

async function fails(...argv: string[]): Promise<string> {
  const { status, stderr } = await site.run(...argv);
  expect(status).toBe(1);
  return stderr;
}

/** Pushes another image and imports it. @returns its pull spec */
async function release(version: number): Promise<string> {
  const digest = site.api.registry.push(`${MARSVIEW}:latest`, { comment: `v${version}` });
  await ok('import-image', 'marsview:latest', ...(version === 1 ? [`--from=${MARSVIEW}:latest`, '--confirm'] : []));
  return `${MARSVIEW}@${digest}`;
}

const TRIGGERS = `
  triggers:
  - type: ConfigChange
  - type: ImageChange
    imageChangeParams:
      automatic: true
      containerNames: [marsview]
      from: {kind: ImageStreamTag, name: 'marsview:latest'}
`;

async function applyConfig({ triggers = TRIGGERS, container = 'marsview' } = {}): Promise<string> {
  site.files.set(
    'dc.yaml',
    `apiVersion: apps.openshift.io/v1
kind: DeploymentConfig
metadata: {name: marsview}
spec:
  replicas: 1
  selector: {app: marsview}
  template:
    metadata: {labels: {app: marsview}}
    spec: {containers: [{name: ${container}, image: marsview}]}${triggers}`,
  );
  return ok('apply', '-f', 'dc.yaml');
}

async function applyDeployment(image: string, { annotations = '{}', paused = false } = {}): Promise<string> {
  site.files.set(
    'deploy.yaml',
    `apiVersion: apps/v1
kind: Deployment
metadata: {name: marsview, annotations: ${annotations}}
spec:
  replicas: 2
  ${paused ? 'paused: true' : ''}
  selector: {matchLabels: {app: marsview}}
  template:
    metadata: {labels: {app: marsview}}
    spec: {containers: [{name: marsview, image: '${image}'}]}
`,
  );
  return ok('apply', '-f', 'deploy.yaml');
}

const imageOf = (name: string) => ok('get', name, '-o', 'jsonpath={.spec.template.spec.containers[0].image}');

describe('rollouts of a deployment config', () => {
  test('are listed with their causes, shown, and rolled back', async () => {
    const first = await release(1);
    await applyConfig();
    await release(2);
    expect(await ok('rollout', 'history', 'dc/marsview')).toBe(
      'deploymentconfig.apps.openshift.io/marsview \nREVISION\tSTATUS\t\tCAUSE\n1\t\tComplete\tconfig change\n2\t\tComplete\timage change\n\n',
    );
    const shown = await ok('rollout', 'history', 'dc/marsview', '--revision=1');
    expect(shown).toMatch(
      /^deploymentconfig\.apps\.openshift\.io\/marsview with revision #1\nPod Template:\n {2}Labels:\tapp=marsview\n/,
    );
    expect(shown).toContain(`    Image:\t${first}\n`);
    expect(await ok('rollout', 'status', 'dc/marsview')).toBe('deployment config "marsview": revision 2 is written\n');

    const undo = await site.run('rollout', 'undo', 'dc/marsview');
    expect(undo).toEqual({
      status: 0,
      stdout: 'deploymentconfig.apps.openshift.io/marsview rolled back\n',
      stderr: expect.stringMatching(
        /^warning: the image triggers of deploymentconfig\/marsview are not automatic any more; switch them on again with: imagestream set triggers deploymentconfig\/marsview --auto\n$/i,
      ),
    });
    expect(await imageOf('dc/marsview')).toBe(first);
    expect(await ok('get', 'rc', '-o', 'name')).toBe(
      ['1', '2', '3'].map((n) => `replicationcontroller/marsview-${n}\n`).join(''),
    );
    expect(await ok('rollout', 'history', 'dc/marsview')).toContain('3\t\tComplete\tmanual change\n');

    const third = await release(3);
    expect(await imageOf('dc/marsview')).toBe(first);
    expect(await ok('rollout', 'latest', 'dc/marsview')).toBe(
      'deploymentconfig.apps.openshift.io/marsview rolled out\n',
    );
    expect(await imageOf('dc/marsview')).toBe(third);
    expect(await ok('rollout', 'latest', 'marsview', '--again')).toContain(' rolled out\n');
    expect(
      await ok('get', 'dc/marsview', '-o', 'jsonpath={.status.latestVersion} {.status.details.causes[0].type}'),
    ).toBe('5 Manual');
  });

  test('follow a tag that is pointed back at an older image, and stay there', async () => {
    const first = await release(1);
    await applyConfig();
    await release(2);
    await ok('tag', `marsview@${first.slice(first.indexOf('@') + 1)}`, 'marsview:latest');
    expect(await imageOf('dc/marsview')).toBe(first);
    expect(await ok('rollout', 'history', 'dc/marsview')).toContain('3\t\tComplete\timage change\n');
  });

  test('wait while it is paused', async () => {
    await release(1);
    await applyConfig();
    expect(await ok('rollout', 'pause', 'dc/marsview')).toBe('deploymentconfig.apps.openshift.io/marsview paused\n');
    expect(await fails('rollout', 'pause', 'dc/marsview')).toBe(
      'error: deploymentconfigs.apps.openshift.io "marsview" is already paused\n',
    );
    await release(2);
    expect(await fails('rollout', 'latest', 'dc/marsview')).toBe('error: cannot deploy a paused deployment config\n');
    expect(await fails('rollout', 'undo', 'dc/marsview')).toBe(
      "error: cannot rollback a paused config; resume it first with 'rollout resume dc/marsview' and try again\n",
    );
    expect(await ok('get', 'dc/marsview', '-o', 'jsonpath={.status.latestVersion}')).toBe('1');
    expect(await ok('rollout', 'resume', 'dc/marsview')).toBe('deploymentconfig.apps.openshift.io/marsview resumed\n');
    expect(await ok('get', 'dc/marsview', '-o', 'jsonpath={.status.latestVersion} {.status.details.message}')).toBe(
      '2 image change',
    );
    expect(await fails('rollout', 'resume', 'dc/marsview')).toBe(
      'error: deploymentconfigs.apps.openshift.io "marsview" is not paused\n',
    );
  });

  test('that cannot be are refused in the words of oc', async () => {
    const invalid = (why: string) =>
      `The DeploymentConfigRollback "marsview" is invalid: name: Invalid value: "marsview": ${why}\n`;
    await applyConfig();
    expect(await fails('rollout', 'undo', 'dc/marsview')).toBe(invalid('cannot rollback an undeployed config'));
    expect(await fails('rollout', 'latest', 'dc/marsview')).toBe(
      'Error from server (BadRequest): cannot trigger a deployment for "marsview" because it contains unresolved images\n',
    );
    expect(await ok('rollout', 'history', 'dc/marsview')).toBe(
      'deploymentconfig.apps.openshift.io/marsview \nNo rollout history found.\n',
    );
    expect(await ok('rollout', 'status', 'dc/marsview', '--watch=false')).toBe(
      'Deployment config "marsview" waiting on image update\n',
    );
    expect(await fails('rollout', 'status', 'dc/marsview')).toContain(
      'the rollout of deploymentconfigs/marsview is not done',
    );
    await release(1);
    expect(await fails('rollout', 'undo', 'dc/marsview')).toBe(
      invalid('no previous deployment exists for "demo/marsview"'),
    );
    await release(2);
    expect(await fails('rollout', 'undo', 'dc/marsview', '--to-revision=2')).toBe(
      invalid('version 2 is already the latest'),
    );
    expect(await fails('rollout', 'undo', 'dc/marsview', '--to-revision=9')).toBe(
      invalid('replicationcontrollers "marsview-9" not found'),
    );
    expect(await fails('rollout', 'history', 'dc/marsview', '--revision=9')).toBe(
      'error: unable to find the specified revision\n',
    );
    expect(await fails('rollout', 'status', 'dc/marsview', '--revision=1')).toBe(
      'error: desired revision (1) is different from the running revision (2)\n',
    );
  });

  test('are not made by applying the same file twice', async () => {
    await release(1);
    await applyConfig();
    await applyConfig();
    expect(await ok('get', 'dc/marsview', '-o', 'jsonpath={.status.latestVersion}')).toBe('1');
    expect(await imageOf('dc/marsview')).toContain('@sha256:');
  });

  test('of a config whose trigger names no container that is there: told at once, and whenever it is described', async () => {
    await release(1);
    await applyConfig({ container: 'main' });
    const field = 'spec.triggers[1].imageChangeParams.containerNames[0]';
    const problem = `${field}: no container is called "marsview"; the containers are: main`;
    expect(warnings).toEqual([`deploymentconfig.apps.openshift.io/marsview ${problem}`]);
    expect(await ok('describe', 'dc/marsview')).toContain(`Warnings:\n  ${problem}\n`);
    expect(await ok('get', 'dc/marsview', '-o', 'jsonpath={.status.latestVersion}')).toBe('1');
  });
});

describe('rollouts of a deployment', () => {
  test('are listed, shown and rolled back as kubectl does', async () => {
    await applyDeployment('busybox:1');
    await applyDeployment('busybox:2', { annotations: '{kubernetes.io/change-cause: newer}' });
    expect(await ok('rollout', 'history', 'deploy/marsview')).toBe(
      'deployment.apps/marsview \nREVISION  CHANGE-CAUSE\n1         <none>\n2         newer\n\n',
    );
    expect(await ok('rollout', 'history', 'deploy', 'marsview', '--revision', '1')).toContain(
      '    Image:\tbusybox:1\n',
    );
    expect(await ok('rollout', 'status', 'deploy/marsview')).toBe('deployment "marsview": revision 2 is written\n');
    expect(await ok('rollout', 'undo', 'deploy/marsview')).toBe('deployment.apps/marsview rolled back\n');
    expect(await imageOf('deploy/marsview')).toBe('busybox:1');
    expect(await ok('rollout', 'history', 'deploy/marsview')).toBe(
      'deployment.apps/marsview \nREVISION  CHANGE-CAUSE\n2         newer\n3         <none>\n\n',
    );
    expect(await ok('rollout', 'undo', 'deploy/marsview', '--to-revision=3')).toBe(
      'deployment.apps/marsview skipped rollback (current template already matches revision 3)\n',
    );
    expect(await ok('rollout', 'undo', 'deploy/marsview', '--to-revision=2', '--dry-run=server')).toBe(
      'deployment.apps/marsview rolled back (server dry run)\n',
    );
    expect(await imageOf('deploy/marsview')).toBe('busybox:1');
    expect(await fails('rollout', 'undo', 'deploy/marsview', '--to-revision=1')).toBe(
      'error: unable to find specified revision 1 in history\n',
    );
  });

  test('wait while it is paused, and are one revision then', async () => {
    await applyDeployment('busybox:1');
    expect(await fails('rollout', 'undo', 'deploy/marsview')).toBe(
      'error: no rollout history found for deployment "marsview"\n',
    );
    expect(await ok('rollout', 'pause', 'deploy/marsview')).toBe('deployment.apps/marsview paused\n');
    expect(await fails('rollout', 'pause', 'deploy/marsview')).toBe(
      'error: deployments.apps "marsview" is already paused\n',
    );
    await applyDeployment('busybox:2');
    await applyDeployment('busybox:3');
    expect(await fails('rollout', 'undo', 'deploy/marsview', '--to-revision=1')).toBe(
      "error: you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again\n",
    );
    const status = await site.run('rollout', 'status', 'deploy/marsview');
    expect(status.status).toBe(1);
    expect(status.stdout).toBe(
      'Waiting for deployment "marsview" rollout to finish: 0 out of 2 new replicas have been updated...\n',
    );
    expect(status.stderr).toContain('it is paused');
    expect(await ok('rollout', 'resume', 'deploy/marsview')).toBe('deployment.apps/marsview resumed\n');
    expect(await ok('rollout', 'history', 'deploy/marsview')).toContain('\n2         <none>\n\n');
  });

  test('with an image trigger are undone in vain, and that is said', async () => {
    const trigger =
      '[{"from":{"kind":"ImageStreamTag","name":"marsview:latest"},"fieldPath":"spec.template.spec.containers[0].image"}]';
    await release(1);
    await applyDeployment(' ', { annotations: `{image.openshift.io/triggers: '${trigger}'}` });
    const second = await release(2);
    const undo = await site.run('rollout', 'undo', 'deploy/marsview');
    expect(undo.stdout).toBe('deployment.apps/marsview rolled back\n');
    expect(undo.stderr).toContain('gets the image of marsview:latest again');
    expect(await imageOf('deploy/marsview')).toBe(second);
  });

  test('keep as many revisions as the deployment says', async () => {
    for (const version of [1, 2, 3, 4]) {
      await applyDeployment(`busybox:${version}`);
      if (version === 1) await ok('patch', 'deploy/marsview', '-p', '{"spec":{"revisionHistoryLimit":2}}');
    }
    expect(await ok('rollout', 'history', 'deploy/marsview')).toBe(
      'deployment.apps/marsview \nREVISION  CHANGE-CAUSE\n2         <none>\n3         <none>\n4         <none>\n\n',
    );
  });
});

describe.each([
  ['StatefulSet', 'sts', 'statefulset'],
  ['DaemonSet', 'ds', 'daemonset'],
])('rollouts of a %s', (kind, short, resource) => {
  async function applySet(image: string): Promise<void> {
    const template = `{metadata: {labels: {app: x}}, spec: {containers: [{name: x, image: '${image}'}]}}`;
    const text = `{apiVersion: apps/v1, kind: ${kind}, metadata: {name: x}, spec: {replicas: 2, template: ${template}}}`;
    site.files.set('set.yaml', text);
    await ok('apply', '-f', 'set.yaml');
  }

  test('are recorded, listed, shown and rolled back', async () => {
    const name = `${resource}.apps/x`;
    await applySet(' ');
    expect(await fails('rollout', 'status', `${short}/x`)).toContain('a container has no image yet');
    await applySet('busybox:1');
    expect(await fails('rollout', 'undo', `${short}/x`)).toBe('error: no last revision to roll back to\n');
    await applySet('busybox:2');
    expect(await ok('rollout', 'history', `${short}/x`)).toBe(
      `${name} \nREVISION  CHANGE-CAUSE\n1         <none>\n2         <none>\n\n`,
    );
    expect(await ok('rollout', 'history', `${short}/x`, '--revision=1')).toContain('    Image:\tbusybox:1\n');
    expect(await ok('rollout', 'undo', `${short}/x`)).toBe(`${name} rolled back\n`);
    expect(await imageOf(`${short}/x`)).toBe('busybox:1');
    expect(await ok('rollout', 'history', `${short}/x`)).toContain('\n2         <none>\n3         <none>\n\n');
    expect(await ok('rollout', 'undo', `${short}/x`, '--to-revision=3')).toBe(
      `${name} skipped rollback (current template already matches revision 3)\n`,
    );
    expect(await fails('rollout', 'undo', `${short}/x`, '--to-revision=1')).toBe(
      'error: unable to find specified revision 1 in history\n',
    );
    expect(await ok('rollout', 'status', `${short}/x`)).toBe(
      `${kind === 'DaemonSet' ? 'daemon set' : 'statefulset'} "x": revision 3 is written\n`,
    );
    expect(await fails('rollout', 'pause', `${short}/x`)).toBe(
      `error: ${resource}s.apps "x" pausing is not supported\n`,
    );
    await ok('delete', `${short}/x`);
    expect(await ok('get', 'controllerrevisions', '-o', 'name')).toBe('');
  });
});

describe('what has no rollouts', () => {
  test('is refused by its kind', async () => {
    await ok('create', 'configmap', 'x');
    expect(await fails('rollout', 'history', 'cm/x')).toBe(
      'error: no history viewer has been implemented for "ConfigMap"\n',
    );
    expect(await fails('rollout', 'undo', 'cm/x')).toBe('error: no rollbacker has been implemented for "ConfigMap"\n');
    expect(await fails('rollout', 'status', 'cm/x')).toBe(
      'error: no status viewer has been implemented for ConfigMap\n',
    );
    expect(await fails('rollout', 'pause', 'cm/x')).toBe('error: configmaps "x" pausing is not supported\n');
    expect(await fails('rollout', 'latest', 'cm/x')).toBe('error: x is not a deployment config\n');
    expect(await fails('rollout', 'history')).toBe(
      "error: required resource not specified\nSee 'imagestream rollout history -h' for help and examples\n",
    );
    expect(await fails('rollout', 'history', 'dc/nosuch')).toBe(
      'Error from server (NotFound): deploymentconfigs.apps.openshift.io "nosuch" not found\n',
    );
  });
});
