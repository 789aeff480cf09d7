import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { lastVersion, nextBuild } from '../../../src/core/rollout/build.ts';
import type { FindStream } from '../../../src/core/triggers/reaction.ts';
import { anEvent, aStream, aTag, digestA, digestB } from '../../support/streams.ts';

const REPOSITORY = 'registry.local:5000/demo/app';
const app = aStream({
  tags: [aTag('1')],
  history: [
    { tag: '0', items: null },
    { tag: '1', items: [anEvent(digestA), anEvent(digestB)] },
  ],
});
app.status.dockerImageRepository = REPOSITORY;
const find: FindStream = (namespace, name) => (namespace === 'demo' && name === 'app' ? app : undefined);
const pulled = (digest: string) => ({ kind: 'DockerImage', name: `quay.io/team/app@${digest}` });

function aConfig(spec: object, over: { status?: unknown; metadata?: object } = {}): KubeObject {
  return {
    apiVersion: 'build.openshift.io/v1',
    kind: 'BuildConfig',
    metadata: { name: 'app', namespace: 'demo', uid: 'u', labels: { l: '1' }, ...over.metadata },
    spec,
    ...(over.status === undefined ? {} : { status: over.status }),
  } as KubeObject;
}

function built(spec: object, over: Parameters<typeof aConfig>[1] = {}): KubeObject {
  const made = nextBuild(aConfig(spec, over), [{ message: 'Manually triggered' }], find);
  if (!made.ok) throw new Error(made.message);
  return made.build;
}

test.each<[unknown, number]>([
  [undefined, 0],
  [{ lastVersion: 3 }, 3],
  [{ lastVersion: '3' }, 0],
  [{ lastVersion: 1.5 }, 0],
  [{ lastVersion: -1 }, 0],
])('of status %j the last version is %i', (status, version) => {
  expect(lastVersion(aConfig({}, { status }))).toBe(version);
});

describe('a build', () => {
  test('takes over what its configuration says', () => {
    const copied = {
      ...{ source: { type: 'Git' }, revision: { type: 'Git' }, resources: { limits: {} }, postCommit: { script: 'x' } },
      ...{ completionDeadlineSeconds: 5, nodeSelector: { a: 'b' }, mountTrustedCA: true },
    };
    const spec = { ...copied, strategy: { type: 'Docker' }, serviceAccount: 'sa', runPolicy: 'Parallel', triggers: [] };
    expect(built(spec, { status: { lastVersion: 4 } })).toEqual({
      apiVersion: 'build.openshift.io/v1',
      kind: 'Build',
      metadata: {
        name: 'app-5',
        namespace: 'demo',
        labels: {
          l: '1',
          buildconfig: 'app',
          'openshift.io/build-config.name': 'app',
          'openshift.io/build.start-policy': 'Parallel',
        },
        annotations: { 'openshift.io/build-config.name': 'app', 'openshift.io/build.number': '5' },
        ownerReferences: [
          {
            ...{ apiVersion: 'build.openshift.io/v1', kind: 'BuildConfig', name: 'app', uid: 'u' },
            ...{ controller: true, blockOwnerDeletion: true },
          },
        ],
      },
      spec: {
        ...copied,
        serviceAccount: 'sa',
        strategy: { type: 'Docker' },
        output: {},
        triggeredBy: [{ message: 'Manually triggered' }],
      },
      status: { phase: 'New', output: {}, config: { kind: 'BuildConfig', name: 'app', namespace: 'demo' } },
    });
  });

  test('has defaults', () => {
    const { metadata, spec, status } = built({}, { metadata: { namespace: undefined, uid: undefined } });
    expect(metadata.labels).toMatchObject({ 'openshift.io/build.start-policy': 'Serial' });
    expect(metadata).not.toHaveProperty('namespace');
    expect(metadata).not.toHaveProperty('ownerReferences');
    expect(spec).toEqual({
      ...{ serviceAccount: 'builder', strategy: {}, output: {} },
      triggeredBy: [{ message: 'Manually triggered' }],
    });
    expect(status).toMatchObject({ config: { kind: 'BuildConfig', name: 'app' } });
  });
});

describe('what a build starts from', () => {
  const strategy = (name: string, from: object) => ({ strategy: { [name]: { from, other: 1 } } });
  test.each(['sourceStrategy', 'dockerStrategy', 'customStrategy'])('the tag of a %s by its image', (name) => {
    const config = strategy(name, { kind: 'ImageStreamTag', name: 'app:1' });
    expect(built(config).spec).toMatchObject({ strategy: { [name]: { from: pulled(digestA), other: 1 } } });
    expect(config).toEqual(strategy(name, { kind: 'ImageStreamTag', name: 'app:1' }));
  });

  test.each<[object, object]>([
    [{ kind: 'ImageStreamTag', name: 'app:1', namespace: 'demo' }, pulled(digestA)],
    [{ kind: 'ImageStreamImage', name: `app@${digestB}` }, pulled(digestB)],
    [
      { kind: 'DockerImage', name: 'quay.io/x' },
      { kind: 'DockerImage', name: 'quay.io/x' },
    ],
  ])('%j', (from, expected) => {
    expect(built(strategy('dockerStrategy', from)).spec).toMatchObject({
      strategy: { dockerStrategy: { from: expected } },
    });
  });

  test('images of its source', () => {
    const images = [{ from: { kind: 'ImageStreamTag', name: 'app:1' }, paths: [] }, { paths: [] }, 'x'];
    expect(built({ source: { images } }).spec).toMatchObject({
      source: { images: [{ from: pulled(digestA), paths: [] }, { paths: [] }, 'x'] },
    });
  });

  const refused = (config: object) => nextBuild(aConfig(config), [], find);
  test.each<[object, string]>([
    [
      { kind: 'ImageStreamTag', name: 'app:0' },
      'ImageStreamTag app:0 in namespace demo: unable to find latest tagged image',
    ],
    [
      { kind: 'ImageStreamTag', name: 'app:1', namespace: 'far' },
      'ImageStreamTag app:1 in namespace far: unable to find latest tagged image',
    ],
    [
      { kind: 'ImageStreamImage', name: 'app@sha256:x' },
      'ImageStreamImage app@sha256:x in namespace demo: the stream has no such image',
    ],
    [
      { kind: 'ImageStreamImage', name: 'no@sha256:x' },
      'ImageStreamImage no@sha256:x in namespace demo: the stream has no such image',
    ],
  ])('not %j', (from, why) => {
    const message = `Error resolving ${why}`;
    expect(refused(strategy('sourceStrategy', from))).toEqual({
      ok: false,
      field: 'spec.strategy.sourceStrategy.from',
      message,
    });
    const images = [{}, { from }];
    expect(refused({ source: { images } })).toEqual({ ok: false, field: 'spec.source.images[1].from', message });
    // The strategy is looked at first.
    expect(refused({ source: { images }, ...strategy('customStrategy', from) })).toMatchObject({
      field: 'spec.strategy.customStrategy.from',
    });
  });
});

describe('where its image goes to', () => {
  const unknown = { reason: 'InvalidOutputReference', message: 'Output image could not be resolved.' };
  test.each<[unknown, object]>([
    [undefined, {}],
    [{ kind: 'DockerImage', name: 'quay.io/x:1' }, { outputDockerImageReference: 'quay.io/x:1' }],
    [{ kind: 'ImageStreamTag', name: 'app:9' }, { outputDockerImageReference: `${REPOSITORY}:9` }],
    [{ kind: 'ImageStreamTag', name: 'app' }, unknown],
    [{ kind: 'ImageStreamTag', name: 'no:9' }, unknown],
    [{ kind: 'ImageStreamTag', name: 'app:9', namespace: 'far' }, unknown],
  ])('%j', (to, expected) => {
    const { spec, status } = built(to === undefined ? {} : { output: { to } });
    expect(status).toEqual({
      ...{ phase: 'New', output: {}, config: { kind: 'BuildConfig', name: 'app', namespace: 'demo' } },
      ...expected,
    });
    expect(spec).toMatchObject({ output: to === undefined ? {} : { to } });
  });
});
