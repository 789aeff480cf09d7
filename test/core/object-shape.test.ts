import { expect, test } from '@jest/globals';
import { shapeOfObject } from '../../src/core/object-shape.ts';

const object = (metadata: unknown, over: object = {}) => ({ apiVersion: 'v1', kind: 'Secret', metadata, ...over });

test.each<[unknown, unknown]>([
  [object({ name: 'a' }), { name: 'a' }],
  [object(undefined), {}],
  [object(null), {}],
  [object({ name: 'a', labels: null, annotations: null, uid: null }), { name: 'a' }],
  [object({ creationTimestamp: null, labels: { a: '1' } }), { creationTimestamp: null, labels: { a: '1' } }],
])('%j has the metadata %j', (value, metadata) => {
  expect(shapeOfObject(value)).toEqual({ ok: true, object: { ...(value as object), metadata } });
});

test.each<[unknown, string]>([
  ['text', 'it must be an object and is a text'],
  [null, 'it must be an object and is null'],
  [undefined, 'it must be an object and is not there'],
  [[], 'it must be an object and is a list'],
  [7, 'it must be an object and is the number 7'],
  [{ kind: 'a' }, 'apiVersion must be a text and is not there'],
  [{ apiVersion: 'v1', kind: true }, 'kind must be a text and is the boolean true'],
  [object('x'), 'metadata must be an object and is a text'],
  [object({ name: 7 }), 'metadata.name must be a text and is the number 7'],
  [object({ namespace: [] }), 'metadata.namespace must be a text and is a list'],
  [object({ generateName: {} }), 'metadata.generateName must be a text and is an object'],
  [object({ uid: 1 }), 'metadata.uid must be a text and is the number 1'],
  [object({ resourceVersion: 1 }), 'metadata.resourceVersion must be a text and is the number 1'],
  [object({ labels: 'x' }), 'metadata.labels must be an object and is a text'],
  [object({ annotations: { a: '1', 'b"': 2 } }), 'metadata.annotations["b\\""] must be a text and is the number 2'],
  [object({ labels: { a: null } }), 'metadata.labels["a"] must be a text and is null'],
])('%j is no object: %s', (value, why) => {
  expect(shapeOfObject(value)).toEqual({ ok: false, why });
});
