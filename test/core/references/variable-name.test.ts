import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isPlainValue, isVariableName, variableOf } from '../../../src/core/references/variable-name.ts';

describe('the variable of a tag', () => {
  test.each([
    ['web', 'prod', 'WEB_PROD_IMAGE'],
    ['approved-apache', '2.4', 'APPROVED_APACHE_2_4_IMAGE'],
    ['a.b_c', 'v1.0-rc.1', 'A_B_C_V1_0_RC_1_IMAGE'],
    ['2048', 'latest', '_2048_LATEST_IMAGE'],
    ['web', 'Größe 😀', 'WEB_GR_SSE___IMAGE'],
    ['https', 'proxy', 'HTTPS_PROXY_IMAGE'],
  ])('%s:%s is %s', (stream, tag, name) => {
    expect(variableOf(stream, tag)).toBe(name);
  });

  test('has a name that every shell takes, whatever the tag is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (stream, tag) => {
        expect(isVariableName(variableOf(stream, tag))).toBe(true);
      }),
    );
  });
});

test.each([
  ['docker.io/library/httpd@sha256:aa', true],
  ['[::1]:5000/a/b:v1.0+x', true],
  ['a b', false],
  ['$(id)', false],
  ['a"', false],
  ["a'", false],
  ['a\nB=c', false],
  ['a#b', false],
  ['', false],
])('%j means itself in a file of variables: %s', (value, plain) => {
  expect(isPlainValue(value)).toBe(plain);
});
