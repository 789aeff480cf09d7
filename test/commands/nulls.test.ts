import { beforeEach, describe, expect, test } from '@jest/globals';
import { findKind, type ResourceKind } from '../../src/core/kinds/kinds.ts';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import { type ObjectCommands, objectCommands } from '../support/object-commands.ts';

let site: ObjectCommands;
beforeEach(() => {
  site = objectCommands();
});

const run = (...argv: string[]) => site.run(...argv);
const stored = (kind: string, name: string) =>
  site.api.api.get<KubeObject>(findKind(kind) as ResourceKind, 'demo', name);
const count = async (kind: string) => (await site.api.api.list(findKind(kind) as ResourceKind, 'demo')).items.length;

const POD = `
      metadata: {creationTimestamp: null, labels: {app: probe}, annotations: null}
      spec:
        nodeSelector: null
        volumes: null
        containers:
        - {name: probe, image: 'quay.io/lander/probe:3', resources: {limits: null}, env: [{name: A, value: null}], command: null}
`;

const EXPORTED: Record<string, string> = {
  deploy: `apiVersion: apps/v1
kind: Deployment
metadata: {name: probe, creationTimestamp: null, labels: null}
spec:
    selector: {matchLabels: {app: probe}}
    strategy: {rollingUpdate: null}
    paused: null
    template:${POD}status: {}
`,
  dc: `apiVersion: apps.openshift.io/v1
kind: DeploymentConfig
metadata: {name: probe, creationTimestamp: null}
spec:
    test: null
    strategy: {resources: null}
    triggers: [{type: ConfigChange, imageChangeParams: null}]
    template:${POD}status: {availableReplicas: null}
`,
  bc: `apiVersion: build.openshift.io/v1
kind: BuildConfig
metadata: {name: probe, creationTimestamp: null}
spec:
  nodeSelector: null
  output: {to: null}
  source: {git: {uri: 'https://git.example/probe'}, contextDir: null}
  strategy: {dockerStrategy: {env: null, from: null}}
  triggers: [{type: ConfigChange, generic: null}]
`,
  svc: `apiVersion: v1
kind: Service
metadata: {name: probe, annotations: null, finalizers: null}
spec: {clusterIP: null, ports: [{port: 80, name: null}, {port: 81, nodePort: null}]}
`,
  cm: `apiVersion: v1
kind: ConfigMap
metadata: {name: probe, creationTimestamp: null}
data: {a: b}
immutable: null
binaryData: null
`,
  sa: `apiVersion: v1
kind: ServiceAccount
metadata: {name: probe, creationTimestamp: null}
secrets: null
automountServiceAccountToken: null
`,
  secret: `apiVersion: v1
kind: Secret
metadata: {name: probe, labels: null}
type: Opaque
data: null
stringData: null
`,
};

describe('null is "not set"', () => {
  test.each(Object.entries(EXPORTED))(
    '%s: what is applied again changes nothing and starts nothing',
    async (kind, text) => {
      site.files.set('f.yaml', text);
      const first = await run('apply', '-f', 'f.yaml');
      expect(first).toMatchObject({ status: 0, stdout: expect.stringMatching(/probe created\n$/) });
      const before = await stored(kind, 'probe');
      const started = await Promise.all(['rs', 'rc', 'builds'].map(count));
      for (let again = 0; again < 2; again++) {
        expect((await run('apply', '-f', 'f.yaml')).stdout).toMatch(/probe configured\n$/);
        expect(await stored(kind, 'probe')).toEqual(before);
      }
      expect(await Promise.all(['rs', 'rc', 'builds'].map(count))).toEqual(started);
      expect((await run('replace', '-f', 'f.yaml')).status).toBe(0);
      expect((await stored(kind, 'probe')).spec).toEqual(before.spec);
      expect(await Promise.all(['rs', 'rc', 'builds'].map(count))).toEqual(started);
    },
  );

  test('the record of apply keeps what was written', async () => {
    site.files.set('f.yaml', EXPORTED.svc as string);
    await run('apply', '-f', 'f.yaml');
    const record = (await stored('svc', 'probe')).metadata.annotations?.[
      'kubectl.kubernetes.io/last-applied-configuration'
    ];
    expect(JSON.parse(record as string)).toMatchObject({
      metadata: { annotations: {}, finalizers: null },
      spec: { clusterIP: null, ports: [{ name: null }, { nodePort: null }] },
    });
  });

  test('a null removes what is there, also a label', async () => {
    site.files.set(
      'f.yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, labels: {a: b, c: d}}\ndata: {e: f, g: h}\n',
    );
    await run('apply', '-f', 'f.yaml');
    site.files.set(
      'f.yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, labels: {a: null, c: d}}\ndata: {e: null, g: h}\n',
    );
    expect((await run('apply', '-f', 'f.yaml')).stdout).toBe('configmap/c configured\n');
    const { metadata, data } = await stored('cm', 'c');
    expect([metadata.labels, data]).toEqual([{ c: 'd' }, { g: 'h' }]);
  });

  test('a created label that is null is empty', async () => {
    site.files.set('f.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, labels: {a: null}}\ndata: ~\n');
    expect((await run('create', '-f', 'f.yaml')).status).toBe(0);
    expect((await stored('cm', 'c')).metadata.labels).toEqual({ a: '' });
  });

  test.each([
    ['--type=merge', 'null', 'Invalid JSON Patch'],
    [
      '--type=merge',
      '[]',
      'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}',
    ],
  ])('patch %s -p %s is refused', async (type, text, why) => {
    await run('create', 'is', 'app');
    expect(await run('patch', 'is/app', type, '-p', text)).toEqual({
      status: 1,
      stdout: '',
      stderr: `Error from server (BadRequest): ${why}\n`,
    });
  });
});

describe('what is written is what is meant', () => {
  const stream = (name: string, spec: string) =>
    `apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata: {name: ${name}}\nspec: ${spec}\n`;

  test.each([
    ['yes', true],
    ['On', true],
    ['n', false],
    ['~', false],
  ])('a switch may be %s', async (word, value) => {
    site.files.set('f.yaml', stream('app', `{lookupPolicy: {local: ${word}}}`));
    expect((await run('create', '-f', 'f.yaml')).status).toBe(0);
    expect((await stored('is', 'app')).spec).toEqual({ lookupPolicy: { local: value } });
  });

  test('a text that is a boolean in YAML 1.1 is refused: of metadata by the client, of the rest by the server', async () => {
    site.files.set('f.yaml', stream('on', '{}'));
    expect((await run('create', '-f', 'f.yaml')).stderr).toBe(
      'error: unable to decode "f.yaml": json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.name of type string\n',
    );
    const item = '{apiVersion: v1, kind: ConfigMap, metadata: {name: c, annotations: {a: off}}}';
    site.files.set('f.yaml', `apiVersion: v1\nkind: List\nitems:\n- ${item}\n`);
    expect((await run('create', '-f', 'f.yaml')).stderr).toBe(
      'Error from server (BadRequest): error when creating "f.yaml": ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.annotations of type string\n',
    );
    site.files.set('f.yaml', stream('app', '{tags: [{name: no}]}'));
    expect((await run('create', '-f', 'f.yaml')).stderr).toContain(
      'json: cannot unmarshal bool into Go struct field TagReference.spec.tags.name of type string',
    );
    expect(await count('is')).toBe(0);
  });

  test('integers of 64 bits go through every verb and format', async () => {
    const large = '9007199254740993';
    site.files.set(
      'f.json',
      `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","generation":${large}},"spec":{"selector":{},"template":{"spec":{"securityContext":{"runAsUser":${large},"fsGroup":1e18},"containers":[]}}}}`,
    );
    const user = '{.spec.template.spec.securityContext.runAsUser}';
    expect((await run('apply', '-f', 'f.json')).status).toBe(0);
    expect((await run('apply', '-f', 'f.json')).stdout).toBe('deployment.apps/d unchanged\n');
    expect((await run('get', 'deploy', 'd', '-o', `jsonpath=${user}`)).stdout).toBe(large);
    const template = '{{.spec.template.spec.securityContext.runAsUser}}';
    expect((await run('get', 'deploy', 'd', '-o', `go-template=${template}`)).stdout).toBe(large);
    expect((await run('get', 'deploy', 'd', '-o', `custom-columns=U:${user.slice(1, -1)}`)).stdout).toBe(
      `U\n${large}\n`,
    );
    for (const format of ['yaml', 'json']) {
      expect((await run('get', 'deploy', 'd', '-o', format)).stdout).toMatch(new RegExp(`"?runAsUser"?: ${large}\\b`));
    }
    expect((await run('describe', 'deploy', 'd')).status).toBe(0);
    const greatest = '9223372036854775807';
    const patches = [
      ['merge', `{"spec":{"template":{"spec":{"securityContext":{"runAsUser":${greatest}}}}}}`],
      ['strategic', `{"spec":{"template":{"spec":{"securityContext":{"runAsUser":${large}}}}}}`],
      ['json', `[{"op":"replace","path":"/spec/template/spec/securityContext/runAsUser","value":-${greatest}}]`],
    ] as const;
    for (const [type, patch] of patches) {
      expect((await run('patch', 'deploy/d', `--type=${type}`, '-p', patch)).stdout).toBe(
        'deployment.apps/d patched\n',
      );
      const wanted = /-?\d{16,}/.exec(patch)?.[0];
      expect((await run('get', 'deploy', 'd', '-o', `jsonpath=${user}`)).stdout).toBe(wanted);
    }
    const refused = await run(
      'patch',
      'deploy/d',
      '--type=merge',
      '-p',
      patches[0][1].replace(greatest, '9223372036854775808'),
    );
    expect(refused.stderr).toContain('json: cannot unmarshal number 9223372036854775808 into Go struct field');
  });

  test('a generation of 64 bits neither stops a stream nor counts for one', async () => {
    site.files.set(
      'f.yaml',
      'apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata: {name: app, generation: 9007199254740993}\nspec:\n  tags:\n  - {name: a, generation: 9007199254740993, reference: true, from: {kind: DockerImage, name: quay.io/a/b}}\n',
    );
    expect((await run('apply', '-f', 'f.yaml')).stdout).toBe('imagestream.image.openshift.io/app created\n');
    expect(
      (await run('get', 'is/app', '-o', 'jsonpath={.metadata.generation} {.spec.tags[0].generation}')).stdout,
    ).toBe('1 1');
    expect((await run('apply', '-f', 'f.yaml')).stdout).toBe('imagestream.image.openshift.io/app unchanged\n');
  });

  test.each(['create', 'apply', 'replace', 'delete'])('%s reads JSON objects that follow one another', async (verb) => {
    const of = (name: string) =>
      `{"apiVersion":"image.openshift.io/v1","kind":"ImageStream","metadata":{"name":"${name}"}}`;
    for (const between of ['', '\n', '\n---\n']) {
      site = objectCommands();
      if (verb === 'replace' || verb === 'delete') {
        await run('create', 'is', 'a');
        await run('create', 'is', 'b');
      }
      site.files.set('-', `${of('a')}${between}${of('b')}`);
      expect(await run(verb, '-f', '-')).toMatchObject({
        status: 0,
        stdout: expect.stringMatching(/a"? .*\n.*b"? .*\n$/),
      });
    }
  });

  test('apply needs a name', async () => {
    site.files.set('f.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: c-}\n');
    expect((await run('apply', '-f', 'f.yaml')).stderr).toBe('error: from c-: cannot use generate name with apply\n');
  });
});
