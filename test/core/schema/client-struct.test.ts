import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clientStruct } from '../../../src/core/schema/client-struct.ts';

const metadata = { creationTimestamp: null, name: 'web' };
const podSpec = { containers: [{ name: 'main', image: 'a', resources: {} }] };
const template = { metadata: { creationTimestamp: null }, spec: podSpec };
const bare = { spec: { containers: [{ name: 'main', image: 'a' }] } };

describe('an object in hand', () => {
  test.each([
    ['Pod', 'v1', bare.spec, podSpec, {}],
    ['Deployment', 'apps/v1', { selector: null, template: bare }, { selector: null, strategy: {}, template }, {}],
    [
      'StatefulSet',
      'apps/v1',
      { template: bare },
      { selector: null, serviceName: '', updateStrategy: {}, template },
      { replicas: 0, availableReplicas: 0 },
    ],
    [
      'CronJob',
      'batch/v1',
      { schedule: '@daily', jobTemplate: { spec: { template: bare } } },
      { schedule: '@daily', jobTemplate: { metadata: { creationTimestamp: null }, spec: { template } } },
      {},
    ],
  ])('of kind %s has what Go always writes', (kind, apiVersion, spec, expected, status) => {
    expect(clientStruct({ apiVersion, kind, metadata: { name: 'web' }, spec })).toEqual({
      apiVersion,
      kind,
      metadata,
      spec: expected,
      status,
    });
  });

  test('of OpenShift is of v1, as before there were groups', () => {
    const spec = { strategy: { sourceStrategy: { from: { kind: 'ImageStreamTag', name: 'node:1' } } }, triggers: [] };
    expect(
      clientStruct({ apiVersion: 'build.openshift.io/v1', kind: 'BuildConfig', metadata: { name: 'web' }, spec }),
    ).toEqual({
      apiVersion: 'v1',
      kind: 'BuildConfig',
      metadata,
      spec: {
        nodeSelector: null,
        output: {},
        postCommit: {},
        resources: {},
        source: {},
        strategy: spec.strategy,
      },
      status: { lastVersion: 0 },
    });
  });

  test('loses unknown fields, nulls and empty maps and lists, and keeps empty structs and zeroes', () => {
    const spec = {
      ...bare.spec,
      nosuch: 1,
      volumes: [],
      nodeSelector: {},
      securityContext: {},
      priority: 0,
      hostname: null,
    };
    expect(clientStruct({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels: {} }, spec })).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata,
      spec: { ...podSpec, securityContext: {}, priority: 0 },
      status: {},
    });
  });

  test('of an unknown kind stays as it is', () => {
    const object = { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'x' }, spec: { a: null } };
    expect(clientStruct(object)).toBe(object);
  });

  test('is whatever a stranger wrote, and never fails', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (spec, status) => {
        const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' }, spec, status };
        expect(clientStruct(object).metadata.name).toBe('x');
        expect(clientStruct(clientStruct(object))).toEqual(clientStruct(object));
      }),
    );
  });
});
