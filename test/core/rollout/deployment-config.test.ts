import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import {
  recordedConfig,
  replicationControllerOf,
  rolloutDue,
  withNextVersion,
  withRolloutStatus,
} from '../../../src/core/rollout/deployment-config.ts';

const CONFIG_CHANGE = { type: 'ConfigChange' };
const imageChange = (lastTriggeredImage = '', automatic = true) => ({
  type: 'ImageChange',
  imageChangeParams: {
    automatic,
    containerNames: ['main'],
    from: { kind: 'ImageStreamTag', name: 'app:1' },
    ...(lastTriggeredImage ? { lastTriggeredImage } : {}),
  },
});

interface Shape {
  triggers: unknown[];
  image?: string;
  init?: string;
  paused?: boolean;
  version?: number;
}

function aConfig({ triggers, image = 'a', init = 'i', paused = false, version = 0 }: Shape): KubeObject {
  const spec = { initContainers: [{ name: 'init', image: init }], containers: [{ name: 'main', image }] };
  return {
    apiVersion: 'apps.openshift.io/v1',
    kind: 'DeploymentConfig',
    metadata: { name: 'app', namespace: 'demo', uid: 'u', resourceVersion: '7', labels: { team: 'mars' } },
    spec: {
      paused,
      replicas: 2,
      selector: { app: 'app' },
      triggers,
      template: { metadata: { labels: { app: 'app' } }, spec },
    },
    status: { latestVersion: version },
  };
}

const AUTO = [CONFIG_CHANGE, imageChange('a')];

describe('the first rollout', () => {
  const cases: [what: string, shape: Shape, message: string | undefined][] = [
    ['starts at once where only the configuration counts', { triggers: [CONFIG_CHANGE] }, 'config change'],
    ['starts when the image is there, and calls it a change of the configuration', { triggers: AUTO }, 'config change'],
    ['starts by the image alone', { triggers: [imageChange('a')] }, 'config change'],
    ['waits for an image', { triggers: [CONFIG_CHANGE, imageChange()] }, undefined],
    [
      'waits for the image of a trigger that is not automatic',
      { triggers: [...AUTO, imageChange('', false)] },
      undefined,
    ],
    ['waits for nothing without triggers', { triggers: [] }, undefined],
    ['waits while it is paused', { triggers: AUTO, paused: true }, undefined],
    ['waits while a container has no image', { triggers: AUTO, image: ' ' }, undefined],
  ];
  test.each(cases)('%s', (_what, shape, message) => {
    expect(rolloutDue(aConfig(shape), undefined)?.message).toBe(message);
  });
});

describe('a later rollout', () => {
  const recorded = (triggers: unknown[]) => replicationControllerOf(aConfig({ triggers, version: 1 }));
  const cases: [what: string, shape: Shape, message: string | undefined][] = [
    ['does not start without a change', { triggers: AUTO }, undefined],
    ['starts by another image', { triggers: AUTO, image: 'b' }, 'image change'],
    [
      'starts by another image without a trigger on the configuration',
      { triggers: [imageChange('a')], image: 'b' },
      'image change',
    ],
    [
      'starts by the configuration where it has no image triggers',
      { triggers: [CONFIG_CHANGE], image: 'b' },
      'config change',
    ],
    ['starts by an init container as a change of the configuration', { triggers: AUTO, init: 'j' }, 'config change'],
    [
      'does not start by an init container without such a trigger',
      { triggers: [imageChange('a')], init: 'j' },
      undefined,
    ],
    ['waits while it is paused', { triggers: AUTO, image: 'b', paused: true }, undefined],
  ];
  test.each(cases)('%s', (_what, shape, message) => {
    const due = rolloutDue(aConfig({ ...shape, version: 1 }), recorded(shape.triggers));
    expect(due?.message).toBe(message);
  });

  test('does not start before the one before is recorded', () => {
    expect(rolloutDue(aConfig({ triggers: AUTO, image: 'b', version: 1 }), undefined)).toBeUndefined();
  });

  test('names the images that are new', () => {
    const from = { kind: 'DockerImage', name: 'b' };
    expect(rolloutDue(aConfig({ triggers: AUTO, image: 'b', version: 1 }), recorded(AUTO))?.causes).toEqual([
      { type: 'ImageChange', imageTrigger: { from } },
    ]);
  });
});

test('the record of a rollout holds the configuration, and selects its own pods', () => {
  const config = withNextVersion(aConfig({ triggers: AUTO }), {
    message: 'manual change',
    causes: [{ type: 'Manual' }],
  });
  const controller = replicationControllerOf(config);
  expect(controller).toMatchObject({
    apiVersion: 'v1',
    kind: 'ReplicationController',
    metadata: {
      name: 'app-1',
      namespace: 'demo',
      labels: { team: 'mars', 'openshift.io/deployment-config.name': 'app' },
      ownerReferences: [
        { apiVersion: 'apps.openshift.io/v1', kind: 'DeploymentConfig', name: 'app', uid: 'u', controller: true },
      ],
    },
    spec: {
      replicas: 2,
      selector: { app: 'app', deployment: 'app-1', deploymentconfig: 'app' },
      template: {
        metadata: {
          labels: { app: 'app', deployment: 'app-1', deploymentconfig: 'app' },
          annotations: { 'openshift.io/deployment.name': 'app-1' },
        },
      },
    },
  });
  const { resourceVersion: _version, ...metadata } = config.metadata;
  expect(recordedConfig(controller)).toEqual({ ...config, metadata });
});

test.each(['', '{', '3', '{}'])('a record that holds %j is no configuration', (text) => {
  const controller = replicationControllerOf(aConfig({ triggers: [], version: 1 }));
  controller.metadata.annotations = { 'openshift.io/encoded-deployment-config': text };
  expect(recordedConfig(controller)).toBeUndefined();
});

describe('the status after a rollout', () => {
  const AT = '2026-03-01T10:00:00Z';
  const progress = (version: number) => ({
    ...{ type: 'Progressing', status: 'True', reason: 'NewReplicationControllerAvailable' },
    message: `replication controller "app-${version}" successfully rolled out`,
    ...{ lastTransitionTime: AT, lastUpdateTime: AT },
  });
  const available = { type: 'Available', status: 'True' };
  const withStatus = (status: unknown): KubeObject => ({ ...aConfig({ triggers: [] }), status }) as KubeObject;

  test.each<[string, unknown, number | undefined, unknown]>([
    [
      'says that it is available',
      { latestVersion: 2 },
      5,
      { latestVersion: 2, observedGeneration: 5, conditions: [progress(2)] },
    ],
    [
      'keeps other conditions',
      { latestVersion: 2, conditions: [progress(1), available] },
      undefined,
      { latestVersion: 2, conditions: [available, progress(2)] },
    ],
    ['before the first rollout says nothing', {}, 5, { latestVersion: 0, observedGeneration: 5 }],
    [
      'before the first rollout keeps what is there',
      { conditions: [available] },
      undefined,
      { latestVersion: 0, conditions: [available] },
    ],
    ['that is no object begins anew', 'x', undefined, { latestVersion: 0 }],
  ])('%s', (_what, status, generation, expected) => {
    expect(withRolloutStatus(withStatus(status), generation, AT).status).toEqual(expected);
  });

  test('says the same once, with its first time', () => {
    const said = { latestVersion: 2, conditions: [{ ...progress(2), lastUpdateTime: 'before' }, available] };
    expect(withRolloutStatus(withStatus(said), undefined, AT).status).toEqual(said);
  });
});
