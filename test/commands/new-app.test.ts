import { beforeEach, describe, expect, test } from '@jest/globals';
import { KINDS, type ResourceKind } from '../../src/core/kinds/kinds.ts';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import { AppError } from '../../src/errors.ts';
import { type ApiFixture, anImageApi } from '../support/image-api.ts';
import { runInProcess } from '../support/in-process.ts';

const kind = (name: string) => KINDS.find((known) => known.kind === name) as ResourceKind;
const CONFIG = {
  created: '2026-02-08T10:00:00Z',
  config: {
    User: '1001',
    ExposedPorts: { '9090/udp': {}, '8080/tcp': {} },
    Volumes: { '/var/b': {}, '/var/a': {} },
    Labels: { 'io.k8s.display-name': 'Python 3.9', 'io.openshift.tags': 'builder,python' },
  },
};

let fixture: ApiFixture;
let digest: string;

/** A stream `app` with the tag `1.0` of an image with ports, volumes and labels. */
beforeEach(async () => {
  fixture = anImageApi({ internalRegistry: 'registry.internal:5000' });
  digest = fixture.registry.push('quay.io/acme/app:1.0', CONFIG);
  await run('import-image app:1.0 --from=quay.io/acme/app:1.0 --confirm');
});

const manifests = {
  read: async ([file]: string[]) => {
    throw new AppError('ARGUMENT', `the path "${file}" does not exist`);
  },
};

function run(line: string, namespace = 'demo', program: 'oc' | 'imagestream' = 'imagestream') {
  const { api, context } = fixture;
  const signal = new AbortController().signal;
  return runInProcess(fixture, line.split(' '), {
    program,
    open: async () => ({
      ports: { api, namespace, manifests, now: context.now, signal } as never,
      close: async () => {},
    }),
  });
}

const failed = (message: string) => ({ status: 1, stdout: '', stderr: `error: ${message}\n` });
const newApp = (line: string, namespace?: string) => run(`new-app ${line}`.trim(), namespace);
const itemsOf = async (line: string): Promise<KubeObject[]> => {
  const { stdout, stderr } = await newApp(`${line} -o json`);
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout).items;
};
const stored = async (name: string) => (await fixture.api.list(kind(name), 'demo')).items;

const ADVICE = `The 'imagestream new-app' command will match arguments to the following types:

  1. Images tagged into image streams in the current project or the 'openshift' project
     - if you don't specify a tag, we'll add ':latest'
  2. Images on registries

--allow-missing-images can be used to point to an image that does not exist yet.

See 'imagestream new-app -h' for examples.`;

const FOUND = (
  id: string,
) => `--> Found image ${id} (3 weeks old) in image stream "demo/app" under tag "1.0" for "app:1.0"

    Python 3.9 
    ---------- 
    Tags: builder, python

`;

describe('new-app of a stream', () => {
  const shortId = async () => {
    const image = await fixture.api.get(kind('Image'), '', digest);
    return String((image.dockerImageMetadata as { Id: string }).Id)
      .replace('sha256:', '')
      .slice(0, 7);
  };

  test('makes a deployment and a service, and tells of it', async () => {
    expect(await newApp('-i app:1.0')).toEqual({
      status: 0,
      stderr: '',
      stdout: `${FOUND(await shortId())}
--> Creating resources ...
    deployment.apps "app" created
    service "app" created
--> Success
    Nothing runs it here: 'imagestream help events' tells how a cluster gets what changes.
    Run 'imagestream status' to view your app.
`,
    });
    const [deployment] = await stored('Deployment');
    const labels = {
      app: 'app',
      'app.kubernetes.io/component': 'app',
      'app.kubernetes.io/instance': 'app',
      'app.kubernetes.io/name': 'app',
    };
    expect(deployment?.metadata).toMatchObject({
      labels,
      annotations: {
        'openshift.io/generated-by': 'OpenShiftNewApp',
        'image.openshift.io/triggers':
          '[{"from":{"kind":"ImageStreamTag","name":"app:1.0","namespace":"demo"},"fieldPath":"spec.template.spec.containers[?(@.name==\\"app\\")].image"}]',
      },
    });
    expect(deployment?.spec).toEqual({
      replicas: 1,
      selector: { matchLabels: { deployment: 'app' } },
      strategy: {},
      template: {
        metadata: {
          creationTimestamp: null,
          labels: { deployment: 'app' },
          annotations: { 'openshift.io/generated-by': 'OpenShiftNewApp' },
        },
        spec: {
          volumes: [
            { name: 'app-volume-1', emptyDir: {} },
            { name: 'app-volume-2', emptyDir: {} },
          ],
          containers: [
            {
              name: 'app',
              image: expect.stringMatching(/^quay\.io\/acme\/app@sha256:/),
              ports: [
                { containerPort: 8080, protocol: 'TCP' },
                { containerPort: 9090, protocol: 'UDP' },
              ],
              resources: {},
              volumeMounts: [
                { name: 'app-volume-1', mountPath: '/var/a' },
                { name: 'app-volume-2', mountPath: '/var/b' },
              ],
            },
          ],
        },
      },
    });
    const [service] = await stored('Service');
    expect(service).toMatchObject({
      metadata: { labels },
      spec: {
        selector: { deployment: 'app' },
        ports: [
          { name: '8080-tcp', port: 8080, protocol: 'TCP', targetPort: 8080 },
          { name: '9090-udp', port: 9090, protocol: 'UDP', targetPort: 9090 },
        ],
      },
    });
  });

  test('says what exists already, and makes the rest', async () => {
    await newApp('-i app:1.0');
    await fixture.api.delete(kind('Service'), 'demo', 'app');
    const { status, stdout, stderr } = await newApp('-i app:1.0');
    expect([status, stderr]).toEqual([1, '    error: deployments.apps "app" already exists\n']);
    expect(stdout).toMatch(/--> Creating resources \.\.\.\n {4}service "app" created\n--> Failed\n$/);
    expect(await newApp('-i app:1.0 -o name')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'error: deployments.apps "app" already exists\nerror: services "app" already exists\n',
    });
  });

  test('advises what oc advises where it is called as oc', async () => {
    const { stdout } = await run('new-app -i app:1.0', 'demo', 'oc');
    expect(stdout).toMatch(
      /--> Success\n {4}Application is not exposed\. .*:\n {5}'oc expose service\/app' \n {4}Run 'oc status' to view your app\.\n$/,
    );
    const config = await run('new-app -i app:1.0 --as-deployment-config --dry-run', 'demo', 'oc');
    expect(config.stdout).toContain("by running 'oc set volume dc/app --add ...'");
    const nothing = await run('new-app', 'demo', 'oc');
    expect(nothing.stderr).toMatch(
      /^error: You must specify one or more images.*\n\nTo list all .*\n\n {2}oc new-app -L\n/,
    );
  });

  test('makes nothing in a dry run or with -o', async () => {
    const { stdout } = await newApp('-i app:1.0 --dry-run');
    expect(stdout).toContain('    service "app" created (dry run)\n--> Success (dry run)\n');
    expect(stdout).not.toContain('oc expose');
    expect((await newApp('-i app:1.0 --dry-run=server')).stdout).toContain('--> Success (server dry run)\n');
    expect((await newApp('-i app:1.0 -o name --dry-run=client')).stdout).toBe('deployment.apps/app\nservice/app\n');
    expect((await newApp('-i app:1.0 -o jsonpath={.items[*].kind}')).stdout).toBe('Deployment Service');
    expect((await newApp('-i app:1.0 -o json')).stdout).toMatch(
      /^\{\n {4}"kind": "List",\n {4}"apiVersion": "v1",\n {4}"metadata": \{\},\n {4}"items": \[\n {8}\{\n {12}"kind": "Deployment"/,
    );
    expect(await stored('Deployment')).toEqual([]);
  });

  test('takes a name, variables and labels; the container keeps the name of the stream', async () => {
    const [deployment, service] = await itemsOf('-i app:1.0 --name=web -e B=x=y -e A= C=1 -l tier=edge');
    const labels = { deployment: 'web', tier: 'edge' };
    expect(deployment).toMatchObject({
      metadata: { name: 'web', labels: { app: 'web', 'app.kubernetes.io/name': 'app', tier: 'edge' } },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers: [{ name: 'app', env: [{ name: 'A' }, { name: 'B', value: 'x=y' }, { name: 'C', value: '1' }] }],
          },
        },
      },
    });
    expect(service).toMatchObject({ metadata: { name: 'web', labels: { tier: 'edge' } }, spec: { selector: labels } });
    const created = (await newApp('-i app:1.0 -l b=2,a=1')).stdout;
    expect(created).toContain('--> Creating resources with label a=1,b=2 ...\n');
  });

  test('adds no label of its own where one of them is given', async () => {
    const [deployment] = await itemsOf('-i app:1.0 -l app=mine');
    expect(deployment?.metadata.labels).toEqual({ app: 'mine' });
    const [positional] = await itemsOf('app:1.0');
    expect(positional?.metadata.labels).not.toHaveProperty(['app.kubernetes.io/name']);
  });

  test('makes a deployment config', async () => {
    const [config, service] = await itemsOf('-i app:1.0 --as-deployment-config');
    expect(config).toMatchObject({
      kind: 'DeploymentConfig',
      spec: {
        selector: { deploymentconfig: 'app' },
        template: { spec: { containers: [{ image: 'registry.internal:5000/demo/app:1.0' }] } },
        test: false,
        triggers: [
          { type: 'ConfigChange' },
          {
            type: 'ImageChange',
            imageChangeParams: {
              automatic: true,
              containerNames: ['app'],
              from: { kind: 'ImageStreamTag', namespace: 'demo', name: 'app:1.0' },
            },
          },
        ],
      },
    });
    expect(service?.spec).toMatchObject({ selector: { deploymentconfig: 'app' } });
    expect((await newApp('-i app:1.0 --as-deployment-config')).stdout).toContain(`
    Tags: builder, python

    * This image will be deployed in deployment config "app"
    * Ports 8080/tcp, 9090/udp will be load balanced by service "app"
      * Other containers can access this service through the hostname "app"
    * This image declares volumes and will default to use non-persistent, host-local storage.
      You can add persistent volumes later by running 'imagestream edit dc/app'

--> Creating resources ...
    deploymentconfig.apps.openshift.io "app" created
`);
  });

  test('prefers its namespace to the shared one, and takes any that is written', async () => {
    await run('import-image app:1.0 --from=quay.io/acme/app:1.0 --confirm', 'openshift');
    await run('import-image shared --from=quay.io/acme/app:1.0 --confirm', 'openshift');
    expect((await newApp('-i app:1.0 --dry-run')).stdout).toContain('"demo/app"');
    expect((await newApp('-i openshift/app:1.0 --dry-run')).stdout).toContain('"openshift/app"');
    expect((await newApp('-i shared --dry-run')).stdout).toContain(
      'in image stream "openshift/shared" under tag "latest"',
    );
  });

  test('follows a tag latest that follows another one', async () => {
    await fixture.api.create(kind('ImageStreamTag'), 'demo', {
      apiVersion: 'image.openshift.io/v1',
      kind: 'ImageStreamTag',
      metadata: { name: 'app:latest' },
      tag: { name: 'latest', from: { kind: 'ImageStreamTag', name: '1.0' }, importPolicy: {}, referencePolicy: {} },
    });
    expect((await newApp('-i app --dry-run')).stdout).toContain('under tag "1.0" for "app"');
  });

  test('puts several images into one pod', async () => {
    fixture.registry.push('quay.io/acme/side:latest', { config: { ExposedPorts: { '8080/tcp': {}, '70/tcp': {} } } });
    await run('import-image side --from=quay.io/acme/side --confirm');
    const items = await itemsOf('app:1.0+side');
    expect(items.map((item) => [item.kind, item.metadata.name])).toEqual([
      ['Deployment', 'app'],
      ['Service', 'app'],
    ]);
    expect(items[0]?.spec).toMatchObject({ template: { spec: { containers: [{ name: 'app' }, { name: 'side' }] } } });
    expect(items[1]?.spec).toMatchObject({ ports: [{ name: '70-tcp' }, { name: '8080-tcp' }, { name: '9090-udp' }] });
    expect((await itemsOf('app:1.0 side')).map((item) => item.kind)).toEqual([
      'Deployment',
      'Deployment',
      'Service',
      'Service',
    ]);
  });

  test('uses a tag without an image only when it may', async () => {
    const { stdout } = await newApp('-i app:new --allow-missing-imagestream-tags --dry-run');
    expect(stdout).toContain('--> Found tag :new in image stream "demo/app" for "app:new"\n');
    const items = await itemsOf('-i app:new --allow-missing-imagestream-tags');
    expect(items.map((item) => `${item.kind} ${item.metadata.name}`)).toEqual([
      'ImageStreamTag app:new',
      'Deployment app',
    ]);
  });
});

describe('new-app of an image', () => {
  test('makes a stream for it, which is imported', async () => {
    const { stdout } = await newApp('--image=quay.io/acme/app:1.0 --name=web');
    expect(stdout).toContain('(3 weeks old) from quay.io for "quay.io/acme/app:1.0"\n');
    expect(stdout).toContain('    * An image stream tag will be created as "web:1.0" that will track this image\n');
    expect(stdout).toContain('    imagestream.image.openshift.io "web" created\n    deployment.apps "web" created\n');
    const { spec, status } = await fixture.api.get(kind('ImageStream'), 'demo', 'web');
    expect(spec).toMatchObject({
      tags: [
        {
          name: '1.0',
          annotations: { 'openshift.io/imported-from': 'quay.io/acme/app:1.0' },
          from: { kind: 'DockerImage', name: 'quay.io/acme/app:1.0' },
          importPolicy: { importMode: 'Legacy' },
        },
      ],
    });
    expect(status).toMatchObject({ tags: [{ tag: '1.0', items: [{ image: digest }] }] });
    const [deployment] = await stored('Deployment');
    expect(deployment?.metadata.annotations?.['image.openshift.io/triggers']).toContain(
      '"from":{"kind":"ImageStreamTag","name":"web:1.0"}',
    );
  });

  test('adds a tag to a stream that exists, and nothing to one that has it', async () => {
    fixture.registry.push('quay.io/acme/app:2.0', CONFIG);
    const [tag, deployment] = await itemsOf('--image=quay.io/acme/app:2.0');
    expect(tag).toMatchObject({ kind: 'ImageStreamTag', metadata: { name: 'app:2.0' } });
    expect(deployment?.kind).toBe('Deployment');
    expect((await newApp('--image=quay.io/acme/app:2.0')).stdout).toContain(
      'imagestreamtag.image.openshift.io "app:2.0" created',
    );
    expect(await fixture.api.get(kind('ImageStreamTag'), 'demo', 'app:2.0')).toMatchObject({ tag: { name: '2.0' } });
    expect((await itemsOf('--image=quay.io/acme/app:1.0')).map((item) => item.kind)).toEqual(['Deployment', 'Service']);
  });

  test('is found for a positional argument where no stream fits', async () => {
    fixture.registry.push('docker.io/library/mysql:latest', { config: { ExposedPorts: { '3306': {} } } });
    const { stdout } = await newApp('mysql --as-deployment-config --dry-run --insecure-registry');
    expect(stdout).toMatch(
      /^--> Found container image [0-9a-f]{7} from Docker Hub for "mysql"\n\n {4}\* An image stream tag/,
    );
    expect(stdout).toContain('    * Port 3306/tcp will be load balanced by service "mysql"\n');
    expect(stdout).toContain(`    * WARNING: Image "mysql" runs as the 'root' user`);
    const [stream] = await itemsOf('mysql --insecure-registry --import-mode=PreserveOriginal');
    expect(stream?.spec).toMatchObject({
      tags: [{ importPolicy: { insecure: true, importMode: 'PreserveOriginal' } }],
    });
  });

  test('that is nowhere may be allowed', async () => {
    const { status, stdout, stderr } = await newApp('--image=quay.io/acme/later:1 --allow-missing-images');
    expect([status, stdout.split('\n')[0]]).toEqual([0, '']);
    expect(stderr).toContain('warning: Could not find an image stream match for "quay.io/acme/later:1".');
    const [deployment, ...others] = await itemsOf('--image=quay.io/acme/later:1 --allow-missing-images');
    expect(others).toEqual([]);
    expect(deployment?.metadata.annotations).toEqual({ 'openshift.io/generated-by': 'OpenShiftNewApp' });
    expect(deployment?.spec).toMatchObject({ template: { spec: { containers: [{ image: 'quay.io/acme/later:1' }] } } });
  });

  test('that may not be read says so', async () => {
    fixture.registry.fail('quay.io/acme/secret:1', 'REGISTRY_UNAUTHORIZED');
    const { stderr } = await newApp('--image=quay.io/acme/secret:1');
    expect(stderr).toMatch(/^error: unable to locate any local docker images with name "quay\.io\/acme\/secret:1"\n/);
    expect(stderr).toContain('hint: container image remote registry lookup failed: you may not have access');
  });
});

describe('new-app refuses', () => {
  test('what is nowhere', async () => {
    expect(await newApp('-i nosuch')).toEqual(
      failed(`unable to locate any images in image streams with name "nosuch"\n\n${ADVICE}`),
    );
    expect(await newApp('nosuch')).toEqual(
      failed(` local file access failed with: stat nosuch: no such file or directory
error: unable to locate any images in image streams, templates loaded in accessible projects, template files, local docker images with name "nosuch"

Argument 'nosuch' was classified as an image, image~source, or loaded template reference.

${ADVICE}`),
    );
  });

  test('what only comes near', async () => {
    expect(await newApp('-i app:nosuch')).toEqual(
      failed(`only a partial match was found for "app:nosuch": "demo/app:1.0"

The argument "app:nosuch" only partially matched the following container image, OpenShift image stream, or template:

* Image stream "app" (tag "1.0") in project "demo"
  Use --image-stream="demo/app:1.0" to specify this image or template
`),
    );
  });

  test('what could be several things', async () => {
    await run('tag app:1.0 app:2.0');
    expect(await newApp('-i app')).toEqual(
      failed(`multiple images or templates matched "app": 2

The argument "app" could apply to the following container images, OpenShift image streams, or templates:

* Image stream "app" (tag "1.0") in project "demo"
  Use --image-stream="demo/app:1.0" to specify this image or template

* Image stream "app" (tag "2.0") in project "demo"
  Use --image-stream="demo/app:2.0" to specify this image or template
`),
    );
  });

  test('a stream without tags', async () => {
    await fixture.api.create(kind('ImageStream'), 'demo', {
      apiVersion: 'image.openshift.io/v1',
      kind: 'ImageStream',
      metadata: { name: 'empty' },
    });
    expect(await newApp('-i empty')).toEqual(
      failed(`no tags found on matching image stream: "demo/empty"

The image stream "demo/empty" exists, but it has no tags.

  Use --allow-missing-imagestream-tags to use this image stream
`),
    );
  });

  test.each([
    ['-i app:1.0 --name=Bad_Name', 'invalid name: Bad_Name. Must be an a lower case alphanumeric'],
    ['-i app:1.0 --name=x', `can't include "app:1.0": invalid name: x`],
    ['-i app:1.0 app:1.0 --name=web', 'only one component or source repository can be used when specifying a name'],
    ['', 'You must specify one or more images or image streams'],
    ['-i app:1.0 -e 1A=x', 'invalid parameter assignment in "1A=x", [a valid environment variable name'],
    ['-i app:1.0 -l a', 'unexpected label spec: a'],
    ['-i app:1.0 -l =a', 'unexpected empty label key'],
    ['-i app:1.0 --import-mode=x', 'valid ImportMode values are Legacy or PreserveOriginal'],
    ['-i app:1.0 -o wide', 'unable to match a printer suitable for the output format "wide"'],
    ['https://github.com/acme/app', '"https://github.com/acme/app" is source code'],
    ['app:1.0~https://github.com/acme/app', 'is source code'],
    ['~.', `when using '[image]~[code]' form for "~.", you must specify a image name`],
    ['--template=x', '--template is not supported: there are no templates here'],
    ['app:1.0 --code=.', '--code is not supported: there are no builds here'],
  ])('%s', async (line, message) => {
    const { status, stdout, stderr } = await newApp(line);
    expect([status, stdout, stderr]).toEqual([1, '', expect.stringContaining(message)]);
    expect(await stored('Deployment')).toEqual([]);
  });

  test('nothing about variables that look wrong, but says so', async () => {
    const { status, stderr } = await newApp('-i app:1.0 -e A=1,B=2 -e A=3 --dry-run');
    expect([status, stderr]).toEqual([
      0,
      `warning: --env no longer accepts comma-separated lists of values. "A=1,B=2" will be treated as a single key-value pair.
warning: Environment variable "A" was overwritten
`,
    ]);
  });
});
