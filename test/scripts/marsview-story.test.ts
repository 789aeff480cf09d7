import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { parseYamlDocuments } from '../../src/codec/parse-yaml.ts';
import { digests, imagestream } from '../real-registry/streams.ts';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';
import { type DockerRegistry, describeWithDockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { createImage } from '../support/images.ts';
import { pushImage } from '../support/push-image.ts';
import { startWatch, type Watching } from '../support/watching.ts';

/** The tutorial's deployment config. As it is written there, its container has another name than its trigger says. */
const config = (container: string) => `apiVersion: apps.openshift.io/v1
kind: DeploymentConfig
metadata:
  name: marsview
spec:
  replicas: 1
  selector:
    app: marsview
  template:
    metadata:
      labels:
        app: marsview
    spec:
      containers:
      - name: ${container}
        image: marsview
  triggers:
  - type: ConfigChange
  - type: ImageChange
    imageChangeParams:
      automatic: true
      containerNames:
      - marsview
      from:
        kind: ImageStreamTag
        name: marsview:latest
        namespace: toms-project
`;

const images = [1, 2, 3].map((n) => createImage({ seed: `marsview ${n}` }));
const [first, second, third] = images.map(({ digest }) => digest) as [string, string, string];

describeWithDockerRegistry('the story of marsview', () => {
  let registry: DockerRegistry;
  let user: CommandLine;
  let repository: string;
  let watching: Watching | undefined;

  beforeEach(async () => {
    registry = await startDockerRegistry();
    user = await createCommandLine({ IMAGESTREAM_NAMESPACE: 'toms-project' });
    repository = `${registry.host}/engine/marsview`;
    await push(0);
  });
  afterEach(async () => {
    watching?.child.kill('SIGKILL');
    user?.remove();
    await registry?.stop();
  });

  const push = (n: number) => pushImage(registry.url, images[n]!, 'engine/marsview', 'latest');
  const run = (line: string) => imagestream(user, line);
  const field = (path: string) => run(`get dc/marsview -o jsonpath={${path}}`);
  const image = () => field('.spec.template.spec.containers[0].image');
  const deployments = () => {
    const file = path.join(user.folder, 'deployed');
    return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  };

  async function apply(container: string) {
    writeFileSync(path.join(user.folder, 'dc.yaml'), config(container));
    return user.run(['apply', '-f', 'dc.yaml']);
  }

  test('a push is deployed once, and a rollback stays', async () => {
    await run(`import-image marsview --from=${repository} --confirm --insecure --scheduled`);
    expect(await run('describe is/marsview')).toContain(`updates automatically from registry ${repository}`);
    expect(await apply('marsview')).toMatchObject({ status: 0, stderr: '' });
    expect([await image(), await field('.status.latestVersion')]).toEqual([`${repository}@${first}`, '1']);

    const deploy = 'echo "$IMAGESTREAM_KIND $IMAGESTREAM_NEW_DIGEST" >> deployed; cat > object.yaml';
    watching = startWatch(user, '--exec', deploy, '--exec-input=object');
    await watching.event('watching');
    await push(1);
    expect(await watching.event('changed')).toMatchObject({ stream: 'marsview', tag: 'latest', image: second });
    expect(await watching.event('told')).toMatchObject({ kind: 'DeploymentConfig', name: 'marsview' });
    expect([await image(), await field('.status.latestVersion')]).toEqual([`${repository}@${second}`, '2']);
    expect(await field('.status.details.causes[0].type')).toBe('ImageChange');
    expect(deployments()).toEqual([`DeploymentConfig ${second}`]);
    const [object] = await parseYamlDocuments(readFileSync(path.join(user.folder, 'object.yaml'), 'utf8'), 'object');
    expect(object?.value).toMatchObject({
      kind: 'DeploymentConfig',
      spec: { template: { spec: { containers: [{ name: 'marsview', image: `${repository}@${second}` }] } } },
    });
    const described = await run('describe is/marsview');
    expect(described).toContain(`  * ${repository}@${second}`);
    expect(described).toContain(`    ${repository}@${first}`);

    await run('rollback marsview:latest --reason=broken');
    expect(await watching.event('told', 2)).toMatchObject({ image: `${repository}@${first}` });
    expect([await image(), await field('.status.latestVersion')]).toEqual([`${repository}@${first}`, '3']);
    await push(2);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(await digests(user, 'marsview', 'latest')).toEqual([first, second, first]);
    expect(await image()).toBe(`${repository}@${first}`);
    expect(deployments()).toEqual([`DeploymentConfig ${second}`, `DeploymentConfig ${first}`]);
    expect(await run('history marsview:latest')).toContain('broken');

    await run('unpin marsview:latest');
    expect(await watching.event('told', 3)).toMatchObject({ image: `${repository}@${third}` });
    expect([await image(), await field('.status.latestVersion')]).toEqual([`${repository}@${third}`, '4']);
    watching.child.kill('SIGTERM');
    expect(await watching.exit).toBe(143);
  });

  test('as the tutorial writes it, the container that is not there is named, and everything else goes on', async () => {
    await run(`import-image marsview --from=${repository} --confirm --insecure --scheduled`);
    const wrong =
      'spec.triggers[1].imageChangeParams.containerNames[0]: no container is called "marsview"; the containers are: main';
    const applied = await apply('main');
    expect(applied).toEqual({
      status: 0,
      stdout: 'deploymentconfig.apps.openshift.io/marsview created\n',
      stderr: `warning: deploymentconfig.apps.openshift.io/marsview ${wrong}\n`,
    });
    expect(await run('describe dc/marsview')).toContain('no container is called "marsview"');
    await push(1);
    await run('import-image marsview');
    expect(await field('.spec.triggers[1].imageChangeParams.lastTriggeredImage')).toBe(`${repository}@${second}`);
    expect(await image()).toBe('marsview');
  });
});
