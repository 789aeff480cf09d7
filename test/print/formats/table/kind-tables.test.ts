import { expect, test } from '@jest/globals';
import { findKind, KINDS, type ResourceKind } from '../../../../src/core/kinds/kinds.ts';
import type { KubeObject } from '../../../../src/core/objects/meta.ts';
import { tableOf } from '../../../../src/print/formats/table/table-of.ts';

const now = new Date('2026-11-23T08:00:00Z');
const metadata = { name: 'x', namespace: 'demo', creationTimestamp: '2026-11-20T01:00:00Z' };
const template = {
  spec: {
    containers: [
      { name: 'main', image: 'quay.io/a:1' },
      { name: 'side', image: 'busybox' },
    ],
  },
};
const selector = {
  matchLabels: { b: '2', a: '1' },
  matchExpressions: [{ key: 'c', operator: 'In', values: ['y', 'x'] }],
};

test.each<[string, object, Record<string, string>]>([
  [
    'secrets',
    { type: 'kubernetes.io/dockerconfigjson', data: { a: 'b' } },
    { Type: 'kubernetes.io/dockerconfigjson', Data: '1', Age: '3d7h' },
  ],
  ['secrets', {}, { Type: 'Opaque', Data: '0' }],
  ['configmaps', { data: { a: '', b: '' }, binaryData: { c: '' } }, { Data: '3', Age: '3d7h' }],
  ['serviceaccounts', { secrets: [{ name: 's' }] }, { Secrets: '1' }],
  [
    'services',
    { spec: { ports: [{ port: 80 }, { port: 443, nodePort: 30001, protocol: 'UDP' }], selector: { app: 'x' } } },
    {
      Type: 'ClusterIP',
      'Cluster-IP': '<none>',
      'External-IP': '<none>',
      'Port(s)': '80/TCP,443:30001/UDP',
      Selector: 'app=x',
    },
  ],
  [
    'services',
    { spec: { type: 'LoadBalancer', clusterIP: '10.0.0.1' } },
    { 'Cluster-IP': '10.0.0.1', 'External-IP': '<pending>', 'Port(s)': '<none>' },
  ],
  ['services', { spec: { type: 'ExternalName', externalName: 'db.example.com' } }, { 'External-IP': 'db.example.com' }],
  [
    'deployments',
    { spec: { template, selector } },
    {
      Ready: '0/1',
      'Up-to-date': '0',
      Available: '0',
      Age: '3d7h',
      Containers: 'main,side',
      Images: 'quay.io/a:1,busybox',
      Selector: 'a=1,b=2,c in (x,y)',
    },
  ],
  [
    'deployments',
    { spec: { replicas: 3 }, status: { readyReplicas: 2, updatedReplicas: 3, availableReplicas: 2 } },
    { Ready: '2/3', 'Up-to-date': '3', Available: '2', Selector: '<none>' },
  ],
  ['statefulsets', { spec: { replicas: 2, template } }, { Ready: '0/2', Images: 'quay.io/a:1,busybox' }],
  [
    'daemonsets',
    { spec: { template }, status: { desiredNumberScheduled: 4 } },
    { Desired: '4', Current: '0', 'Node Selector': '<none>' },
  ],
  [
    'replicasets',
    { spec: { replicas: 0, selector }, status: { replicas: 1 } },
    { Desired: '0', Current: '1', Ready: '0' },
  ],
  ['replicationcontrollers', { spec: { selector: { app: 'x' } } }, { Desired: '1', Selector: 'app=x' }],
  [
    'jobs',
    { spec: { completions: 3 }, status: { succeeded: 1, startTime: '2026-11-23T07:55:00Z' } },
    { Status: 'Running', Completions: '1/3', Duration: '5m' },
  ],
  [
    'jobs',
    { status: { conditions: [{ type: 'Complete', status: 'True' }] } },
    { Status: 'Complete', Completions: '0/1', Duration: '' },
  ],
  [
    'cronjobs',
    {
      spec: { schedule: '* * * * *', suspend: true, jobTemplate: { spec: { template } } },
      status: { lastScheduleTime: '2026-11-23T07:59:00Z' },
    },
    {
      Schedule: '* * * * *',
      Timezone: '<none>',
      Suspend: 'True',
      Active: '0',
      'Last Schedule': '60s',
      Images: 'quay.io/a:1,busybox',
    },
  ],
  [
    'pods',
    {
      spec: template.spec,
      status: {
        phase: 'Running',
        containerStatuses: [
          { ready: true, restartCount: 2, state: { running: {} } },
          { ready: false, restartCount: 1, state: { waiting: { reason: 'ImagePullBackOff' } } },
        ],
      },
    },
    { Ready: '1/2', Status: 'ImagePullBackOff', Restarts: '3', IP: '<none>' },
  ],
  ['pods', { spec: template.spec }, { Ready: '0/2', Status: 'Pending' }],
  [
    'deploymentconfigs',
    {
      spec: {
        replicas: 2,
        test: true,
        template,
        triggers: [
          { type: 'ConfigChange' },
          {
            type: 'ImageChange',
            imageChangeParams: {
              automatic: true,
              containerNames: ['main'],
              from: { kind: 'ImageStreamTag', name: 'app:1' },
            },
          },
          { type: 'ImageChange', imageChangeParams: { from: { kind: 'ImageStreamTag', name: 'manual:1' } } },
        ],
      },
      status: { latestVersion: 4, updatedReplicas: 2 },
    },
    { Revision: '4', Desired: '2 (during test)', Current: '2', 'Triggered By': 'config,image(app:1)' },
  ],
  [
    'deploymentconfigs',
    {
      spec: {
        template,
        triggers: [
          {
            type: 'ImageChange',
            imageChangeParams: {
              automatic: true,
              containerNames: ['z', 'main'],
              from: { kind: 'ImageStreamTag', name: 'app:1' },
            },
          },
        ],
      },
    },
    { Revision: '0', Desired: '0', 'Triggered By': 'image(main,z:app:1)' },
  ],
  [
    'buildconfigs',
    {
      spec: { strategy: { sourceStrategy: {} }, source: { git: { uri: 'u', ref: 'develop' } } },
      status: { lastVersion: 7 },
    },
    { Type: 'Source', From: 'Git@develop', Latest: '7' },
  ],
  [
    'buildconfigs',
    { spec: { strategy: { dockerStrategy: {} }, source: { dockerfile: 'FROM x', git: { uri: 'u' } } } },
    { Type: 'Docker', From: 'Dockerfile,Git', Latest: '0' },
  ],
  [
    'buildconfigs',
    { spec: { strategy: { customStrategy: { from: { name: 'builder' } } }, source: { git: {} } } },
    { Type: 'Custom', From: 'builder' },
  ],
  [
    'builds',
    {
      spec: {
        strategy: { sourceStrategy: {} },
        source: { binary: {} },
        revision: { git: { commit: 'abcdef0123456789abcdef0123456789abcdef01' } },
      },
      status: {
        phase: 'Failed',
        reason: 'PushFailed',
        startTimestamp: '2026-11-23T07:00:00Z',
        duration: 90_500_000_000,
      },
    },
    { From: 'Binary@abcdef0', Status: 'Failed (PushFailed)', Started: 'About an hour ago', Duration: '1m30.5s' },
  ],
  ['images.config.openshift.io', {}, { Name: 'x', Age: '3d7h' }],
  ['imagestreamimports', {}, { Name: 'x', Age: '3d7h' }],
])('%s %j', (word, fields, expected) => {
  const table = tableOf(findKind(word) as ResourceKind, [{ metadata, ...fields } as unknown as KubeObject], now);
  const cells = Object.fromEntries(table.columns.map((column, i) => [column.name, table.rows[0]?.cells[i]]));
  expect(cells).toMatchObject(expected);
});

test.each(KINDS.map((kind) => [`${kind.plural}.${kind.group}`, kind] as const))(
  'an empty object of %s has a cell for each column',
  (_, kind) => {
    const table = tableOf(kind, [{ apiVersion: 'v1', kind: kind.kind, metadata: { name: 'x' } }], now);
    expect(table.columns[0]?.name).toBe('Name');
    expect(table.rows[0]?.cells).toHaveLength(table.columns.length);
    expect(table.rows[0]?.cells[0]).toBe('x');
  },
);
