import { describe, expect, test } from '@jest/globals';
import type { ObjectMeta } from '../../../src/core/objects/meta.ts';
import {
  validateAnnotations,
  validateMetadata,
  validateMetadataUpdate,
} from '../../../src/core/validation/metadata.ts';

const nameProblems = (name: string) => (name === 'bad' ? ['is bad'] : []);
const lines = (metadata: object, path?: string) =>
  validateMetadata(metadata as ObjectMeta, nameProblems, path).map(({ field, message }) => `${field}: ${message}`);

describe('metadata', () => {
  test.each<[object, RegExp[]]>([
    [{ name: 'a', namespace: 'demo', generation: 0, labels: { a: 'b' }, annotations: { 'x/Y': ' ' } }, []],
    [{ name: 'a' }, []],
    [{}, [/^metadata\.name: Required value: name or generateName is required$/]],
    [{ name: 'bad' }, [/^metadata\.name: Invalid value: "bad": is bad$/]],
    [{ name: 'a', namespace: 'A' }, [/^metadata\.namespace: Invalid value: "A": /]],
    [{ name: 'a', generation: -1 }, [/^metadata\.generation: Invalid value: -1: must be greater than or equal to 0$/]],
    [{ name: 'a', labels: { '-': 'x' } }, [/^metadata\.labels: Invalid value: "-": /]],
    [{ name: 'a', labels: { a: '-' } }, [/^metadata\.labels: Invalid value: "-": /]],
    [{ name: 'a', annotations: { '-': 'x' } }, [/^metadata\.annotations: Invalid value: "-": /]],
    [
      { name: 'bad', namespace: 'A', generation: -2, labels: { '-': 'x' }, annotations: { '-': 'x' } },
      [
        /^metadata\.name/,
        /^metadata\.namespace/,
        /^metadata\.generation/,
        /^metadata\.labels/,
        /^metadata\.annotations/,
      ],
    ],
  ])('%j', (metadata, expected) => {
    const found = lines(metadata);
    expect(found).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  });

  test('of an object inside of another', () =>
    expect(lines({}, 'image.metadata')[0]).toMatch(/^image\.metadata\.name: /));
});

test.each([
  [262_144, 0],
  [262_145, 1],
])('annotations of %i bytes have %i mistakes', (bytes, mistakes) => {
  const annotations = { ä: 'x'.repeat(10), key: 'y'.repeat(bytes - 15) };
  const tooLong = validateAnnotations(annotations, 'f').filter(({ message }) => message.startsWith('Too long'));
  expect(tooLong).toHaveLength(mistakes);
});

describe('an update', () => {
  const before = { name: 'a', namespace: 'n', uid: 'u', creationTimestamp: 't', labels: { a: '1' } };
  test.each<[object, string[]]>([
    [before, []],
    [{}, []],
    [{ ...before, labels: {} }, []],
    [{ ...before, name: 'b' }, ['metadata.name: Invalid value: "b": field is immutable']],
    [{ ...before, namespace: 'b' }, ['metadata.namespace: Invalid value: "b": field is immutable']],
    [{ ...before, uid: 'b' }, ['metadata.uid: Invalid value: "b": field is immutable']],
    [{ ...before, creationTimestamp: 'b' }, ['metadata.creationTimestamp: Invalid value: "b": field is immutable']],
  ])('to %j', (next, expected) => {
    const causes = validateMetadataUpdate(next as ObjectMeta, before);
    expect(causes.map(({ field, message }) => `${field}: ${message}`)).toEqual(expected);
  });

  test('of what was not there', () => expect(validateMetadataUpdate(before, { name: 'a' })).toEqual([]));
});
