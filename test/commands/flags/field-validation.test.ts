import { beforeEach, describe, expect, test } from '@jest/globals';
import { IMAGE_STREAM } from '../../../src/core/kinds/kind-names.ts';
import { findKind, type ResourceKind } from '../../../src/core/kinds/kinds.ts';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { type ObjectCommands, objectCommands } from '../../support/object-commands.ts';

let site: ObjectCommands;
beforeEach(() => {
  site = objectCommands();
});

const run = (...argv: string[]) => site.run(...argv);
const write = (text: string) => void site.files.set('f.yaml', text);
const stored = async (name: string, kind: ResourceKind = IMAGE_STREAM) =>
  (await site.api.api.get<KubeObject>(kind, 'demo', name)) as KubeObject & Record<string, unknown>;

const STREAM = `apiVersion: image.openshift.io/v1
kind: ImageStream
metadata: {name: web, lables: {team: mars}}
spec:
  lookupPolicy: {local: true}
  tags:
  - name: v1
    reference: true
    scheduled: true
    from: {kind: DockerImage, name: quay.io/mars/web:v1}
    importPolicy: {Scheduled: true}
`;
const UNKNOWN = ['metadata.lables', 'spec.tags[0].importPolicy.Scheduled', 'spec.tags[0].scheduled'];
const WARNINGS = UNKNOWN.map((path) => `Warning: unknown field "${path}"\n`).join('');
const REFUSED = `ImageStream in version "v1" cannot be handled as a ImageStream: strict decoding error: ${UNKNOWN.map((path) => `unknown field "${path}"`).join(', ')}\n`;

describe('fields that a kind does not have', () => {
  beforeEach(() => write(STREAM));

  test.each([['--validate=strict'], ['--validate=true'], ['--validate']])('%s refuses the object', async (flag) => {
    for (const verb of ['create', 'apply']) {
      expect(await run(verb, '-f', 'f.yaml', flag)).toEqual({
        status: 1,
        stdout: '',
        stderr: `Error from server (BadRequest): error when creating "f.yaml": ${REFUSED}`,
      });
    }
    await expect(stored('web')).rejects.toThrow('not found');
  });

  test.each([[[]], [['--validate=warn']]])('are named and dropped with %j', async (flags) => {
    const stdout = 'imagestream.image.openshift.io/web created\n';
    expect(await run('create', '-f', 'f.yaml', ...flags)).toEqual({ status: 0, stdout, stderr: WARNINGS });
    const { metadata, spec } = await stored('web');
    expect(metadata).not.toHaveProperty('lables');
    expect(JSON.stringify(spec)).not.toMatch(/cheduled/);
    expect(spec).toMatchObject({ lookupPolicy: { local: true }, tags: [{ name: 'v1' }] });
  });

  test.each([['--validate=ignore'], ['--validate=false']])('are dropped without a word with %s', async (flag) => {
    expect(await run('create', '-f', 'f.yaml', flag)).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.stringify(await stored('web'))).not.toMatch(/lables|cheduled":true/);
  });

  test('stay in what apply recorded, and are sent with each apply', async () => {
    await run('apply', '-f', 'f.yaml');
    const before = await stored('web');
    expect(before.metadata.annotations?.['kubectl.kubernetes.io/last-applied-configuration']).toContain('lables');
    const again = { status: 0, stdout: 'imagestream.image.openshift.io/web configured\n', stderr: WARNINGS };
    expect(await run('apply', '-f', 'f.yaml')).toEqual(again);
    expect(await stored('web')).toEqual(before);
    const strict = await run('apply', '-f', 'f.yaml', '--validate=strict');
    expect(strict).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining(UNKNOWN[1] as string) });
  });

  test('of what is replaced', async () => {
    await run('create', '-f', 'f.yaml', '--validate=ignore');
    expect(await run('replace', '-f', 'f.yaml')).toMatchObject({ status: 0, stderr: WARNINGS });
    expect(await run('replace', '-f', 'f.yaml', '--validate=strict')).toMatchObject({
      status: 1,
      stderr: `Error from server (BadRequest): error when replacing "f.yaml": ${REFUSED}`,
    });
  });

  test('are named where nothing is sent, and printed as they are', async () => {
    const { status, stdout, stderr } = await run('create', '-f', 'f.yaml', '--dry-run=client', '-o', 'yaml');
    expect({ status, stderr }).toEqual({ status: 0, stderr: WARNINGS });
    expect(stdout).toContain('lables');
    expect(await run('create', '-f', 'f.yaml', '--dry-run=client', '--validate')).toMatchObject({ status: 1 });
  });

  test('of one object of several stop that one alone', async () => {
    write(`${STREAM}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: b}\n`);
    const { status, stdout } = await run('create', '-f', 'f.yaml', '--validate=strict');
    expect({ status, stdout }).toEqual({ status: 1, stdout: 'configmap/c created\n' });
  });

  test('are no matter in the other lists of a workload', async () => {
    write(`apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec:
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec:
      containers: [{name: x, image: a, imagePullPolicy: Always}]
      imagePullPolicy: Always
`);
    expect((await run('create', '-f', 'f.yaml')).stderr).toBe(
      'Warning: unknown field "spec.template.spec.imagePullPolicy"\n',
    );
  });
});

test.each([
  ['nosuch', 'create', '-f', 'f.yaml'],
  ['', 'apply', '-f', 'f.yaml'],
  ['Strict', 'replace', '-f', 'f.yaml'],
  ['maybe', 'create', 'configmap', 'c'],
  ['maybe', 'create', 'imagestream', 'c'],
  ['maybe', 'create', 'imagestreamtag', 'c:v1', '--from-image=a'],
])('--validate=%s is no choice of %s %s', async (value, ...argv) => {
  write(STREAM);
  expect(await run(...argv, `--validate=${value}`)).toEqual({
    status: 1,
    stdout: '',
    stderr: `error: invalid - validate option "${value}"; must be one of: strict (or true), warn, ignore (or false)\n`,
  });
});

describe('values of a wrong type', () => {
  const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec:
  replicas: 1
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec:
      containers:
      - name: x
        image: quay.io/mars/rover:1
        env: [{name: DEBUG, value: true}]
`;
  const WHY =
    'json: cannot unmarshal bool into Go struct field EnvVar.spec.template.spec.containers.env.value of type string';

  test.each([['strict'], ['warn'], ['ignore']])('are refused with --validate=%s', async (validation) => {
    write(DEPLOYMENT);
    expect(await run('apply', '-f', 'f.yaml', `--validate=${validation}`)).toEqual({
      status: 1,
      stdout: '',
      stderr: `Error from server (BadRequest): error when creating "f.yaml": Deployment in version "v1" cannot be handled as a Deployment: ${WHY}\n`,
    });
  });

  test('that a patch brings', async () => {
    write(DEPLOYMENT.replace('true}', '"true"}'));
    await run('create', '-f', 'f.yaml');
    const { status, stdout, stderr } = await run(
      'patch',
      'deploy/d',
      '--type=merge',
      '-p',
      '{"spec":{"replicas":"3"}}',
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(
      /^The request is invalid: patch: Invalid value: ".*": json: cannot unmarshal string into Go struct field DeploymentSpec\.spec\.replicas of type int32\n$/,
    );
  });
});

describe('a change of a stored object', () => {
  beforeEach(async () => {
    write(STREAM);
    await run('create', '-f', 'f.yaml', '--validate=ignore');
  });

  test('by a patch with an unknown field is none', async () => {
    expect(await run('patch', 'is/web', '-p', '{"spec":{"lookupPolicy":{"Local":false}}}')).toEqual({
      status: 0,
      stdout: 'imagestream.image.openshift.io/web patched (no change)\n',
      stderr: 'Warning: unknown field "spec.lookupPolicy.Local"\n',
    });
  });

  test('in an editor likewise', async () => {
    site.edits = [(text) => text.replace('local: true', 'local: false\n    mine: 1')];
    expect(await run('edit', 'is/web')).toEqual({
      status: 0,
      stdout: 'imagestream.image.openshift.io/web edited\n',
      stderr: 'Warning: unknown field "spec.lookupPolicy.mine"\n',
    });
    expect((await stored('web')).spec).toMatchObject({ lookupPolicy: { local: false } });
  });

  test('keeps what somebody wrote into the store by hand, and does not speak of it', async () => {
    const before = await stored('web');
    const byHand = { ...before, mine: { a: 1 }, spec: { ...(before.spec as object), mine: 2 } };
    await site.api.api.update(IMAGE_STREAM, 'demo', byHand as unknown as KubeObject);
    const { stderr } = await run('patch', 'is/web', '-p', '{"spec":{"lookupPolicy":{"local":false}}}');
    expect(stderr).toBe('');
    expect(await stored('web')).toMatchObject({ mine: { a: 1 }, spec: { mine: 2, lookupPolicy: { local: false } } });
    write('apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata: {name: web, labels: {a: b}}\n');
    expect((await run('apply', '-f', 'f.yaml')).stderr).toMatch(
      /^Warning: resource imagestreams\/web is missing .*\n$/,
    );
    expect(await stored('web')).toMatchObject({ mine: { a: 1 }, spec: { mine: 2 } });
  });
});

describe('fields that are written twice', () => {
  const twice = `apiVersion: image.openshift.io/v1
kind: ImageStream
metadata: {name: web}
spec:
  lookupPolicy: {local: true}
  lookupPolicy: {local: false}
  tags:
  - {name: a, reference: true, from: {kind: DockerImage, name: a, name: b}}
`;
  const PATHS = ['spec.lookupPolicy', 'spec.tags[0].from.name'];
  const json = (text: string) =>
    `{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"image.openshift.io/v1","kind":"ImageStream","metadata":{"name":"web"},"spec":${text}}]}`;

  test.each([
    ['YAML', twice],
    [
      'JSON in a List',
      json(
        '{"lookupPolicy":{},"lookupPolicy":{"local":false},"tags":[{"name":"a","reference":true,"from":{"kind":"DockerImage","name":"a","name":"b"}}]}',
      ),
    ],
  ])('are named in %s, and the last counts', async (_, text) => {
    write(text);
    const strict = PATHS.map((path) => `duplicate field "${path}"`).join(', ');
    expect(await run('create', '-f', 'f.yaml', '--validate=strict')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`strict decoding error: ${strict}\n`),
    });
    expect(await run('create', '-f', 'f.yaml', '--dry-run=server', '--validate=ignore')).toMatchObject({ stderr: '' });
    expect(await run('create', '-f', 'f.yaml')).toMatchObject({
      status: 0,
      stderr: PATHS.map((path) => `Warning: duplicate field "${path}"\n`).join(''),
    });
    expect((await stored('web')).spec).toMatchObject({
      lookupPolicy: { local: false },
      tags: [{ from: { name: 'b' } }],
    });
  });
});

test('kinds of a schema are pruned, and their types are told as the schema tells them', async () => {
  write(`apiVersion: config.openshift.io/v1
kind: Image
metadata: {name: cluster}
spec: {registrySources: {insecureRegistrys: [a]}, additionalTrustedCA: x}
`);
  const { status, stderr } = await run('apply', '-f', 'f.yaml');
  expect(status).toBe(1);
  expect(stderr).toContain('spec.additionalTrustedCA in body must be of type object: "string"');
  write(`apiVersion: config.openshift.io/v1
kind: Image
metadata: {name: cluster}
spec: {registrySources: {insecureRegistrys: [a]}}
`);
  expect(await run('apply', '-f', 'f.yaml')).toMatchObject({
    status: 0,
    stderr: expect.stringContaining('Warning: unknown field "spec.registrySources.insecureRegistrys"\n'),
  });
  const kind = findKind('image.config.openshift.io') as ResourceKind;
  expect((await stored('cluster', kind)).spec).toEqual({ registrySources: {} });
});

describe('a number for an integer field', () => {
  const web = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      selector: { matchLabels: { a: 'b' } },
      template: { metadata: { labels: { a: 'b' } }, spec: { containers: [] } },
    },
  };
  const text = (replicas: string) => JSON.stringify(web).replace('"spec":{', `"spec":{"replicas":${replicas},`);
  const replicas = async () => (await run('get', 'deploy/web', '-o', 'jsonpath={.spec.replicas}')).stdout;
  const UNUSUAL = ['1e3', '1.0', '2E0', '1.5', '9223372036854775809', '99999999999999999999999'];

  test.each(UNUSUAL)('in a merge patch that is JSON is one as it is written: %s', async (number) => {
    write(text('3'));
    await run('create', '-f', 'f.yaml');
    const patch = `{"spec":{"replicas":${number}}}`;
    site.files.set('p.json', patch);
    for (const args of [
      ['-p', patch],
      ['--patch-file', 'p.json'],
    ]) {
      const { status, stderr } = await run('patch', 'deploy/web', '--type=merge', ...args);
      expect(status).toBe(1);
      expect(stderr).toContain(
        `: json: cannot unmarshal number ${number} into Go struct field DeploymentSpec.spec.replicas of type int32\n`,
      );
    }
    expect(await replicas()).toBe('3');
  });

  test.each(UNUSUAL)('in what is posted as it is: %s', async (number) => {
    write(text(number));
    const { status, stderr } = await run(
      'create',
      '--raw',
      '/apis/apps/v1/namespaces/demo/deployments',
      '-f',
      'f.yaml',
    );
    expect(status).toBe(1);
    expect(stderr).toContain(
      `json: cannot unmarshal number ${number} into Go struct field DeploymentSpec.spec.replicas`,
    );
  });

  test('is a value where a client reads it before: a strategic patch, a JSON patch, a file', async () => {
    write(text('2.0'));
    expect((await run('create', '-f', 'f.yaml')).status).toBe(0);
    expect(await replicas()).toBe('2');
    await run('patch', 'deploy/web', '-p', '{"spec":{"replicas":1e1}}');
    expect(await replicas()).toBe('10');
    await run('patch', 'deploy/web', '--type=json', '-p', '[{"op":"replace","path":"/spec/replicas","value":3.0}]');
    expect(await replicas()).toBe('3');
  });

  test('that is none stays what it is', async () => {
    write(text('3'));
    await run('create', '-f', 'f.yaml');
    const patch = '{"metadata":{"annotations":{"n":"1e3"}},"spec":{"replicas":4}}';
    expect((await run('patch', 'deploy/web', '--type=merge', '-p', patch)).status).toBe(0);
    expect(await replicas()).toBe('4');
  });
});
