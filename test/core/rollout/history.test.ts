import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { historyKind, originalTemplate, revisionsOf } from '../../../src/core/rollout/history.ts';

const template = { metadata: { labels: { a: '1' } }, spec: {} };
const hashed = { ...template, metadata: { labels: { a: '1', 'pod-template-hash': 'h' } } };
const object = (apiVersion: string, kind: string, over: object = {}): KubeObject =>
  ({ apiVersion, kind, metadata: { name: 'app', uid: 'u' }, ...over }) as KubeObject;
const record = (kind: string, annotations: Record<string, string>, over: object, uid = 'u'): KubeObject =>
  object('v1', kind, { metadata: { name: kind, annotations, ownerReferences: [{ uid }] }, ...over });

const replicaSet = (revision: string, uid?: string) =>
  record(
    'ReplicaSet',
    { 'deployment.kubernetes.io/revision': revision, 'kubernetes.io/change-cause': `why ${revision}` },
    { spec: { template: hashed } },
    uid,
  );

describe('the history', () => {
  test('of a Deployment, oldest first, its own only', () => {
    const sets = [replicaSet('2'), replicaSet('10'), replicaSet('1', 'other'), replicaSet('1')];
    const revisions = revisionsOf(object('apps/v1', 'Deployment'), sets);
    expect(revisions.map(({ number, cause }) => [number, cause])).toEqual([
      [1, 'why 1'],
      [2, 'why 2'],
      [10, 'why 10'],
    ]);
    expect(revisions[0]).toMatchObject({ template: hashed, record: sets[3] });
    expect(revisions.map(originalTemplate)).toEqual([template, template, template]);
  });

  test('of a DeploymentConfig, with phases', () => {
    const annotations = {
      'openshift.io/deployment-config.latest-version': '3',
      'openshift.io/deployment.phase': 'Complete',
      'openshift.io/deployment.status-reason': 'config change',
    };
    const spec = { spec: { template } };
    const records = [record('ReplicationController', annotations, spec), record('ReplicationController', {}, spec)];
    expect(revisionsOf(object('apps.openshift.io/v1', 'DeploymentConfig'), records)).toEqual([
      { number: 0, phase: '', cause: '', template, record: records[1] },
      { number: 3, phase: 'Complete', cause: 'config change', template, record: records[0] },
    ]);
  });

  test.each(['StatefulSet', 'DaemonSet'])('of a %s', (kind) => {
    const data = { spec: { template: { ...template, $patch: 'replace' } } };
    const records = [
      record('ControllerRevision', { 'kubernetes.io/change-cause': 'why' }, { data, revision: 2 }),
      record('ControllerRevision', {}, { data: null, revision: 'x' }),
    ];
    const revisions = revisionsOf(object('apps/v1', kind), records);
    expect(revisions).toEqual([
      { number: 0, cause: '', template: undefined, record: records[1] },
      { number: 2, cause: 'why', template, record: records[0] },
    ]);
    expect(revisions.map(originalTemplate)).toEqual([undefined, template]);
  });

  test('is not there for other kinds, and for what has no uid', () => {
    expect(revisionsOf(object('apps/v1', 'ReplicaSet'), [replicaSet('1')])).toEqual([]);
    expect(revisionsOf(object('apps/v1', 'Deployment', { metadata: { name: 'app' } }), [replicaSet('1')])).toEqual([]);
  });

  test.each([
    ['apps/v1', 'Deployment', 'replicaset'],
    ['apps.openshift.io/v1', 'DeploymentConfig', 'replicationcontroller'],
    ['apps/v1', 'StatefulSet', 'controllerrevision'],
    ['apps/v1', 'DaemonSet', 'controllerrevision'],
    ['batch/v1', 'Job', undefined],
  ])('%s %s is kept as %s', (apiVersion, kind, expected) => {
    expect(historyKind({ apiVersion, kind })?.recordKind).toBe(expected);
  });
});
