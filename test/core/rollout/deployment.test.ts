import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import {
  bareTemplate,
  CHANGE_CAUSE,
  historyLimit,
  isOwnedBy,
  ownReplicaSets,
  REVISION,
  revisionOf,
  rollOutDeployment,
} from '../../../src/core/rollout/deployment.ts';

interface Shape {
  image?: string;
  replicas?: number;
  limit?: unknown;
  annotations?: Record<string, string>;
  paused?: boolean;
}

const template = (image: string) => ({
  metadata: { labels: { app: 'app' } },
  spec: { containers: [{ name: 'c', image }] },
});

function aDeployment({ image = 'a', replicas, limit, annotations, paused }: Shape = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'app', namespace: 'demo', uid: 'u', ...(annotations ? { annotations } : {}) },
    spec: {
      ...(replicas === undefined ? {} : { replicas }),
      ...(limit === undefined ? {} : { revisionHistoryLimit: limit }),
      ...(paused ? { paused } : {}),
      selector: { matchLabels: { app: 'app' }, matchExpressions: [] },
      template: template(image),
    },
  } as KubeObject;
}

/** The ReplicaSets after the images were rolled out one after the other, and the Deployment at the end. */
function rolledOut(images: readonly string[], shape: Shape = {}): { deployment: KubeObject; sets: KubeObject[] } {
  let deployment = aDeployment(shape);
  let sets: KubeObject[] = [];
  for (const image of images) {
    const { annotations } = deployment.metadata;
    const rollout = rollOutDeployment(aDeployment({ ...shape, image, ...(annotations ? { annotations } : {}) }), sets);
    deployment = rollout.deployment;
    const changed = new Map([...rollout.create, ...rollout.update].map((set) => [set.metadata.name, set]));
    const gone = new Set(rollout.delete.map(({ metadata }) => metadata.name));
    sets = [...new Map([...sets.map((set) => [set.metadata.name, set] as const), ...changed]).values()];
    sets = ownReplicaSets(
      deployment,
      sets.filter(({ metadata }) => !gone.has(metadata.name)),
    );
  }
  return { deployment, sets };
}

const imageOf = (set: KubeObject) =>
  (set.spec as { template: ReturnType<typeof template> }).template.spec.containers[0]?.image;
const replicasOf = (set: KubeObject) => (set.spec as { replicas: number }).replicas;
const summary = (sets: readonly KubeObject[]) => sets.map((set) => [imageOf(set), revisionOf(set), replicasOf(set)]);

describe('the first rollout of a Deployment', () => {
  test('makes a ReplicaSet with its hash in name, labels, selector and template', () => {
    const { deployment, create, update, delete: gone } = rollOutDeployment(aDeployment({ replicas: 3 }), []);
    expect(deployment.metadata.annotations).toEqual({ [REVISION]: '1' });
    expect([update, gone]).toEqual([[], []]);
    const [set] = create as [KubeObject];
    const hash = set.metadata.name.slice('app-'.length);
    const labels = { app: 'app', 'pod-template-hash': hash };
    expect(set).toEqual({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: `app-${hash}`,
        namespace: 'demo',
        labels,
        annotations: { [REVISION]: '1' },
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            name: 'app',
            uid: 'u',
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      spec: {
        replicas: 3,
        selector: { matchLabels: labels, matchExpressions: [] },
        template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'a' }] } },
      },
      status: { replicas: 0 },
    });
  });

  test('has one replica where none is asked for, and the cause that was said', () => {
    const { create } = rollOutDeployment(aDeployment({ annotations: { [CHANGE_CAUSE]: 'because' } }), []);
    expect(create.map(replicasOf)).toEqual([1]);
    expect(create[0]?.metadata.annotations).toEqual({ [REVISION]: '1', [CHANGE_CAUSE]: 'because' });
  });

  test.each<[string, KubeObject]>([
    ['is paused', aDeployment({ paused: true })],
    ['waits for an image', aDeployment({ image: ' ' })],
    ['has no template', { ...aDeployment(), spec: {} }],
  ])('does not happen while it %s', (_what, deployment) => {
    const rollout = rollOutDeployment(deployment, []);
    expect(rollout).toEqual({ deployment, create: [], update: [], delete: [] });
    expect(rollout.deployment).toBe(deployment);
  });
});

describe('later rollouts of a Deployment', () => {
  test('the same template changes nothing', () => {
    const { deployment, sets } = rolledOut(['a']);
    const rollout = rollOutDeployment(deployment, sets);
    expect(rollout).toEqual({ deployment, create: [], update: [], delete: [] });
    expect(rollout.deployment).toBe(deployment);
  });

  test('another template is the next revision, the one before has no replicas', () => {
    const { deployment, sets } = rolledOut(['a', 'b']);
    expect(summary(sets)).toEqual([
      ['a', 1, 0],
      ['b', 2, 1],
    ]);
    expect(revisionOf(deployment)).toBe(2);
  });

  test('an old template that is back takes the next number and remembers the ones it had', () => {
    const { sets } = rolledOut(['a', 'b', 'a', 'b', 'a']);
    expect(summary(sets)).toEqual([
      ['b', 4, 0],
      ['a', 5, 1],
    ]);
    expect(sets[1]?.metadata.annotations?.['deployment.kubernetes.io/revision-history']).toBe('1,3');
    expect(sets[0]?.metadata.annotations?.['deployment.kubernetes.io/revision-history']).toBe('2');
  });

  test('another number of replicas is no revision', () => {
    const { sets, deployment } = rolledOut(['a', 'b']);
    const scaled = { ...deployment, spec: { ...(deployment.spec as object), replicas: 4 } };
    const { create, update } = rollOutDeployment(scaled, sets);
    expect(create).toEqual([]);
    expect(summary(update)).toEqual([['b', 2, 4]]);
  });

  test('the cause is the newest one, or none', () => {
    const { sets } = rolledOut(['a'], { annotations: { [CHANGE_CAUSE]: 'one' } });
    const silent = rollOutDeployment(aDeployment({ annotations: { [REVISION]: '1' } }), sets);
    expect(silent.update[0]?.metadata.annotations).toEqual({ [REVISION]: '1' });
  });

  test.each([
    [0, ['d']],
    [1, ['c', 'd']],
    [2, ['b', 'c', 'd']],
    [-1, ['a', 'b', 'c', 'd']],
    ['2', ['a', 'b', 'c', 'd']],
  ])('with a limit of %j old ones, %j are kept', (limit, kept) => {
    expect(rolledOut(['a', 'b', 'c', 'd'], { limit }).sets.map(imageOf)).toEqual(kept);
  });

  test('what goes is not scaled down first', () => {
    const { sets, deployment } = rolledOut(['a', 'b']);
    const running = sets.map((set) => ({ ...set, spec: { ...(set.spec as object), replicas: 1 } }));
    const next = aDeployment({ image: 'c', limit: 1, annotations: deployment.metadata.annotations ?? {} });
    const rollout = rollOutDeployment(next, running);
    expect(rollout.delete.map(imageOf)).toEqual(['a']);
    expect(summary(rollout.update)).toEqual([['b', 2, 0]]);
  });
});

test('ten old revisions are kept where nobody says how many', () => {
  expect(historyLimit(aDeployment())).toBe(10);
});

describe('whose object it is', () => {
  const owned = (ownerReferences: unknown) =>
    ({ ...aDeployment(), metadata: { name: 'x', ownerReferences } }) as KubeObject;
  test.each<[unknown, boolean]>([
    [[{ uid: 'other' }, { uid: 'u' }], true],
    [[{ uid: 'other' }], false],
    [[], false],
    [undefined, false],
    ['u', false],
  ])('%j: %s', (owners, expected) => expect(isOwnedBy(owned(owners), 'u')).toBe(expected));

  test('nothing goes with an object that has no uid', () => {
    const { uid: _uid, ...metadata } = aDeployment().metadata;
    const nobody = { ...aDeployment(), metadata } as KubeObject;
    expect(ownReplicaSets(nobody, [owned([{}]), owned([{ uid: 'u' }])])).toEqual([]);
  });
});

test.each<[unknown, unknown]>([
  [
    { metadata: { labels: { a: '1', 'pod-template-hash': 'x' }, name: 'n' }, spec: 1 },
    { metadata: { labels: { a: '1' }, name: 'n' }, spec: 1 },
  ],
  [
    { metadata: {}, spec: 1 },
    { metadata: {}, spec: 1 },
  ],
  [{ spec: 1 }, { spec: 1 }],
  ['text', 'text'],
])('the template %j compares as %j', (own, bare) => {
  expect(bareTemplate({ ...aDeployment(), spec: { template: own } })).toEqual(bare);
});
