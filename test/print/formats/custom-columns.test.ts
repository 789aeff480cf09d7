import { describe, expect, test } from '@jest/globals';
import {
  parseCustomColumns,
  parseCustomColumnsFile,
  printCustomColumns,
} from '../../../src/print/formats/custom-columns.ts';

const streams = [
  {
    metadata: { name: 'web10' },
    spec: { n: 3, m: { a: 1, b: [1, 'x', null, 2.5] }, nul: null, bool: true, tags: [{ name: 'a' }, { name: 'b' }] },
  },
  { metadata: { name: 'web9' }, spec: { n: 20, bool: false, tags: [{ name: 'latest' }], tab: 'a\tb', nl: 'x\ny' } },
  { metadata: { name: 'api' }, spec: { n: 1, tags: [], escape: '\u001b[2J' } },
];

const print = (spec: string, noHeaders = false) => printCustomColumns(parseCustomColumns(spec), streams, { noHeaders });

// What kubectl prints for the same objects.
test.each([
  [
    'NAME:.metadata.name,TAGS:.spec.tags[*].name,N:.spec.n',
    'NAME    TAGS     N\nweb10   a,b      3\nweb9    latest   20\napi     <none>   1\n',
  ],
  [
    'NAME:metadata.name,M:.spec.m,NUL:.spec.nul,B:{.spec.bool},N:{spec.n}',
    'NAME    M                            NUL      B        N\n' +
      'web10   map[a:1 b:[1 x <nil> 2.5]]   <nil>    true     3\n' +
      'web9    <none>                       <none>   false    20\n' +
      'api     <none>                       <none>   <none>   1\n',
  ],
  [
    'T:.spec.tab,NL:.spec.nl,L:.spec.tags',
    'T        NL       L\n<none>   <none>   [map[name:a] map[name:b]]\na        b        x\ny        [map[name:latest]]\n<none>   <none>   []\n',
  ],
  ['NAME:', 'NAME\n<none>\n<none>\n<none>\n'],
  [':.metadata.name', '\nweb10\nweb9\napi\n'],
  ['A:.spec.tags[?(@.name=="a")].name', 'A\na\n<none>\n<none>\n'],
])('%s', (spec, table) => {
  expect(print(spec)).toBe(table);
});

test('without headers', () => {
  expect(print('NAME:.metadata.name,N:.spec.n', true)).toBe('web10   3\nweb9    20\napi     1\n');
  expect(printCustomColumns(parseCustomColumns('NAME:.metadata.name'), [], { noHeaders: true })).toBe('');
});

test('control characters of the data do not reach the terminal', () => {
  expect(print('E:.spec.escape', true)).toBe('<none>\n<none>\n^[[2J\n');
});

describe('a file', () => {
  const table = 'NAME    N\nweb10   3\nweb9    20\napi     1\n';

  test.each([
    ['NAME   N\nmetadata.name {.spec.n}\n', table],
    ['NAME   N\r\nmetadata.name {.spec.n}\r\nignored\n', table],
    [' NAME\tN\n.metadata.name\t.spec.n', table],
    ['\n\n', '\n\n\n\n'],
  ])('%j', (text, expected) => {
    for (const noHeaders of [false, true]) {
      expect(printCustomColumns(parseCustomColumnsFile(text), streams, { noHeaders })).toBe(expected);
    }
  });

  const format = 'Expected format is one line of space separated headers, one line of space separated column specs.';
  test.each([
    ['', `invalid template, missing header line. ${format}`],
    ['NAME\n', `invalid template, missing spec line. ${format}`],
    ['A B\n.a\n', "number of headers (2) and field specifications (1) don't match"],
  ])('%j is refused', (text, message) => {
    expect(() => parseCustomColumnsFile(text)).toThrow(expect.objectContaining({ code: 'ARGUMENT', message }));
  });
});

const path =
  "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'";
test.each([
  ['', 'custom-columns format specified but no custom columns given'],
  ['NAME', 'unexpected custom-columns spec: NAME, expected <header>:<json-path-expr>'],
  ['NAME:.a,', 'unexpected custom-columns spec: , expected <header>:<json-path-expr>'],
  ['NAME:.a[0,1].b', 'unexpected custom-columns spec: 1].b, expected <header>:<json-path-expr>'],
  ['NAME:{.a}{.b}', path],
  ['NAME:.a{', path],
  ['NAME:.a[', 'unterminated array'],
  ['NAME:.spec.tags[0].name', 'array index out of bounds: index 0, length 0'],
])('%j is refused', (spec, message) => {
  expect(() => print(spec)).toThrow(expect.objectContaining({ code: 'ARGUMENT', message }));
});
