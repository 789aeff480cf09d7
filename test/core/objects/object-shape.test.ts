import { expect, test } from '@jest/globals';
import { shapeOfObject } from '../../../src/core/objects/object-shape.ts';

const object = (metadata: unknown, over: object = {}) => ({ apiVersion: 'v1', kind: 'Secret', metadata, ...over });

test.each<[unknown, unknown]>([
  [object({ name: 'a' }), { name: 'a' }],
  [object(undefined), {}],
  [object(null), {}],
  [object({ name: 'a', labels: null, annotations: null, uid: null }), { name: 'a' }],
  [object({ name: 'a', labels: { a: null, b: '' } }), { name: 'a', labels: { a: '', b: '' } }],
  [object({ creationTimestamp: null, labels: { a: '1' } }), { creationTimestamp: null, labels: { a: '1' } }],
])('%j has the metadata %j', (value, metadata) => {
  expect(shapeOfObject(value)).toEqual({ ok: true, object: { ...(value as object), metadata } });
});

const DETECTOR = 'into Go value of type unstructured.detector';
const FIELD = 'into Go struct field ObjectMeta.metadata';

test.each<[unknown, string]>([
  ['text', `json: cannot unmarshal string ${DETECTOR}`],
  [null, `json: cannot unmarshal null ${DETECTOR}`],
  [undefined, `json: cannot unmarshal null ${DETECTOR}`],
  [[], `json: cannot unmarshal array ${DETECTOR}`],
  [7, `json: cannot unmarshal number ${DETECTOR}`],
  [true, `json: cannot unmarshal bool ${DETECTOR}`],
  [{ kind: 'a' }, 'apiVersion must be a text and is not there'],
  [{ apiVersion: 'v1', kind: true }, 'kind must be a text and is the boolean true'],
  [object('x'), `json: cannot unmarshal string ${FIELD} of type v1.ObjectMeta`],
  [object({ name: 7 }), `json: cannot unmarshal number ${FIELD}.name of type string`],
  [object({ name: 9007199254740993n }), `json: cannot unmarshal number ${FIELD}.name of type string`],
  [object({ namespace: [] }), `json: cannot unmarshal array ${FIELD}.namespace of type string`],
  [object({ generateName: {} }), `json: cannot unmarshal object ${FIELD}.generateName of type string`],
  [object({ uid: false }), `json: cannot unmarshal bool ${FIELD}.uid of type types.UID`],
  [object({ resourceVersion: 1 }), `json: cannot unmarshal number ${FIELD}.resourceVersion of type string`],
  [object({ labels: 'x' }), `json: cannot unmarshal string ${FIELD}.labels of type map[string]string`],
  [object({ annotations: { a: '1', b: true } }), `json: cannot unmarshal bool ${FIELD}.annotations of type string`],
])('%p is no object: %s', (value, why) => {
  expect(shapeOfObject(value)).toMatchObject({ ok: false, why });
});
