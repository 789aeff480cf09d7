import { describe, expect, test } from '@jest/globals';
import { findKind, KINDS, type ResourceKind } from '../../../src/core/kinds/kinds.ts';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { describeObject } from '../../../src/print/describe/describe-object.ts';
import { smartLabel } from '../../../src/print/describe/smart-label.ts';

const describeAs = (word: string, fields: object) =>
  describeObject(
    findKind(word) as ResourceKind,
    {
      apiVersion: 'v1',
      kind: 'X',
      metadata: { name: 'x', namespace: 'demo', creationTimestamp: '2026-11-23T08:00:00Z' },
      ...fields,
    } as KubeObject,
  );

const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join('');

test('a secret shows sizes, never values', () => {
  const data = { password: 'c2VjcmV0', '.dockerconfigjson': 'e30=' };
  expect(describeAs('secrets', { type: 'kubernetes.io/dockerconfigjson', data })).toBe(
    text(
      'Name:         x',
      'Namespace:    demo',
      'Labels:       <none>',
      'Annotations:  <none>',
      '',
      'Type:  kubernetes.io/dockerconfigjson',
      '',
      'Data',
      '====',
      '.dockerconfigjson:  2 bytes',
      'password:           6 bytes',
    ),
  );
});

test('a service account token is shown, as kubectl does', () => {
  const secret = { type: 'kubernetes.io/service-account-token', data: { token: 'dG9rZW4=', 'ca.crt': '' } };
  expect(describeAs('secrets', secret)).toContain('ca.crt:  0 bytes\ntoken:   token\n');
});

test('a config map shows its data', () => {
  expect(describeAs('cm', { data: { b: '2\n3', a: '1' }, binaryData: { c: 'AAEC' } })).toBe(
    text(
      'Name:         x',
      'Namespace:    demo',
      'Labels:       <none>',
      'Annotations:  <none>',
      '',
      'Data',
      '====',
      'a:',
      '----',
      '1',
      '',
      'b:',
      '----',
      '2',
      '3',
      '',
      '',
      'BinaryData',
      '====',
      'c: 3 bytes',
      '',
      'Events:  <none>',
    ),
  );
});

test('a service account shows its secrets', () => {
  const account = { secrets: [{ name: 'one' }, { name: 'two' }], imagePullSecrets: [{ name: 'pull' }] };
  expect(describeAs('sa', account)).toBe(
    text(
      'Name:                x',
      'Namespace:           demo',
      'Labels:              <none>',
      'Annotations:         <none>',
      'Image pull secrets:  pull',
      'Mountable secrets:   one',
      '                     two',
      'Tokens:              <none>',
      'Events:              <none>',
    ),
  );
});

test('a service shows its ports', () => {
  const spec = { selector: { app: 'x' }, ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080 }] };
  const lines = describeAs('svc', { spec }).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'Selector:          app=x',
      'Type:              ClusterIP',
      'Port:              http  80/TCP',
      'TargetPort:        8080/TCP',
      'NodePort:          http  30080/TCP',
      'Session Affinity:  None',
    ]),
  );
});

describe('a deployment', () => {
  const container = {
    name: 'main',
    image: 'quay.io/team/app:1',
    ports: [{ containerPort: 8080 }, { containerPort: 8443, name: 'tls' }],
    command: ['/run'],
    args: ['--one\n--two'],
    resources: { limits: { memory: '1Gi', cpu: '1' } },
    envFrom: [{ configMapRef: { name: 'settings' }, prefix: 'S_' }],
    env: [
      { name: 'A', value: 'x\ny' },
      { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
    ],
    volumeMounts: [{ name: 'data', mountPath: '/data', readOnly: true, subPath: 'sub' }],
  };
  const podSpec = {
    containers: [container],
    volumes: [{ name: 'data', secret: { secretName: 's' } }, { name: 'odd' }],
    tolerations: [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule', tolerationSeconds: 5 }],
  };

  test('shows replicas, strategy and the pod template', () => {
    const spec = {
      replicas: 3,
      selector: { matchLabels: { app: 'x' } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
      template: { metadata: { labels: { app: 'x' } }, spec: podSpec },
    };
    expect(describeAs('deploy', { spec, status: { updatedReplicas: 2 } })).toBe(
      text(
        'Name:                   x',
        'Namespace:              demo',
        'CreationTimestamp:      Mon, 23 Nov 2026 08:00:00 +0000',
        'Labels:                 <none>',
        'Annotations:            <none>',
        'Selector:               app=x',
        'Replicas:               3 desired | 2 updated | 0 total | 0 available | 0 unavailable',
        'StrategyType:           RollingUpdate',
        'MinReadySeconds:        0',
        'RollingUpdateStrategy:  25% max unavailable, 1 max surge',
        'Pod Template:',
        '  Labels:  app=x',
        '  Containers:',
        '   main:',
        '    Image:       quay.io/team/app:1',
        '    Ports:       8080/TCP, 8443/TCP (tls)',
        '    Host Ports:  0/TCP, 0/TCP (tls)',
        '    Command:',
        '      /run',
        '    Args:',
        '      --one',
        '      --two',
        '    Limits:',
        '      cpu:     1',
        '      memory:  1Gi',
        '    Environment Variables from:',
        "      settings  ConfigMap with prefix 'S_'  Optional: false",
        '    Environment:',
        '      A:         x',
        '                 y',
        '      POD:        (v1:metadata.name)',
        "      PASSWORD:  <set to the key 'password' in secret 'db'>  Optional: false",
        '    Mounts:',
        '      /data from data (ro,path="sub")',
        '  Volumes:',
        '   data:',
        '    Type:        Secret (a volume populated by a Secret)',
        '    SecretName:  s',
        '    Optional:    false',
        '   odd:',
        '  <unknown>',
        '  Node-Selectors:  <none>',
        '  Tolerations:     gpu:NoSchedule op=Exists for 5s',
        'OldReplicaSets:    <none>',
        'NewReplicaSet:     <none>',
        'Events:            <none>',
      ),
    );
  });
});

test('a kind without a layout of its own shows every field', () => {
  const fields = {
    apiVersion: 'config.openshift.io/v1',
    kind: 'Image',
    metadata: { name: 'cluster', labels: { b: '2', a: '1' }, annotations: { note: 'short' }, generation: 2 },
    spec: { allowedRegistriesForImport: [{ domainName: 'quay.io', insecure: false }], list: ['a', 1, null, [1, 2]] },
    status: { internalRegistryHostname: 'registry:5000', nothing: null },
  };
  expect(describeAs('images.config.openshift.io', fields)).toBe(
    text(
      'Name:         cluster',
      'Namespace:    ',
      'Labels:       a=1',
      '              b=2',
      'Annotations:  note: short',
      'API Version:  config.openshift.io/v1',
      'Kind:         Image',
      'Metadata:',
      '  Generation:  2',
      'Spec:',
      '  Allowed Registries For Import:',
      '    Domain Name:  quay.io',
      '    Insecure:     false',
      '  List:',
      '    a',
      '    1',
      '    <nil>',
      '    [1 2]',
      'Status:',
      '  Internal Registry Hostname:  registry:5000',
      '  Nothing:                     <nil>',
      'Events:                        <none>',
    ),
  );
});

test('annotations that are long, or of several lines, stand below their key; the applied configuration is not shown', () => {
  const annotations = {
    'kubectl.kubernetes.io/last-applied-configuration': '{}',
    lines: 'one\ntwo\n',
    long: 'x'.repeat(150),
  };
  const lines = describeAs('secrets', { metadata: { name: 'x', annotations } }).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'Annotations:  lines:',
      '                one',
      '                two',
      '              long:',
      `                ${'x'.repeat(138)}...`,
    ]),
  );
  expect(lines.join('\n')).not.toContain('last-applied');
});

test.each([
  ['apiVersion', 'API Version'],
  ['internalRegistryHostname', 'Internal Registry Hostname'],
  ['uid', 'UID'],
  ['clusterIPs', 'Cluster I Ps'],
  ['PDFLoader', 'PDF Loader'],
  ['app.kubernetes.io/name', 'app.kubernetes.io/name'],
  ['v1', 'v1'],
])('the field %s is labelled %s', (field, label) => {
  expect(smartLabel(field)).toBe(label);
});

test.each(KINDS.map((kind) => [`${kind.plural}.${kind.group}`, kind] as const))(
  'an empty object of %s can be described',
  (_, kind) => {
    const described = describeObject(kind, { apiVersion: 'v1', kind: kind.kind, metadata: { name: 'x' } });
    expect(described).toMatch(/^Name:\s+x\nNamespace:/);
    expect(described.endsWith('\n')).toBe(true);
  },
);
