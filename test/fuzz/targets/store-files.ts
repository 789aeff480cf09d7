import fc from 'fast-check';
import { parseYaml } from '../../../src/codec/parse-yaml.ts';
import { printYaml } from '../../../src/codec/yaml.ts';
import { sameJson } from '../../../src/core/json/json-value.ts';
import { imageStreamFromUntrusted } from '../../../src/core/validation/shape.ts';
import { parseManifests } from '../../../src/files/manifest-text.ts';
import { parseObject } from '../../../src/store/objects/object-file.ts';
import type { FuzzTarget } from '../fuzzing.ts';
import { mutated, mutatedValue } from '../mutation.ts';

const STREAM = {
  apiVersion: 'image.openshift.io/v1',
  kind: 'ImageStream',
  metadata: { name: 'app', namespace: 'team', annotations: { note: 'two\nlines\n', 'a/b': '"x"' }, generation: 2 },
  spec: {
    lookupPolicy: { local: false },
    tags: [
      { name: 'v1', from: { kind: 'DockerImage', name: 'quay.io/team/app:v1' }, generation: 2, annotations: null },
    ],
  },
  status: {
    dockerImageRepository: '',
    tags: [{ tag: 'v1', items: [{ created: '2024-05-01T12:00:00Z', image: 'sha256:0', generation: 2 }] }],
  },
};
const FILE = '/store/namespaces/team/image.openshift.io/imagestreams/app.yaml';
const PLACE = { group: 'image.openshift.io', resource: 'imagestreams', namespace: 'team', name: 'app' };

/** All of YAML, where the product writes only a part of it. */
const SYNTAX = [
  ...[
    '&a ',
    '*a',
    '<<: *a\n',
    '!!str ',
    '!!binary aGk=',
    '!<tag:x> ',
    '- ',
    '? ',
    ': ',
    '# x\n',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
  ],
  ...[
    '|\n',
    '>-\n',
    '|2+\n',
    '{a: 1}',
    '[a, b]',
    '"\\x41"',
    "'it''s'",
    '\t',
    '  ',
    '\n\n',
    '2024-01-01',
    '0o17',
    '.inf',
    'yes',
  ],
  ...[
    'apiVersion: v1\n',
    '__proto__: {polluted: true}\n',
    'constructor:\n  prototype: {x: 1}\n',
    '"a": 1\n',
    '\\"',
    '\\ud800',
  ],
];

const HEAD = 'apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata:\n  name: app\n';
const bomb = (levels: number) =>
  `a0: &a0 [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: levels }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join()}]\n`).join('')}`;

/** A file of a million bytes that says one thing again and again: time and memory must not grow faster than it. */
const said = (unit: string | ((n: number) => string), before = '', after = '', size = 1_000_000): string => {
  const parts = [HEAD, before];
  for (let [n, length] = [0, HEAD.length]; length < size; n++) {
    const part = typeof unit === 'string' ? unit : unit(n);
    parts.push(part);
    length += part.length;
  }
  return `${parts.join('')}${after}\n`;
};

export const REPEATED: readonly (readonly [what: string, text: (size: number) => string])[] = [
  ['aliases', (size) => said('*a,', 'a: &a x\nb: [', ']', size)],
  ['aliases in lines', (size) => said('- *a\n', 'a: &a x\nb:\n', '', size)],
  ['anchors', (size) => said((n) => `- &a${n} x\n`, 'a:\n', '', size)],
  ['tags in brackets', (size) => said((n) => `{name: v${n}}, `, 'spec: {tags: [', ']}', size)],
  ['unknown tags', (size) => said((n) => `- !t${n} x\n`, 'a:\n', '', size)],
  ['merges', (size) => said('- {<<: *a}\n', 'a: &a {x: y}\nb:\n', '', size)],
  ['keys in brackets', (size) => said((n) => `k${n}: a,`, 'a: {', '}', size)],
  ['keys without values', (size) => said((n) => `  k${n}:\n`, 'a:\n', '', size)],
  ['one key', (size) => said('  k: v\n', 'a:\n', '', size)],
  ['explicit keys', (size) => said((n) => `  ? k${n}\n  : v\n`, 'a:\n', '', size)],
  ['empty items', (size) => said('-\n', 'a:\n', '', size)],
  ['closing brackets', (size) => said(']', 'a: [', '', size)],
  ['reserved signs', (size) => said('- @\n', 'a:\n', '', size)],
  ['broken escapes', (size) => said('\\q', 'a: "', '"', size)],
  ['escapes', (size) => said('\\u0041', 'a: "', '"', size)],
  ['blank lines of a literal', (size) => said('\n', 'a: |\n', '', size)],
  ['folded lines', (size) => said('  x\n\n', 'a: >\n', '', size)],
  ['commented lines', (size) => said('- x # y\n', 'a:\n', '', size)],
  ['starts of documents', (size) => said('---\n', '', '', size)],
  ['deep lists', (size) => said(`- ${'['.repeat(900)}${']'.repeat(900)}\n`, 'a:\n', '', size)],
];

/** Files of the store and manifests of `-f`: read, decoded, written and read again. */
export const storeFiles: FuzzTarget<string> = {
  name: 'store files (YAML)',
  cases: mutated(mutatedValue(fc.constant(STREAM)).map(printYaml), SYNTAX),
  chosen: [
    ['a bomb of aliases', HEAD + bomb(9)],
    ['a small bomb', HEAD + bomb(2)],
    ['merge keys in a circle', `${HEAD}x: &x\n  <<: *x\n`],
    ['an alias of itself', `${HEAD}x: &x [*x]\n`],
    ['deep flow lists', `${HEAD}x: ${'['.repeat(100_000)}${']'.repeat(100_000)}\n`],
    ['flow lists that fit', `${HEAD}x: ${'['.repeat(900)}${']'.repeat(900)}\n`],
    ['deep flow maps', `${HEAD}x: ${'{a: '.repeat(50_000)}\n`],
    ['deep block maps', `${HEAD}${Array.from({ length: 3000 }, (_, n) => `${' '.repeat(n)}a:\n`).join('')}`],
    ['deep block lists', `${HEAD}x:\n${'- '.repeat(50_000)}a\n`],
    ['deep JSON', `{"apiVersion":"v1","kind":"X","x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
    ['a long quoted text', `${HEAD}x: "${'a'.repeat(1_000_000)}"\n`],
    ['a long text of quotes', `${HEAD}x: '${"''".repeat(60_000)}'\n`],
    ['escapes without an end', `${HEAD}x: "${'\\'.repeat(200_000)}\n`],
    ['a long plain text', `${HEAD}x: ${'a '.repeat(200_000)}\n`],
    ['a long number', `${HEAD}x: ${'9'.repeat(50_000)}\n`],
    ['long hexadecimal', `${HEAD}x: 0x${'f'.repeat(50_000)}\n`],
    ['long numeric keys', `${HEAD}x:\n  a${'1'.repeat(900)}: 1\n  a${'2'.repeat(900)}: 1\n`],
    ['blank lines', `${HEAD}${'\n'.repeat(100_000)}x: 1\n`],
    ['blanks', `${HEAD}x:${' '.repeat(200_000)}1\n`],
    ['comments', `${HEAD}${'# x\n'.repeat(100_000)}`],
    ['colons', `${HEAD}x: ${':'.repeat(100_000)}\n`],
    ['dashes', `${'-'.repeat(100_000)}\n`],
    ['documents', '---\n'.repeat(20_000)],
    ['documents of which one is broken', `${'a: 1\n---\n'.repeat(1000)}b: {\n`],
    ['many keys', `${HEAD}${Array.from({ length: 30_000 }, (_, n) => `k${n}: v\n`).join('')}`],
    ['a number that is none', `${HEAD}x: .nan\n`],
    ['a byte order mark', `\ufeff${HEAD}`],
    ['line ends of Windows', HEAD.replaceAll('\n', '\r\n')],
    ['a poisoned object', `${HEAD}__proto__: {polluted: 1}\nspec: {__proto__: {tags: []}}\n`],
    ['a poisoned merge', `${HEAD}x: &x {__proto__: {polluted: 1}}\ny:\n  <<: *x\n`],
    ['NULs', `${HEAD}x: "\0\0"\n`],
    ...REPEATED.map(([what, text]) => [`a megabyte of ${what}`, text(1_000_000)] as const),
    ...REPEATED.map(([what, text]) => [`as many ${what} as may just be read`, text(40_000)] as const),
  ],
  async run(text) {
    const manifests = await parseManifests(text, 'file.yaml');
    const { object } = await parseObject('/store', FILE, text, PLACE);
    const stream = imageStreamFromUntrusted(object);
    const again = await parseYaml(printYaml(object), FILE);
    if (!sameJson(again, object)) throw new Error('what was written reads otherwise');
    return [manifests, object, stream];
  },
};
