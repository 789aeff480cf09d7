import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KINDS } from '../../../src/core/kinds/kinds.ts';
import { checkFields } from '../../../src/core/schema/check-fields.ts';
import { type SchemaType, type StructType, schemaOf } from '../../../src/core/schema/types.ts';

const typeOf = (kind: string, group = 'apps') => schemaOf({ group, kind }) as StructType;
const container = (fields: object) => ({ spec: { template: { spec: { containers: [{ name: 'a', ...fields }] } } } });
const wrongIn = (value: object, kind?: string, group?: string) =>
  checkFields(value as Record<string, unknown>, typeOf(kind ?? 'Deployment', group)).wrong;

describe('the tables', () => {
  test.each(KINDS)('know the kind $kind of "$group", and everything below it', (kind) => {
    const seen = new Set<SchemaType>();
    const walk = (type: SchemaType) => {
      if (seen.has(type)) return;
      seen.add(type);
      if (type.is === 'struct') for (const field of type.fields.values()) walk(field);
      else if (type.is === 'list' || type.is === 'map') walk(type.of);
    };
    walk(schemaOf(kind) as StructType);
    expect(schemaOf(kind)?.fields.get('metadata')?.is).toBe('struct');
    expect(seen.size).toBeGreaterThan(5);
  });

  test('know nothing of other kinds', () => {
    expect(schemaOf({ group: 'example.com', kind: 'Deployment' })).toBeUndefined();
    expect(schemaOf({ group: 'apps', kind: 'Nosuch' })).toBeUndefined();
  });
});

describe('unknown fields', () => {
  test('are named with their paths, and left out', () => {
    const value = {
      apiVersion: 'apps/v1',
      replicas: 3,
      spec: { Replicas: 2, template: { spec: { containers: [{ name: 'a' }, { name: 'b', port: 80 }] } } },
    };
    const { value: clean, unknown } = checkFields(value, typeOf('Deployment'));
    expect(unknown).toEqual(['replicas', 'spec.Replicas', 'spec.template.spec.containers[1].port']);
    expect(clean).toEqual({
      apiVersion: 'apps/v1',
      spec: { template: { spec: { containers: [{ name: 'a' }, { name: 'b' }] } } },
    });
    expect(value.spec.Replicas).toBe(2);
  });

  test('are none in maps, in what is free, and in embedded structs', () => {
    const stream = { metadata: { labels: { any: 'x' }, annotations: null }, spec: { tags: [{ from: { name: 'a' } }] } };
    expect(checkFields(stream, typeOf('ImageStream', 'image.openshift.io')).value).toBe(stream);
    const image = { dockerImageMetadata: { Config: { Env: [] } } };
    expect(checkFields(image, typeOf('Image', 'image.openshift.io')).unknown).toEqual([]);
    const volumes = { spec: { volumes: [{ name: 'v', emptyDir: { sizeLimit: '1Gi' } }] } };
    expect(checkFields(volumes, typeOf('Pod', '')).unknown).toEqual([]);
  });

  test('may have any name', () => {
    const value = JSON.parse('{"__proto__": {"a": 1}, "constructor": 1, "spec": {"__proto__": 2}}');
    const { value: clean, unknown } = checkFields(value, typeOf('Deployment'));
    expect(unknown).toEqual(['__proto__', 'constructor', 'spec.__proto__']);
    expect(Object.keys(clean)).toEqual(['spec']);
  });
});

describe('a wrong type', () => {
  const at = (field: string) => `spec.template.spec.containers${field}`;
  test.each<[string, object, string]>([
    [
      'a bool for a text',
      container({ env: [{ name: 'A', value: true }] }),
      `bool into Go struct field EnvVar.${at('.env.value')} of type string`,
    ],
    [
      'a number for a text',
      container({ image: 1 }),
      `number into Go struct field Container.${at('.image')} of type string`,
    ],
    [
      'a text for a number',
      { spec: { replicas: '3' } },
      'string into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      'a fraction',
      { spec: { replicas: 1.5 } },
      'number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      'too large a number',
      { spec: { replicas: 2147483648 } },
      'number 2147483648 into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      'an object for a list',
      { spec: { template: { spec: { containers: {} } } } },
      `object into Go struct field PodSpec.${at('')} of type []v1.Container`,
    ],
    ['a list for a struct', { spec: [] }, 'array into Go struct field Deployment.spec of type v1.DeploymentSpec'],
    [
      'a number in labels',
      { metadata: { labels: { a: 1 } } },
      'number into Go struct field ObjectMeta.metadata.labels of type string',
    ],
    [
      'a named text',
      container({ imagePullPolicy: true }),
      `bool into Go struct field Container.${at('.imagePullPolicy')} of type v1.PullPolicy`,
    ],
    [
      'a port that is neither text nor number',
      container({ livenessProbe: { httpGet: { port: true } } }),
      `bool into Go struct field HTTPGetAction.${at('.livenessProbe.httpGet.port')} of type int32`,
    ],
    [
      'the first of several by the order of names',
      { spec: { replicas: '3', paused: 1 } },
      'number into Go struct field DeploymentSpec.spec.paused of type bool',
    ],
  ])('%s', (_, value, why) => {
    expect(wrongIn(value)).toBe(`json: cannot unmarshal ${why}`);
  });

  test('what a type says of itself goes before', () => {
    const value = container({ image: 1, resources: { limits: { cpu: '1 core' } } });
    expect(wrongIn(value)).toMatch(/^quantities must match the regular expression/);
    expect(wrongIn({ metadata: { creationTimestamp: '2022-13' } })).toBe(
      'parsing time "2022-13" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "-"',
    );
  });

  test.each([['100m'], ['1Gi'], ['0.5'], [2], ['1e3'], ['-1'], ['.5M']])('the quantity %p is one', (cpu) => {
    expect(wrongIn(container({ resources: { requests: { cpu } } }))).toBeUndefined();
  });

  test('null is a field that is not there', () => {
    expect(wrongIn({ spec: { replicas: null, template: null }, metadata: { labels: null } })).toBeUndefined();
  });

  test('whatever is decoded, what is left has no unknown field', () => {
    const field = fc.constantFrom('spec', 'metadata', 'tags', 'name', 'from', 'labels', 'x', 'kind', '__proto__');
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom('a', 1, true, null),
        fc.array(tie('value'), { maxLength: 2 }),
        fc.dictionary(field, tie('value'), { maxKeys: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(field, value), (object) => {
        const type = typeOf('ImageStream', 'image.openshift.io');
        const before = JSON.stringify(object);
        const once = checkFields(object, type);
        expect(checkFields(once.value, type)).toEqual({ ...once, unknown: [] });
        expect(JSON.stringify(object)).toBe(before);
      }),
    );
  });
});
