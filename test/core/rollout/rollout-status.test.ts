import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import type { Revision } from '../../../src/core/rollout/history.ts';
import { type RolloutStatus, rolloutStatus } from '../../../src/core/rollout/rollout-status.ts';

const template = (image: string) => ({ metadata: { labels: {} }, spec: { containers: [{ name: 'c', image }] } });

function workload(kind: string, spec: object = {}, status: unknown = undefined): KubeObject {
  const apiVersion = kind === 'DeploymentConfig' ? 'apps.openshift.io/v1' : 'apps/v1';
  return {
    apiVersion,
    kind,
    metadata: { name: 'app' },
    spec: { template: template('a'), ...spec },
    ...(status === undefined ? {} : { status }),
  } as KubeObject;
}

const WAITS = 'a container has no image yet';
const NOBODY = 'nothing has rolled it out yet';
const blank = { template: template('') };

describe('a Deployment', () => {
  const revision = (number: number, image: string): Revision => ({
    number,
    cause: '',
    template: template(image),
    record: { ...workload('ReplicaSet'), spec: { template: template(image) } },
  });
  const pending = (replicas: number, blocked: string): RolloutStatus => ({
    text: `Waiting for deployment "app" rollout to finish: 0 out of ${replicas} new replicas have been updated...`,
    blocked,
  });

  test.each<[string, object, Revision[], RolloutStatus]>([
    [
      'is done when its template is recorded',
      {},
      [revision(1, 'a')],
      { text: 'deployment "app" successfully rolled out' },
    ],
    ['is not with another template', { replicas: 3 }, [revision(1, 'b')], pending(3, WAITS)],
    ['is not when only an old one matches', {}, [revision(1, 'a'), revision(2, 'b')], pending(1, WAITS)],
    ['is not without any', {}, [], pending(1, WAITS)],
    ['waits while it is paused', { paused: true }, [revision(1, 'b')], pending(1, 'it is paused')],
  ])('%s', (_what, spec, revisions, expected) => {
    expect(rolloutStatus(workload('Deployment', spec), revisions, 0)).toEqual(expected);
  });

  test('another revision than the newest is refused', () => {
    const revisions = [revision(1, 'b'), revision(2, 'a')];
    expect(rolloutStatus(workload('Deployment'), revisions, 2).blocked).toBeUndefined();
    expect(() => rolloutStatus(workload('Deployment'), revisions, 1)).toThrow(
      expect.objectContaining({
        code: 'ARGUMENT',
        message: 'desired revision (1) is different from the running revision (2)',
      }),
    );
  });
});

describe('a set', () => {
  const newest: Revision = {
    number: 2,
    cause: '',
    template: template('a'),
    record: { ...workload('ControllerRevision'), metadata: { name: 'app-h' } },
  };
  test.each<[string, object, Revision[], RolloutStatus]>([
    ['DaemonSet', {}, [newest], { text: 'daemon set "app" successfully rolled out' }],
    ['DaemonSet', {}, [], { text: 'Waiting for daemon set spec update to be observed...', blocked: NOBODY }],
    ['DaemonSet', blank, [newest], { text: 'Waiting for daemon set spec update to be observed...', blocked: WAITS }],
    ['StatefulSet', {}, [newest], { text: 'statefulset rolling update complete 1 pods at revision app-h...' }],
    [
      'StatefulSet',
      { replicas: 3 },
      [newest],
      { text: 'statefulset rolling update complete 3 pods at revision app-h...' },
    ],
    ['StatefulSet', {}, [], { text: 'Waiting for statefulset spec update to be observed...', blocked: NOBODY }],
  ])('%s %j', (kind, spec, revisions, expected) => {
    expect(rolloutStatus(workload(kind, spec), revisions, 0)).toEqual(expected);
  });

  test('another revision than the newest is refused', () => {
    expect(() => rolloutStatus(workload('DaemonSet'), [newest], 1)).toThrow('desired revision (1)');
  });
});

describe('a DeploymentConfig', () => {
  const image = { type: 'ImageChange', imageChangeParams: { automatic: true } };
  const done = { type: 'Progressing', reason: 'NewReplicationControllerAvailable', message: 'it is done' };
  const waiting = 'Waiting for latest deployment config spec to be observed by the controller loop...';
  const paused = 'Deployment config "app" is paused. Resume to continue watching the status of the rollout.';
  const manual = `Deployment config "app" waiting on manual update (use 'oc rollout latest app')`;
  test.each<[string, object, unknown, Partial<RolloutStatus>]>([
    [
      'without a version, with an image trigger',
      { triggers: [image] },
      undefined,
      { text: 'Deployment config "app" waiting on image update' },
    ],
    ['without a version or triggers', { triggers: [] }, { latestVersion: 0 }, { text: '', blocked: manual }],
    ['that nobody rolled out', { triggers: [{ type: 'ConfigChange' }] }, undefined, { text: waiting, blocked: NOBODY }],
    [
      'without an image',
      { ...blank, triggers: [{ type: 'ConfigChange' }] },
      undefined,
      { text: waiting, blocked: WAITS },
    ],
    [
      'that is done',
      { triggers: [image] },
      { latestVersion: 1, conditions: [{ type: 'Available' }, done] },
      { text: 'it is done' },
    ],
    ['that is done and paused', { paused: true }, { latestVersion: 1, conditions: [done] }, { text: 'it is done' }],
    [
      'that is paused',
      { paused: true },
      { latestVersion: 1, conditions: [{ ...done, reason: 'other' }] },
      { text: '', blocked: paused },
    ],
    ['whose conditions are none', {}, { latestVersion: 1, conditions: 'x' }, { text: waiting, blocked: NOBODY }],
    [
      'with another condition of that reason',
      {},
      { latestVersion: 1, conditions: [{ ...done, type: 'Other' }] },
      { text: waiting },
    ],
  ])('%s', (_what, spec, status, expected) => {
    const found = rolloutStatus(workload('DeploymentConfig', spec, status), [], 0);
    expect(found).toMatchObject(expected);
    expect(found.blocked === undefined).toBe(found.text === 'it is done');
  });

  test('another version than the newest is refused', () => {
    const config = workload('DeploymentConfig', {}, { latestVersion: 2, conditions: [done] });
    expect(rolloutStatus(config, [], 2)).toEqual({ text: 'it is done' });
    expect(() => rolloutStatus(config, [], 1)).toThrow(
      'desired revision (1) is different from the running revision (2)',
    );
  });
});

test('other kinds have no status', () => {
  expect(() => rolloutStatus(workload('ReplicaSet'), [], 0)).toThrow(
    expect.objectContaining({ code: 'ARGUMENT', message: 'no status viewer has been implemented for ReplicaSet' }),
  );
});
