import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compactJson } from '../../../src/codec/go-json.ts';
import { findKind, type ResourceKind } from '../../../src/core/kinds/kinds.ts';
import { listOf, objectName, printJson } from '../../../src/print/formats/document.ts';

describe('printJson', () => {
  test('four spaces, keys in byte order at every level, empty brackets closed at once', () => {
    expect(printJson({ b: [1, { d: null, c: true }], a: {}, Z: [] })).toBe(
      '{\n    "Z": [],\n    "a": {},\n    "b": [\n        1,\n        {\n            "c": true,\n            "d": null\n        }\n    ]\n}\n',
    );
  });

  test('keys that look like numbers are ordered like the others', () => {
    expect(compactJson({ b: 1, '10': 2, '9': 3, '-': 4 })).toBe('{"-":4,"10":2,"9":3,"b":1}');
  });

  test('escapes what Go escapes', () => {
    expect(compactJson({ '<k>': 'a & b\u2028\u2029 "q" \u0001é' })).toBe(
      '{"\\u003ck\\u003e":"a \\u0026 b\\u2028\\u2029 \\"q\\" \\u0001é"}',
    );
  });

  test('leaves out what is undefined', () => {
    expect(compactJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  test('prints what the client built in the order of the Go structs', () => {
    const stream = {
      apiVersion: 'image.openshift.io/v1',
      kind: 'ImageStream',
      metadata: { annotations: { b: '', a: '' }, creationTimestamp: null, name: 'x', namespace: 'demo' },
      spec: { tags: [{ annotations: null, from: { name: 'y', kind: 'DockerImage' }, name: '1' }] },
    };
    const text = printJson({ apiVersion: 'v1', items: [stream], kind: 'List', metadata: {} }, { asStruct: true });
    const keys = [...text.matchAll(/"(\w+)":/g)].map((match) => match[1]);
    expect(keys).toEqual(
      [
        'kind',
        'apiVersion',
        'metadata',
        'items',
        'kind',
        'apiVersion',
        'metadata',
        'name',
        'namespace',
        'creationTimestamp',
      ].concat(['annotations', 'a', 'b', 'spec', 'tags', 'name', 'annotations', 'from', 'kind', 'name']),
    );
  });

  test.each(['valueOf', 'toString', 'constructor', '__proto__'])('a field may be named %s', (name) => {
    const text = `{"a":{"${name}":{"${name}":{}}}}`;
    for (const asStruct of [true, false]) {
      expect(JSON.stringify(JSON.parse(printJson(JSON.parse(text), { asStruct })))).toBe(text);
    }
  });

  test('is the same data, in either order', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.boolean(), (value, asStruct) => {
        const data = JSON.parse(JSON.stringify(value));
        expect(JSON.parse(printJson(data, { asStruct }))).toEqual(data);
        expect(JSON.parse(compactJson(data))).toEqual(data);
      }),
    );
  });
});

test('a list is what kubectl makes of several objects', () => {
  expect(listOf([{ a: 1 }])).toEqual({
    apiVersion: 'v1',
    items: [{ a: 1 }],
    kind: 'List',
    metadata: { resourceVersion: '' },
  });
});

test.each([
  ['is', 'imagestream.image.openshift.io/x'],
  ['secrets', 'secret/x'],
  ['deploy', 'deployment.apps/x'],
])('the name of one of %s is %s', (word, name) => {
  const kind = findKind(word) as ResourceKind;
  expect(objectName(kind, 'x')).toBe(name);
  expect(objectName(kind, { metadata: { name: 'x' } })).toBe(name);
});
