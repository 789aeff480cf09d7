import { beforeEach, describe, expect, test } from '@jest/globals';
import { createImageApi } from '../../../src/api/api.ts';
import { emptyImageStream } from '../../../src/api/storage/image-streams.ts';
import { IMAGE_STREAM } from '../../../src/core/kinds/kind-names.ts';
import { findKind, kindOfObject, type ResourceKind } from '../../../src/core/kinds/kinds.ts';
import type { ImageStreamImport } from '../../../src/core/objects/image-stream-import.ts';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { type ApiFixture, anImageApi } from '../../support/image-api.ts';

const MARSVIEW = 'registry.marsrover.space/engine/marsview';
const NAMESPACE = 'toms-project';

let fixture: ApiFixture;
let warnings: string[];

beforeEach(() => {
  fixture = anImageApi();
  warnings = [];
  fixture.context.warn = (message) => void warnings.push(message);
});

const kindOf = (name: string) => findKind(name) as ResourceKind;

function aRequest(tag: string): ImageStreamImport {
  return {
    apiVersion: 'image.openshift.io/v1',
    kind: 'ImageStreamImport',
    metadata: { name: 'marsview', namespace: NAMESPACE },
    spec: {
      import: true,
      images: [
        {
          from: { kind: 'DockerImage', name: `${MARSVIEW}:${tag}` },
          to: { name: tag },
          importPolicy: { importMode: 'Legacy' },
          referencePolicy: { type: 'Source' },
        },
      ],
    },
    status: {},
  };
}

async function importMarsview(tag = 'latest'): Promise<void> {
  await fixture.api.importImages(NAMESPACE, aRequest(tag));
  await fixture.api.controllers.settle();
}

const push = (version: number, tag = 'latest') =>
  `${MARSVIEW}@${fixture.registry.push(`${MARSVIEW}:${tag}`, { comment: `v${version}` })}`;

async function create(object: KubeObject): Promise<void> {
  const kind = kindOfObject(object.apiVersion, object.kind) as ResourceKind;
  await fixture.api.create(kind, NAMESPACE, object);
  await fixture.api.controllers.settle();
}

async function change(kind: string, name: string, edit: (object: KubeObject) => void): Promise<void> {
  const object = structuredClone(await read(kind, name));
  edit(object);
  await fixture.api.update(kindOf(kind), NAMESPACE, object);
  await fixture.api.controllers.settle();
}

const read = (kind: string, name: string) => fixture.api.get(kindOf(kind), NAMESPACE, name);
const names = async (kind: string) =>
  (await fixture.api.list(kindOf(kind), NAMESPACE)).items.map(({ metadata }) => metadata.name);

// biome-ignore lint/suspicious/noExplicitAny: fields of objects that the test itself has made
type Loose = any;
const specOf = (object: KubeObject): Loose => object.spec;
const statusOf = (object: KubeObject): Loose => object.status;
const imagesOf = (object: KubeObject): string[] =>
  specOf(object).template.spec.containers.map(({ image }: Loose) => image);

const aConfig = (over: { container?: string; triggers?: unknown[]; paused?: boolean } = {}): KubeObject => ({
  apiVersion: 'apps.openshift.io/v1',
  kind: 'DeploymentConfig',
  metadata: { name: 'marsview' },
  spec: {
    replicas: 1,
    ...(over.paused ? { paused: true } : {}),
    selector: { deploymentconfig: 'marsview' },
    template: {
      metadata: { labels: { deploymentconfig: 'marsview' } },
      spec: { containers: [{ name: over.container ?? 'marsview', image: 'marsview' }] },
    },
    triggers: over.triggers ?? [{ type: 'ConfigChange' }, anImageChange()],
  },
});

const anImageChange = (over: Record<string, unknown> = {}) => ({
  type: 'ImageChange',
  imageChangeParams: {
    automatic: true,
    containerNames: ['marsview'],
    from: { kind: 'ImageStreamTag', namespace: NAMESPACE, name: 'marsview:latest' },
    ...over,
  },
});

const aDeployment = (triggers: unknown, over: { image?: string; containers?: string[] } = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'marsview',
    annotations: { 'image.openshift.io/triggers': typeof triggers === 'string' ? triggers : JSON.stringify(triggers) },
  },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'marsview' } },
    template: {
      metadata: { labels: { app: 'marsview' } },
      spec: { containers: (over.containers ?? ['marsview']).map((name) => ({ name, image: over.image ?? ' ' })) },
    },
  },
});

const aFieldTrigger = (over: Record<string, unknown> = {}) => ({
  from: { kind: 'ImageStreamTag', name: 'marsview:latest' },
  fieldPath: 'spec.template.spec.containers[?(@.name=="marsview")].image',
  ...over,
});

const aBuildConfig = (triggers: unknown[]): KubeObject => ({
  apiVersion: 'build.openshift.io/v1',
  kind: 'BuildConfig',
  metadata: { name: 'example-app' },
  spec: {
    source: { git: { uri: 'https://example.com/app.git' } },
    strategy: { type: 'Source', sourceStrategy: { from: { kind: 'ImageStreamTag', name: 'marsview:latest' } } },
    output: { to: { kind: 'ImageStreamTag', name: 'example-app:latest' } },
    triggers,
  },
});

describe('a DeploymentConfig', () => {
  test('is rolled out when its tag is imported, and again when the image has changed', async () => {
    const first = push(1);
    await create(aConfig());
    expect(statusOf(await read('dc', 'marsview')).latestVersion).toBe(0);
    await importMarsview();
    let config = await read('dc', 'marsview');
    expect(imagesOf(config)).toEqual([first]);
    expect(specOf(config).triggers[1].imageChangeParams.lastTriggeredImage).toBe(first);
    expect(statusOf(config)).toMatchObject({
      latestVersion: 1,
      details: { message: 'config change', causes: [{ type: 'ConfigChange' }] },
    });

    const second = push(2);
    await importMarsview();
    config = await read('dc', 'marsview');
    expect(imagesOf(config)).toEqual([second]);
    expect(statusOf(config)).toMatchObject({
      latestVersion: 2,
      observedGeneration: config.metadata.generation,
      details: {
        message: 'image change',
        causes: [{ type: 'ImageChange', imageTrigger: { from: { kind: 'DockerImage', name: second } } }],
      },
      conditions: [{ message: 'replication controller "marsview-2" successfully rolled out' }],
    });
    expect(await names('rc')).toEqual(['marsview-1', 'marsview-2']);
    const controller = await read('rc', 'marsview-1');
    expect(imagesOf(controller)).toEqual([first]);
    expect(controller.metadata.annotations).toMatchObject({
      'openshift.io/deployment-config.name': 'marsview',
      'openshift.io/deployment-config.latest-version': '1',
      'openshift.io/deployment.phase': 'Complete',
      'openshift.io/deployment.status-reason': 'config change',
    });
    expect(warnings).toEqual([
      'deploymentconfig.apps.openshift.io/marsview spec.triggers[1].imageChangeParams.from: the tag toms-project/marsview:latest has no image yet',
    ]);
  });

  test('is left alone, to the byte, when nothing has changed', async () => {
    push(1);
    await importMarsview();
    await create(aConfig());
    const before = await read('dc', 'marsview');
    await importMarsview();
    await fixture.api.controllers.settle();
    expect(await read('dc', 'marsview')).toEqual(before);
    expect(await names('rc')).toEqual(['marsview-1']);
  });

  test('gets its image back when somebody has written another one', async () => {
    const image = push(1);
    await importMarsview();
    await create(aConfig());
    await change('dc', 'marsview', (config) => {
      specOf(config).template.spec.containers[0].image = 'busybox';
    });
    const config = await read('dc', 'marsview');
    expect(imagesOf(config)).toEqual([image]);
    expect(statusOf(config).latestVersion).toBe(1);
  });

  test('takes images while it is paused, and rolls out when it is resumed', async () => {
    const image = push(1);
    await importMarsview();
    await create(aConfig({ paused: true }));
    let config = await read('dc', 'marsview');
    expect(imagesOf(config)).toEqual([image]);
    expect(statusOf(config).latestVersion).toBe(0);
    await change('dc', 'marsview', (object) => {
      specOf(object).paused = false;
    });
    config = await read('dc', 'marsview');
    expect(statusOf(config).latestVersion).toBe(1);
  });

  test('is not touched by a trigger that is not automatic, and waits for it with its first rollout', async () => {
    push(1);
    await importMarsview();
    await create(aConfig({ triggers: [{ type: 'ConfigChange' }, anImageChange({ automatic: false })] }));
    const config = await read('dc', 'marsview');
    expect(imagesOf(config)).toEqual(['marsview']);
    expect(statusOf(config).latestVersion).toBe(0);
    expect(warnings).toEqual([]);
  });

  test('rolls out at once where only its configuration counts, and again when that changes', async () => {
    await create(aConfig({ triggers: [{ type: 'ConfigChange' }] }));
    await change('dc', 'marsview', (config) => {
      specOf(config).template.spec.containers[0].env = [{ name: 'A', value: 'b' }];
    });
    await change('dc', 'marsview', (config) => {
      specOf(config).replicas = 3;
    });
    expect(await names('rc')).toEqual(['marsview-1', 'marsview-2']);
    expect(statusOf(await read('dc', 'marsview')).details.message).toBe('config change');
  });

  test('with a trigger for a container that is not there says so, and everything else goes on', async () => {
    push(1);
    await importMarsview();
    const side = { ...anImageChange({ containerNames: ['side'] }) };
    const config = aConfig({ container: 'main', triggers: [{ type: 'ConfigChange' }, anImageChange(), side] });
    specOf(config).template.spec.containers.push({ name: 'side', image: 'x' });
    await create(config);
    expect(warnings).toEqual([
      'deploymentconfig.apps.openshift.io/marsview spec.triggers[1].imageChangeParams.containerNames[0]: no container is called "marsview"; the containers are: main, side',
    ]);
    const stored = await read('dc', 'marsview');
    expect(imagesOf(stored)).toEqual(['marsview', expect.stringContaining(MARSVIEW)]);
    expect(statusOf(stored).latestVersion).toBe(1);
  });

  test('loses what a user writes into its status, and keeps it when a file has none', async () => {
    push(1);
    await importMarsview();
    await create({ ...aConfig(), status: { latestVersion: 7 } });
    await change('dc', 'marsview', (config) => {
      delete config.status;
      delete specOf(config).triggers[1].imageChangeParams.lastTriggeredImage;
    });
    expect(statusOf(await read('dc', 'marsview')).latestVersion).toBe(1);
    expect(await names('rc')).toEqual(['marsview-1']);
  });

  test('takes its rollouts with it when it is deleted, so that another of its name begins anew', async () => {
    await create(aConfig({ triggers: [{ type: 'ConfigChange' }] }));
    await fixture.api.delete(kindOf('dc'), NAMESPACE, 'marsview');
    await fixture.api.controllers.settle();
    expect(await names('rc')).toEqual([]);
    await create(aConfig({ triggers: [{ type: 'ConfigChange' }] }));
    expect(await names('rc')).toEqual(['marsview-1']);
  });

  test('has a rollout completed that was cut short after its number was taken', async () => {
    await create(aConfig({ triggers: [{ type: 'ConfigChange' }] }));
    await fixture.store.delete({
      group: '',
      resource: 'replicationcontrollers',
      namespace: NAMESPACE,
      name: 'marsview-1',
    });
    await change('dc', 'marsview', () => {});
    expect(await names('rc')).toEqual(['marsview-1']);
  });
});

describe('the annotation of workloads', () => {
  test('fills the image of a new deployment in, and each template is a revision', async () => {
    const first = push(1);
    await create(aDeployment([aFieldTrigger()]));
    expect(await names('rs')).toEqual([]);
    await importMarsview();
    const second = push(2);
    await importMarsview();
    const deployment = await read('deploy', 'marsview');
    expect(imagesOf(deployment)).toEqual([second]);
    expect(deployment.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('2');
    const { items } = await fixture.api.list(kindOf('rs'), NAMESPACE);
    const sets = items.map((set) => ({
      revision: set.metadata.annotations?.['deployment.kubernetes.io/revision'],
      images: imagesOf(set),
      replicas: specOf(set).replicas,
    }));
    expect(sets).toContainEqual({ revision: '1', images: [first], replicas: 0 });
    expect(sets).toContainEqual({ revision: '2', images: [second], replicas: 2 });
    expect(sets).toHaveLength(2);
  });

  test.each(['StatefulSet', 'DaemonSet'])('works on a %s', async (kind) => {
    const image = push(1);
    await importMarsview();
    await create({ ...aDeployment([aFieldTrigger()]), kind });
    expect(imagesOf(await read(kind, 'marsview'))).toEqual([image]);
  });

  test('works on a CronJob', async () => {
    const image = push(1);
    await importMarsview();
    const fieldPath = 'spec.jobTemplate.spec.template.spec.containers[0].image';
    const template = { spec: { containers: [{ name: 'marsview', image: ' ' }] } };
    await create({
      ...aDeployment([aFieldTrigger({ fieldPath })]),
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      spec: { schedule: '* * * * *', jobTemplate: { spec: { template } } },
    });
    expect(specOf(await read('cronjob', 'marsview')).jobTemplate.spec.template.spec.containers[0].image).toBe(image);
  });

  test('works across namespaces', async () => {
    const image = push(1);
    const from = { kind: 'ImageStreamTag', namespace: NAMESPACE, name: 'marsview:latest' };
    await fixture.api.create(kindOf('deploy'), 'elsewhere', aDeployment([aFieldTrigger({ from })]));
    await importMarsview();
    expect(imagesOf(await fixture.api.get(kindOf('deploy'), 'elsewhere', 'marsview'))).toEqual([image]);
  });

  const broken: [what: string, triggers: unknown, warning: string][] = [
    [
      'is no JSON',
      '{',
      'metadata.annotations[image.openshift.io/triggers]: the annotation image.openshift.io/triggers is not valid',
    ],
    [
      'names a container that is not there',
      [aFieldTrigger({ fieldPath: 'spec.template.spec.containers[?(@.name=="web")].image' })],
      '[0].fieldPath: no such container: ?(@.name=="web"); the containers are: marsview',
    ],
    [
      'names a tag without image',
      [aFieldTrigger({ from: { kind: 'ImageStreamTag', name: 'marsview:none' } })],
      '[0].from: the tag toms-project/marsview:none has no image yet',
    ],
    [
      'names no tag',
      [aFieldTrigger({ from: { kind: 'ImageStreamTag', name: 'marsview' } })],
      '[0].from: "marsview" names no tag: write STREAM:TAG',
    ],
  ];
  test.each(broken)('that %s is told of, and the others go on', async (_what, triggers, warning) => {
    const image = push(1);
    await importMarsview();
    await create(aDeployment(triggers));
    expect(warnings).toEqual([expect.stringContaining(warning)]);
    expect(warnings[0]).toMatch(/^deployment\.apps\/marsview metadata\.annotations/);
    expect(imagesOf(await read('deploy', 'marsview'))).toEqual([' ']);
    await create({
      ...aDeployment([aFieldTrigger()]),
      metadata: { ...aDeployment([aFieldTrigger()]).metadata, name: 'other' },
    });
    expect(imagesOf(await read('deploy', 'other'))).toEqual([image]);
  });

  test('is not told of again by imports of other streams', async () => {
    await create(aDeployment('{'));
    warnings.length = 0;
    push(1);
    await importMarsview();
    expect(warnings).toEqual([]);
  });
});

describe('a BuildConfig', () => {
  const IMAGE_CHANGE = { type: 'ImageChange', imageChange: {} };

  test('makes a build when its strategy gets another image, once', async () => {
    const first = push(1);
    await importMarsview();
    await create(aBuildConfig([{ type: 'ConfigChange' }, IMAGE_CHANGE]));
    const second = push(2);
    await importMarsview();
    await importMarsview();
    expect(await names('build')).toEqual(['example-app-1', 'example-app-2']);
    const build = await read('build', 'example-app-2');
    const fromRef = { kind: 'ImageStreamTag', name: 'marsview:latest' };
    expect(specOf(build)).toMatchObject({
      strategy: { type: 'Source', sourceStrategy: { from: { kind: 'DockerImage', name: second } } },
      source: { git: { uri: 'https://example.com/app.git' } },
      output: { to: { kind: 'ImageStreamTag', name: 'example-app:latest' } },
      triggeredBy: [{ message: 'Image change', imageChangeBuild: { imageID: second, fromRef } }],
    });
    expect(statusOf(build)).toMatchObject({ phase: 'New', reason: 'InvalidOutputReference' });
    expect(specOf(await read('build', 'example-app-1')).strategy.sourceStrategy.from.name).toBe(first);
    expect(statusOf(await read('bc', 'example-app'))).toEqual({
      lastVersion: 2,
      imageChangeTriggers: [
        { from: { name: 'marsview:latest' }, lastTriggeredImageID: second, lastTriggerTime: '2026-03-01T10:00:00Z' },
      ],
    });
  });

  test('without image trigger is built once for its configuration, as soon as there is an image', async () => {
    await create(aBuildConfig([{ type: 'ConfigChange' }]));
    expect(await names('build')).toEqual([]);
    expect(warnings).toEqual([
      'buildconfig.build.openshift.io/example-app spec.strategy.sourceStrategy.from: Error resolving ImageStreamTag marsview:latest in namespace toms-project: unable to find latest tagged image',
    ]);
    push(1);
    await importMarsview();
    push(2);
    await importMarsview();
    expect(await names('build')).toEqual(['example-app-1']);
    expect(specOf(await read('build', 'example-app-1')).triggeredBy).toEqual([
      { message: 'Build configuration change' },
    ]);
  });

  test('with a paused trigger builds nothing', async () => {
    push(1);
    await importMarsview();
    await create(aBuildConfig([{ type: 'ImageChange', imageChange: { paused: true } }]));
    expect(await names('build')).toEqual([]);
  });

  test('pushes into the integrated registry where there is one', async () => {
    fixture = anImageApi({ internalRegistry: 'registry.local:5000' });
    push(1);
    await importMarsview();
    await fixture.api.create(IMAGE_STREAM, NAMESPACE, emptyImageStream(NAMESPACE, 'example-app'));
    await create(aBuildConfig([IMAGE_CHANGE]));
    expect(statusOf(await read('build', 'example-app-1'))).toEqual({
      phase: 'New',
      output: {},
      outputDockerImageReference: 'registry.local:5000/toms-project/example-app:latest',
      config: { kind: 'BuildConfig', name: 'example-app', namespace: NAMESPACE },
    });
  });
});

describe('bare image names', () => {
  async function withLookup(): Promise<string> {
    const image = push(1);
    await importMarsview();
    const stream = await fixture.api.get<Loose>(IMAGE_STREAM, NAMESPACE, 'marsview');
    await fixture.api.update(IMAGE_STREAM, NAMESPACE, {
      ...stream,
      spec: { ...stream.spec, lookupPolicy: { local: true } },
    });
    return image;
  }

  test('mean tags of a stream that allows it, from the moment of writing on', async () => {
    const image = await withLookup();
    await create(aDeployment([], { image: 'marsview' }));
    expect(imagesOf(await read('deploy', 'marsview'))).toEqual([image]);
    push(2);
    await importMarsview();
    expect(imagesOf(await read('deploy', 'marsview'))).toEqual([image]);
  });

  test('stay as they are where the stream does not say so', async () => {
    push(1);
    await importMarsview();
    await create(aDeployment([], { image: 'marsview' }));
    expect(imagesOf(await read('deploy', 'marsview'))).toEqual(['marsview']);
  });

  test('are not looked up again when something else is changed', async () => {
    await create(aDeployment([], { image: 'marsview' }));
    await withLookup();
    await change('deploy', 'marsview', (object) => {
      specOf(object).replicas = 5;
    });
    expect(imagesOf(await read('deploy', 'marsview'))).toEqual(['marsview']);
  });
});

test('several who react at once make one rollout and one build', async () => {
  push(1);
  const { context } = fixture;
  await create(aConfig());
  await create(aBuildConfig([{ type: 'ImageChange', imageChange: {} }]));
  await importMarsview();
  const second = push(2);
  await fixture.api.importImages(NAMESPACE, aRequest('latest'));
  const others = [1, 2, 3].map(() => createImageApi(context));
  for (const api of others) {
    const stream = await api.get(IMAGE_STREAM, NAMESPACE, 'marsview');
    await api.update(IMAGE_STREAM, NAMESPACE, stream);
  }
  await Promise.all([fixture.api, ...others].map((api) => api.controllers.settle()));
  expect(statusOf(await read('dc', 'marsview')).latestVersion).toBe(2);
  expect(imagesOf(await read('dc', 'marsview'))).toEqual([second]);
  expect(await names('rc')).toEqual(['marsview-1', 'marsview-2']);
  expect(await names('build')).toEqual(['example-app-1', 'example-app-2']);
});

test('objects that nobody can read stop nothing but their own kind', async () => {
  push(1);
  const { store, context } = fixture;
  const list: typeof store.list = async (collection) => {
    if (collection.resource === 'deployments')
      throw new (await import('../../../src/errors.ts')).AppError('STORE_BROKEN', 'a.yaml:1:1: broken');
    return store.list(collection);
  };
  await create(aConfig());
  warnings.length = 0;
  fixture.api = createImageApi({ ...context, store: { ...store, list } });
  await importMarsview();
  expect(warnings).toEqual(['cannot look for triggers of deployments: a.yaml:1:1: broken']);
  expect(statusOf(await read('dc', 'marsview')).latestVersion).toBe(1);
});
