import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { printYaml } from '../../src/codec/yaml.ts';
import { nastyString, nastyValue } from './nasty-values.ts';

/** `e5` is no number in YAML 1.1, and `.` neither, whatever the reader that checks us here thinks. */
const READER_IS_WRONG = /^[-+]?(?:_*[eE][-+]?[0-9]+|\._*|\._*[eE][-+]?[0-9]+)$/;

const read = (text: string, version: '1.1' | '1.2') =>
  parse(text, { version, schema: version === '1.1' ? 'yaml-1.1' : 'core', merge: false });

describe('printYaml', () => {
  test('prints an object as Kubernetes tools do', () => {
    const object = {
      kind: 'ImageStream',
      apiVersion: 'image.openshift.io/v1',
      metadata: {
        name: 'app',
        creationTimestamp: '2026-01-02T03:04:05Z',
        annotations: {},
        generation: 2,
        labels: null,
      },
      spec: {
        lookupPolicy: { local: false },
        tags: [
          { name: '2.4', from: { kind: 'DockerImage', name: 'quay.io/a/b:2.4' }, importPolicy: {}, list: [] },
          { name: 'latest', script: 'one\ntwo\n', matrix: [['a', ['b']], [], [{ x: 1, y: [1] }]] },
        ],
      },
    };
    expect(printYaml(object)).toBe(`apiVersion: image.openshift.io/v1
kind: ImageStream
metadata:
  annotations: {}
  creationTimestamp: "2026-01-02T03:04:05Z"
  generation: 2
  labels: null
  name: app
spec:
  lookupPolicy:
    local: false
  tags:
  - from:
      kind: DockerImage
      name: quay.io/a/b:2.4
    importPolicy: {}
    list: []
    name: "2.4"
  - matrix:
    - - a
      - - b
    - []
    - - x: 1
        "y":
        - 1
    name: latest
    script: |
      one
      two
`);
  });

  // The second column is what go-yaml v2 writes for the value of a key.
  test.each<[unknown, string]>([
    ['plain', 'plain'],
    ['two words', 'two words'],
    ['', '""'],
    ['yes', '"yes"'],
    ['y', '"y"'],
    ['null', '"null"'],
    ['~', '"~"'],
    ['2.4', '"2.4"'],
    ['1.2.3', '1.2.3'],
    ['1e3', '"1e3"'],
    ['0o7', '"0o7"'],
    ['0x1f', '"0x1f"'],
    ['1_000', '"1_000"'],
    ['1:30', '"1:30"'],
    ['1:99', '1:99'],
    ['2026-01-02', '"2026-01-02"'],
    ['a: b', "'a: b'"],
    ["it's: b", "'it''s: b'"],
    ["it's", "it's"],
    ['a #b', "'a #b'"],
    ['a#b', 'a#b'],
    ['a:b', 'a:b'],
    [' a', "' a'"],
    ['a ', "'a '"],
    ['- a', "'- a'"],
    ['-a', '-a'],
    ['[a]', "'[a]'"],
    ['*', "'*'"],
    ['@a', "'@a'"],
    ['{{a}}', "'{{a}}'"],
    ['a\tb', '"a\\tb"'],
    ['🎉', '"\\U0001F389"'],
    ['grün', 'grün'],
    ['\x00\x1b\x7f', '"\\0\\e\\x7F"'],
    ['a\nb', '|-\n  a\n  b'],
    ['a\n\n  b\n', '|\n  a\n\n    b'],
    ['a\n\n', '|+\n  a\n'],
    [' a\nb', '|2-\n   a\n  b'],
    ['a \nb', '"a \\nb"'],
    ['a\r\nb', '"a\\r\\nb"'],
    [true, 'true'],
    [null, 'null'],
    [undefined, ''],
    [1.5, '1.5'],
    [1e-7, '1e-07'],
    [1e21, '1e+21'],
    [1234567.5, '1.2345675e+06'],
    [-0, '0'],
    [2 ** 60, '1152921504606846976'],
    [{}, '{}'],
    [[], '[]'],
    [[undefined, { a: undefined }], '\n- null\n- {}'],
    [{ a: undefined }, '{}'],
  ])('%j is written %j', (value, written) => {
    const text = printYaml({ key: value });
    expect(text).toBe(value === undefined ? '{}\n' : `key:${written.startsWith('\n') ? '' : ' '}${written}\n`);
  });

  test('never folds a line', () => {
    const long = 'word '.repeat(1000).trim();
    expect(printYaml([long, `${long}: x`]).split('\n')).toHaveLength(3);
  });

  test('sorts keys as Kubernetes does: digits by value, letters last', () => {
    const keys = ['v10', 'v2', 'B', 'a', '_', 'A', 'a.b', 'ab', 'a-b', 'a1', 'z01', 'z1', 'v100', 'ü', 'x10y', 'x010y'];
    const printed = printYaml(Object.fromEntries(keys.map((key) => [key, true])));
    expect(printed.replace(/: true\n/g, ' ').trim()).toBe('_ A B a a-b a.b a1 ab v2 v10 v100 x10y x010y z1 z01 ü');
  });

  test('puts keys whose order runs in a circle always in the same order', () => {
    const printed = [
      ['v2', 'v10', 'v1a'],
      ['v10', 'v1a', 'v2'],
      ['v1a', 'v2', 'v10'],
    ].map((keys) => printYaml(Object.fromEntries(keys.map((key) => [key, 1]))));
    expect(new Set(printed).size).toBe(1);
  });

  test('writes long keys and keys of several lines in the explicit form', () => {
    const long = 'k'.repeat(129);
    expect(printYaml({ a: { [long]: { b: [1, 2], c: 3 }, 'x\ny': ['z'] } })).toBe(
      `a:\n  ? ${long}\n  : b:\n    - 1\n    - 2\n    c: 3\n  ? |-\n    x\n    y\n  : - z\n`,
    );
    expect(printYaml({ ['k'.repeat(128)]: 1 })).toBe(`${'k'.repeat(128)}: 1\n`);
  });

  test.each(['1.1', '1.2'] as const)('is read back as the same value by a reader of YAML %s', (version) => {
    fc.assert(
      fc.property(nastyValue, (value) => {
        fc.pre(
          version === '1.2' || !JSON.stringify(value)?.match(/"[-+]?_*(?:[eE][-+]?[0-9]+|\._*(?:[eE][-+]?[0-9]+)?)"/),
        );
        expect(read(printYaml(value), version)).toEqual(value);
      }),
      { numRuns: 1500 },
    );
  });

  test.each(['1.1', '1.2'] as const)('quotes every string that a reader of YAML %s would misread', (version) => {
    fc.assert(
      fc.property(nastyString, nastyString, (key, value) => {
        fc.pre(version === '1.2' || !(READER_IS_WRONG.test(key) || READER_IS_WRONG.test(value)));
        const object = Object.fromEntries([[key, { in: [value, { [key]: value }] }]]);
        expect(read(printYaml(object), version)).toEqual(object);
      }),
      { numRuns: 5000 },
    );
  });

  test('is the same for the same data in another order, and ends where it ends', () => {
    fc.assert(
      fc.property(nastyValue, (value) => {
        const reversed = JSON.parse(JSON.stringify(value), (_, inner) =>
          inner && typeof inner === 'object' && !Array.isArray(inner)
            ? Object.fromEntries(Object.entries(inner).reverse())
            : inner,
        );
        expect(printYaml(reversed)).toBe(printYaml(value));
        expect(printYaml(value).endsWith('\n')).toBe(true);
      }),
    );
  });
});
