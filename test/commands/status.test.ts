import { describe, expect, test } from '@jest/globals';
import { findKind, type ResourceKind } from '../../src/core/kinds/kinds.ts';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import { type ObjectCommands, objectCommands } from '../support/object-commands.ts';
import { digestA, digestB } from '../support/streams.ts';

const BUILD_CONFIG = `apiVersion: build.openshift.io/v1
kind: BuildConfig
metadata: {name: app}
spec:
  source: {git: {uri: 'https://git.example/rover/app.git'}}
  strategy: {sourceStrategy: {from: {kind: ImageStreamTag, name: 'rover:latest'}}}
  output: {to: {kind: ImageStreamTag, name: 'app:latest'}}
`;

const DEPLOYMENT_CONFIG = `apiVersion: apps.openshift.io/v1
kind: DeploymentConfig
metadata: {name: web}
spec:
  replicas: 1
  selector: {app: web}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: main, image: ' '}]}
  triggers:
  - {type: ConfigChange}
  - {type: ImageChange, imageChangeParams: {automatic: true, containerNames: [main], from: {kind: ImageStreamTag, name: 'app:latest'}}}
`;

const kind = (word: string) => findKind(word) as ResourceKind;

/** Stores an object as it is, status and all. */
async function put(
  site: ObjectCommands,
  word: string,
  object: { metadata: KubeObject['metadata']; [field: string]: unknown },
): Promise<void> {
  const { group, version, kind: name, plural } = kind(word);
  const { metadata } = object;
  const stored: KubeObject = {
    ...object,
    apiVersion: group ? `${group}/${version}` : version,
    kind: name,
    metadata: { namespace: 'demo', creationTimestamp: '2026-03-01T09:59:00Z', ...metadata },
  };
  await site.api.store.create({ group, resource: plural, namespace: 'demo', name: metadata.name }, stored);
}

async function create(site: ObjectCommands, text: string): Promise<void> {
  site.files.set('o.yaml', text);
  const { stderr, status } = await site.run('create', '-f', 'o.yaml');
  expect([stderr, status]).toEqual(['', 0]);
}

describe('called as oc', () => {
  const HEAD = 'In project demo on server /store\n\n';
  const NOTHING =
    "You have no services, deployment configs, or build configs.\nRun 'oc new-app' to create an application.\n";
  const BUILDS = 'bc/app source builds https://git.example/rover/app.git on istag/rover:latest';
  const site = async () => {
    const oc = objectCommands({ program: 'oc' });
    oc.api.context.settings.internalRegistry = 'registry.internal:5000';
    await oc.run('tag', '--reference', 'quay.io/rover/rover:1', 'rover:latest');
    return oc;
  };
  const status = async (oc: ObjectCommands, ...flags: string[]) => {
    const { stdout, stderr, status: code } = await oc.run('status', ...flags);
    expect([stderr, code]).toEqual(['', 0]);
    return stdout;
  };

  test('says nothing of streams', async () => {
    expect(await status(await site())).toBe(HEAD + NOTHING);
    expect(await status(await site(), '-n', 'other')).toBe(`In project other on server /store\n\n${NOTHING}`);
  });

  test('tells what a build lacks, and what became of it', async () => {
    const oc = await site();
    await create(oc, BUILD_CONFIG);
    expect(await status(oc)).toBe(
      `${HEAD}${BUILDS}\n  -> istag/app:latest\n  not built yet\n
Errors:
  * bc/app is pushing to istag/app:latest, but the image stream for that tag does not exist.

1 error, 1 warning identified, use 'oc status --suggest' to see details.
`,
    );
    await oc.run('create', 'is', 'app');
    expect(await status(oc)).toBe(
      `${HEAD}${BUILDS}\n  -> istag/app:latest\n  not built yet\n
1 warning identified, use 'oc status --suggest' to see details.
`,
    );
    await put(oc, 'build', {
      metadata: { name: 'app-1', labels: { buildconfig: 'app' } },
      spec: { output: { to: { kind: 'ImageStreamTag', name: 'app:latest' } } },
      status: { phase: 'New' },
    });
    expect(await status(oc)).toBe(
      `${HEAD}${BUILDS}\n  -> istag/app:latest\n  build #1 new for about a minute\n
View details with 'oc describe <resource>/<name>' or list resources with 'oc get all'.
`,
    );
    await create(oc, DEPLOYMENT_CONFIG);
    const drawn = `${HEAD}dc/web deploys istag/app:latest <- ${BUILDS} \n    build #1 new for about a minute
  deployment #1 waiting on image or update\n`;
    expect(await status(oc)).toBe(`${drawn}\n\n2 infos identified, use 'oc status --suggest' to see details.\n`);
    expect(await status(oc, '--suggest')).toBe(`${drawn}
Info:
  * dc/web has no readiness probe to verify pods are ready to accept traffic or ensure deployment is successful.
    try: oc set probe dc/web --readiness ...
  * dc/web has no liveness probe to verify pods are still running.
    try: oc set probe dc/web --liveness ...

View details with 'oc describe <resource>/<name>' or list resources with 'oc get all'.
`);
  });

  test('draws what services select, and counts the pods that a cluster has counted', async () => {
    const oc = await site();
    const template = {
      metadata: { labels: { app: 'db' } },
      spec: { containers: [{ name: 'c', image: 'mysql', livenessProbe: {} }] },
    };
    await put(oc, 'service', {
      metadata: { name: 'db' },
      spec: { clusterIP: '172.30.1.2', selector: { app: 'db' }, ports: [{ port: 3306, targetPort: 3307 }] },
    });
    await put(oc, 'statefulset', {
      metadata: { name: 'db' },
      spec: { replicas: 2, template },
      status: { replicas: 1 },
    });
    await put(oc, 'daemonset', { metadata: { name: 'log', generation: 3 }, spec: { template }, status: {} });
    await put(oc, 'job', { metadata: { name: 'once' }, spec: { completions: 1, template }, status: { succeeded: 1 } });
    await put(oc, 'pod', { metadata: { name: 'lonely' }, spec: { containers: [{ name: 'c', image: 'a/b' }] } });
    expect(await status(oc)).toBe(`${HEAD}svc/db - 172.30.1.2:3306 -> 3307
  statefulset/db manages mysql
    created about a minute ago - 1/2 pods growing to 2
  daemonset/log manages mysql
    generation #3 running for about a minute

job/once manages mysql
  created about a minute ago 1/1 completed 0 running

pod/lonely runs a/b

View details with 'oc describe <resource>/<name>' or list resources with 'oc get all'.
`);
  });

  test.each([
    [['-o', 'nosuch'], 'error: invalid output format provided: nosuch\n'],
    [['-o', 'dot', '--suggest'], 'error: cannot provide suggestions when output format is dot\n'],
    [['x'], "error: no arguments should be provided\nSee 'oc status -h' for help and examples\n"],
  ])('refuses %j', async (flags, stderr) => {
    expect(await objectCommands({ program: 'oc' }).run('status', ...flags)).toEqual({ status: 1, stdout: '', stderr });
  });
});

describe('called by its own name', () => {
  /** A source tag with two digests in its history, a pinned tag, an alias that is behind, and what follows them. */
  async function site(): Promise<ObjectCommands> {
    const own = objectCommands();
    const event = (image: string, created: string) => ({
      image,
      created,
      dockerImageReference: `quay.io/rover/rover@${image}`,
      generation: 1,
    });
    const alias = (name: string, to: string) => ({ name, from: { kind: 'ImageStreamTag', name: to } });
    await put(own, 'imagestream', {
      metadata: { name: 'rover', generation: 1 },
      spec: {
        tags: [
          {
            name: 'latest',
            from: { kind: 'DockerImage', name: 'quay.io/rover/rover' },
            generation: 1,
            importPolicy: { scheduled: true },
          },
          alias('a', 'b'),
          alias('b', 'a'),
          alias('lost', 'rover:nosuch'),
          { name: 'copy', from: { kind: 'ImageStreamImage', name: `rover@${digestA}` } },
          {
            name: 'prod',
            annotations: {
              'imagestream.dev/pinned': JSON.stringify({
                at: '2026-03-01T09:00:00Z',
                by: 'ann@laptop',
                reason: 'crashes\u001b[2J',
                followed: { from: { kind: 'ImageStreamTag', name: 'latest' }, importPolicy: {} },
              }),
            },
            from: { kind: 'ImageStreamImage', name: `rover@${digestA}` },
          },
        ],
      },
      status: {
        tags: [
          { tag: 'latest', items: [event(digestB, '2026-03-01T09:50:00Z'), event(digestA, '2026-03-01T08:00:00Z')] },
          { tag: 'copy', items: [event(digestA, '2026-03-01T08:00:00Z')] },
          { tag: 'prod', items: [event(digestA, '2026-03-01T08:00:00Z')] },
          { tag: 'pushed', items: [event(digestB, '2026-03-01T08:00:00Z')] },
        ],
      },
    });
    const trigger = (tag: string) =>
      JSON.stringify([
        {
          from: { kind: 'ImageStreamTag', name: tag },
          fieldPath: 'spec.template.spec.containers[?(@.name=="c")].image',
        },
      ]);
    const workload = (name: string, tag: string, image: string) => ({
      metadata: { name, annotations: { 'image.openshift.io/triggers': trigger(tag) } },
      spec: { template: { spec: { containers: [{ name: 'c', image, livenessProbe: {} }] } } },
    });
    await put(own, 'deployment', workload('web', 'rover:prod', `quay.io/rover/rover@${digestA}`));
    await put(own, 'statefulset', workload('db', 'rover:latest', 'old/db:1'));
    await put(own, 'daemonset', workload('lost', 'rover:never', ' '));
    return own;
  }

  test('draws every tag once, with what follows it', async () => {
    const { stdout, stderr, status } = await (await site()).run('status');
    expect([stderr, status]).toEqual(['', 0]);
    expect(stdout).toBe(`In project demo in store /store

deployment/web deploys istag/rover:prod

statefulset/db manages istag/rover:latest
  created about a minute ago

daemonset/lost manages
  created about a minute ago

TAG                   IMAGE         SINCE  STATE AND SOURCE
rover:copy            aaaaaaaaaaaa  120m   copy of rover:latest, which has 1 newer
rover:latest          bbbbbbbbbbbb  10m    quay.io/rover/rover
-> statefulset/db                          has old/db:1
-> rover:prod         aaaaaaaaaaaa  120m   pinned 60m ago by ann@laptop: crashes^[[2J; behind rover:latest (bbbbbbbbbbbb)
   -> deployment/web  aaaaaaaaaaaa
rover:lost            -             -      follows rover:nosuch, which is missing
rover:pushed          bbbbbbbbbbbb  120m   pushed
rover:a               -             -      follows rover:b, round about
-> rover:b            -             -

Errors:
  * rover:lost follows rover:nosuch, which does not exist.
  * daemonset/lost follows rover:never, which has no image.

2 errors, 1 warning identified, use 'imagestream status --suggest' to see details.
`);
  });

  test('tells warnings and what helps when it is asked, and no command that is not here', async () => {
    const { stdout } = await (await site()).run('status', '--suggest');
    expect(stdout).toContain(`
Warnings:
  * rover:prod is pinned, and its source has moved on (rover:latest).
    try: imagestream unpin rover:prod
`);
    expect(stdout).not.toMatch(/\boc\b/);
  });

  test('writes all of it for programs', async () => {
    const own = await site();
    const { stdout } = await own.run('status', '-o', 'json');
    const { tags, workloads, concerns } = JSON.parse(stdout);
    expect(tags.find(({ tag }: { tag: string }) => tag === 'prod')).toMatchObject({
      name: 'demo/rover:prod',
      image: digestA,
      pinned: { at: '2026-03-01T09:00:00Z', by: 'ann@laptop' },
      behind: { image: digestB, knownFrom: 'demo/rover:latest' },
    });
    expect(workloads[0]).toEqual({
      kind: 'Deployment',
      namespace: 'demo',
      name: 'web',
      containers: [{ name: 'c', image: `quay.io/rover/rover@${digestA}` }],
      follows: [{ tag: 'demo/rover:prod', automatic: true, containers: ['c'] }],
    });
    expect(concerns).toHaveLength(3);
    expect((await own.run('status', '-o', 'yaml')).stdout).toContain('name: demo/rover:prod\n');
    expect((await own.run('status', '-o', 'dot')).stdout).toMatch(/^digraph "demo" \{\n(.*\n)+\}\n$/);
  });

  test('names the namespace of everything where all are shown', async () => {
    const { stdout } = await (await site()).run('status', '-A');
    expect(stdout).toMatch(/^Showing all projects in store \/store\n/);
    expect(stdout).toMatch(/^ {3}-> deployment\/web\[demo\] {2}aaaaaaaaaaaa$/m);
    expect(stdout).toContain('behind demo/rover:latest (bbbbbbbbbbbb)');
  });

  test('says in an empty project where something is', async () => {
    expect(await (await site()).run('status', '-n', 'empty')).toEqual({
      status: 0,
      stdout: `In project empty in store /store

You have no image streams, services, deployments, or builds.
Run 'imagestream import-image NAME:TAG --from=PULLSPEC --confirm' to follow an image.
`,
      stderr: 'note: nothing is stored in empty, but in: demo (-A shows all)\n',
    });
  });

  test('calls a project by its name for people, too', async () => {
    const own = objectCommands();
    const metadata = { name: 'mars', annotations: { 'openshift.io/display-name': 'To Mars' } };
    await create(own, JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata }));
    expect((await own.run('status', '-n', 'mars')).stdout).toMatch(/^In project To Mars \(mars\) in store /);
  });

  test('names the formats for a wrong one', async () => {
    const { stderr } = await objectCommands().run('status', '-o', 'wide');
    expect(stderr).toBe('error: invalid output format provided: wide\nhint: The formats are: dot, json, yaml\n');
  });

  test('keeps to a screen, and counts what it leaves out', async () => {
    const own = objectCommands();
    const tags = Array.from({ length: 500 }, (_, at) => ({
      name: `t${at}`,
      ...(at === 7 ? { from: { kind: 'ImageStreamTag', name: 'app:nosuch' } } : {}),
      ...(at === 400 ? { from: { kind: 'ImageStreamTag', name: 'app:t3' } } : {}),
    }));
    const changed = (at: number) => ({
      tag: `t${at}`,
      items: [
        { image: digestA, created: `2026-02-0${1 + (at % 9)}T00:00:00Z`, dockerImageReference: 'a', generation: 1 },
      ],
    });
    const status = { tags: Array.from({ length: 500 }, (_, at) => changed(at)).filter(({ tag }) => tag !== 't400') };
    status.tags.push({
      ...changed(400),
      items: changed(400).items.map((item) => ({ ...item, created: '2026-02-20T00:00:00Z' })),
    });
    await put(own, 'imagestream', { metadata: { name: 'app' }, spec: { tags }, status });
    const { stdout } = await own.run('status');
    expect(stdout).toContain('app:t400  aaaaaaaaaaaa  9d     follows app:t3\n');
    expect(stdout).toMatch(/^app:t7 .* follows app:nosuch, which is missing$/m);
    expect(stdout).toContain('\nand 489 more tags: imagestream get istag\n');
    expect(stdout.split('\n').length).toBeLessThan(25);
  });
});
