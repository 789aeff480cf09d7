import { expect, test } from '@jest/globals';
import { inPlainWords } from '../../../src/print/import-image/failure.ts';

test.each([
  ['dockerimage.image.openshift.io "quay.io/a/b:1" not found', 'the registry has no quay.io/a/b:1'],
  [
    'Internal error occurred: r.example:5000/a:1: r.example:5000: connection refused - is it running',
    'r.example:5000/a:1: connection refused - is it running',
  ],
  [
    'Internal error occurred: r.example/a:1: mirror.example: no such host',
    'r.example/a:1: mirror.example: no such host',
  ],
  [
    'you may not have access to the container image "r.example/a:1"',
    'you may not have access to the container image "r.example/a:1"',
  ],
])('%j is told as %j', (message, told) => {
  expect(inPlainWords(message)).toBe(told);
});
