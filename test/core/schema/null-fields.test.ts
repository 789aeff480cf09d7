import { describe, expect, test } from '@jest/globals';
import { withoutNullFields } from '../../../src/core/schema/null-fields.ts';
import { type StructType, schemaOf } from '../../../src/core/schema/types.ts';

const decode = (kind: string, group: string, value: Record<string, unknown>) =>
  withoutNullFields(value, schemaOf({ kind, group }) as StructType);

describe('nulls, decoded into types', () => {
  test.each<[string, string, Record<string, unknown>, Record<string, unknown>]>([
    [
      'Service',
      '',
      { spec: { clusterIP: null, ports: [{ port: 80, nodePort: null }] } },
      { spec: { ports: [{ port: 80 }] } },
    ],
    ['ConfigMap', '', { data: { a: 'b', c: null }, binaryData: null }, { data: { a: 'b', c: '' } }],
    ['Secret', '', { data: { a: null } }, { data: { a: '' } }],
    ['ServiceAccount', '', { secrets: null, imagePullSecrets: [null] }, { imagePullSecrets: [{}] }],
    [
      'Deployment',
      'apps',
      {
        spec: {
          template: {
            metadata: { creationTimestamp: null, labels: null },
            spec: { containers: [{ args: ['a', null], resources: { limits: { cpu: null } } }] },
          },
        },
      },
      {
        spec: {
          template: {
            metadata: { creationTimestamp: null },
            spec: { containers: [{ args: ['a', ''], resources: { limits: { cpu: '0' } } }] },
          },
        },
      },
    ],
    ['Deployment', 'apps', { metadata: { creationTimestamp: null, annotations: null } }, { metadata: {} }],
    [
      'BuildConfig',
      'build.openshift.io',
      { spec: { nodeSelector: null, triggers: [null] } },
      { spec: { triggers: [{}] } },
    ],
    ['ControllerRevision', 'apps', { data: { anything: null }, revision: null }, { data: { anything: null } }],
    ['Deployment', 'apps', { unknown: null, spec: { unknown: null } }, { unknown: null, spec: { unknown: null } }],
    ['Deployment', 'apps', { spec: 'wrong' }, { spec: 'wrong' }],
  ])('of a %s', (kind, group, value, decoded) => {
    const before = structuredClone(value);
    expect(decode(kind, group, value)).toEqual(decoded);
    expect(value).toEqual(before);
    expect(decode(kind, group, decoded)).toBe(decoded);
  });
});
