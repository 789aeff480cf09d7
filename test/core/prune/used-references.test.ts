import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { REFERRING_KINDS, usedReferences } from '../../../src/core/prune/used-references.ts';
import { digestA } from '../../support/streams.ts';
import { aBuild, ago, aWorkload, kindNamed } from './objects.ts';

const keepAfter = Date.parse(ago(60));
const from = (...objects: KubeObject[]) =>
  usedReferences(
    objects.map((object) => ({ kind: kindNamed(object.kind), objects: [object] })),
    keepAfter,
  );

const WORKLOADS = [
  'Pod',
  'ReplicationController',
  'DeploymentConfig',
  'ReplicaSet',
  'Deployment',
  'DaemonSet',
  'StatefulSet',
  'Job',
  'CronJob',
];

test('every kind that runs or builds images is looked at', () => {
  expect(REFERRING_KINDS.map((kind) => kind?.kind)).toEqual([...WORKLOADS, 'Build', 'BuildConfig']);
});

describe.each(WORKLOADS)('a %s', (kind) => {
  test('uses the tag of its container', () => {
    expect(from(aWorkload(kind, 'registry.test/demo/app:1')).hasTag('demo', 'app', '1')).toBe(true);
  });

  test('uses the image of its init container', () => {
    const used = from(aWorkload(kind, `registry.test/demo/app@${digestA}`, { init: true }));
    expect(used.hasImage('demo', 'app', digestA)).toBe(true);
    expect(used.hasTag('demo', 'app', 'latest')).toBe(false);
  });
});

describe('what a reference means', () => {
  test.each([
    ['any.host/demo/app:1', 'demo/app:1'],
    ['any.host:5000/demo/app', 'demo/app:latest'],
    ['localhost/demo/app:1', 'demo/app:1'],
  ])('%s uses %s, whatever the host', (image, expected) => {
    const [namespace = '', stream = '', tag = ''] = expected.split(/[/:]/);
    expect(from(aWorkload('Deployment', image)).hasTag(namespace, stream, tag)).toBe(true);
  });

  test.each(['app:1', 'demo/app:1', 'docker.io/app:1', 'any.host/demo/deeper/app:1', ' ', ''])(
    '%j means no stream, and is no mistake',
    (image) => {
      const used = from(aWorkload('Deployment', image));
      expect(used.hasTag('demo', 'app', '1')).toBe(false);
      expect(used.invalid).toEqual([]);
    },
  );

  test('a digest beats a tag', () => {
    const used = from(aWorkload('Deployment', `any.host/demo/app:1@${digestA}`));
    expect(used.hasImage('demo', 'app', digestA)).toBe(true);
    expect(used.hasTag('demo', 'app', '1')).toBe(false);
  });
});

describe('pods that have ended', () => {
  test.each([
    ['Running', 600, true],
    ['Pending', 600, true],
    [undefined, 600, true],
    ['Succeeded', 600, false],
    ['Failed', 600, false],
    ['Unknown', 600, false],
    ['Succeeded', 59, true],
    // As old as the threshold is not older.
    ['Succeeded', 60, true],
  ])('phase %s, %d minutes old: counts %j', (phase, minutes, expected) => {
    const pod = aWorkload('Pod', 'any.host/demo/app:1', { minutes, ...(phase ? { phase } : {}) });
    expect(from(pod).hasTag('demo', 'app', '1')).toBe(expected);
  });
});

describe.each(['Build', 'BuildConfig'] as const)('a %s', (kind) => {
  test.each(['sourceStrategy', 'dockerStrategy', 'customStrategy'])('uses what its %s begins with', (strategy) => {
    const used = from(aBuild(kind, strategy, { kind: 'ImageStreamTag', name: 'app:1' }));
    expect(used.hasTag('demo', 'app', '1')).toBe(true);
  });

  test('may begin with a stream of another namespace', () => {
    const used = from(aBuild(kind, 'sourceStrategy', { kind: 'ImageStreamTag', name: 'app:1', namespace: 'other' }));
    expect(used.hasTag('other', 'app', '1')).toBe(true);
    expect(used.hasTag('demo', 'app', '1')).toBe(false);
  });

  test('may begin with an image of a stream', () => {
    const used = from(aBuild(kind, 'sourceStrategy', { kind: 'ImageStreamImage', name: `app@${digestA}` }));
    expect(used.hasImage('demo', 'app', digestA)).toBe(true);
  });

  test('may begin with a pull spec', () => {
    const used = from(aBuild(kind, 'dockerStrategy', { kind: 'DockerImage', name: 'any.host/demo/app:1' }));
    expect(used.hasTag('demo', 'app', '1')).toBe(true);
  });
});

describe('objects that are not as they should be', () => {
  test.each<[KubeObject, string]>([
    [
      aWorkload('Deployment', 'UPPER:case:wrong'),
      'deployment/w namespace=demo: container web: invalid image reference "UPPER:case:wrong": invalid reference format',
    ],
    [
      aWorkload('CronJob', 'a b', { init: true }),
      'cronjob/w namespace=demo: init container web: invalid image reference "a b": invalid reference format',
    ],
    [
      aBuild('BuildConfig', 'sourceStrategy', { kind: 'ImageStreamTag', name: 'app' }),
      'buildconfig/b namespace=demo: invalid ImageStreamTag reference "app": expected exactly one : delimiter in the istag "app"',
    ],
    [
      aBuild('Build', 'sourceStrategy', { kind: 'ImageStreamImage', name: 'app' }),
      'build/b namespace=demo: invalid ImageStreamImage reference "app": expected exactly one @ in the isimage name "app"',
    ],
  ])('a reference that cannot be read is named with its object', (object, message) => {
    expect(from(object).invalid).toEqual([message]);
  });

  test.each([{}, { spec: null }, { spec: { template: [] } }, { spec: { template: { spec: { containers: 'web' } } } }])(
    'an object without containers uses nothing: %j',
    (over) => {
      const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'w', namespace: 'demo' }, ...over };
      expect(from(object).invalid).toEqual([]);
    },
  );
});
