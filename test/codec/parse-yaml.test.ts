import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { parseYaml, parseYamlDocuments } from '../../src/codec/parse-yaml.ts';
import { parseSimpleYaml } from '../../src/codec/simple-yaml.ts';
import { printYaml } from '../../src/codec/yaml.ts';
import { nastyValue } from './nasty-values.ts';

const brokenAt = (place: string, why?: RegExp) =>
  expect.objectContaining({
    code: 'STORE_BROKEN',
    message: expect.stringMatching(new RegExp(`^a\\.yaml:${place}: .*${why?.source ?? ''}`, 'i')),
  });

describe('parseYaml', () => {
  test.each<[string, unknown]>([
    ['a: 1\n', { a: 1 }],
    ['a: 1', { a: 1 }],
    ['# comment\na: 1 # more\n\n\nb:   [x, "y", {z: null}]\n', { a: 1, b: ['x', 'y', { z: null }] }],
    ['a: 1\r\nb:\r\n  - c\r\n', { a: 1, b: ['c'] }],
    ['\ufeffa: 1\n', { a: 1 }],
    ['---\na: 1\n', { a: 1 }],
    ['---\na: 1\n...\n', { a: 1 }],
    ['{"a": {"b": [1, 2.5, true, null, "2.4"]}}', { a: { b: [1, 2.5, true, null, '2.4'] } }],
    ['a: {\n  b: 1,\n  c: [1,\n 2]}\n', { a: { b: 1, c: [1, 2] } }],
    ['a: >\n  folded\n  text\nb: |\n    more\n      indented\n', { a: 'folded text\n', b: 'more\n  indented\n' }],
    ['a: 2026-01-02T03:04:05Z\nb: 2026-01-02\n', { a: '2026-01-02T03:04:05Z', b: '2026-01-02' }],
    ['a: yes\nb: Off\nc: 010\n', { a: true, b: false, c: 8 }],
    ['y: n\n"y": "n"\n010: x\n', { true: false, y: 'n', 8: 'x' }],
    ['a: 9007199254740993\n', { a: 9007199254740993n }],
    ['a: -9223372036854775808 # least\n', { a: -9223372036854775808n }],
    ['a: !!binary aGVsbG8=\nb: !!str yes\nc: !!int "3"\n', { a: 'hello', b: 'yes', c: 3 }],
    ['1: a\ntrue: b\n1.5: c\n', { 1: 'a', true: 'b', 1.5: 'c' }],
    ['a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: 2\n', { a: { b: 1 }, c: { b: 1 }, d: { b: 1, e: 2 } }],
    ['a: &x 1\nb: &x 2\nc: *x\n', { a: 1, b: 2, c: 2 }],
    ['a: &k key\n*k : x\n', { a: 'key', key: 'x' }],
    [
      'x: &x {a: 1, b: 2}\nw: &y {b: 3, c: 4}\nz:\n  a: 0\n  <<: [*x, *y]\n  c: 5\n',
      { x: { a: 1, b: 2 }, w: { b: 3, c: 4 }, z: { a: 0, b: 2, c: 5 } },
    ],
    ['x: {<<: {a: 1}, <<: {b: 2}, "<<": 3}\n', { x: { a: 1, b: 2, '<<': 3 } }],
    ['a: {? b, : c}\n~: d\n', { a: { b: null, '': 'c' }, '': 'd' }],
    ['a: 12345678901234567890\n', { a: Number('12345678901234567890') }],
    ['', null],
    ['# only a comment\n', null],
    ['null\n', null],
  ])('reads %j', async (text, value) => {
    expect(await parseYaml(text, 'a.yaml')).toEqual(value);
  });

  test.each<[string, string, RegExp]>([
    ['a: 1\nb: [1, 2\nc: 3\n', '3:1', /./],
    ['a: 1\n  b: 2\n', '\\d:\\d+', /./],
    ['a: 1\na: 2\n', '2:1', /unique/i],
    ['x:\n  a: {k: 1, k: 2}\n', '2:\\d+', /unique/i],
    ['a: "unfinished\n', '\\d:\\d+', /./],
    ['a: 1\n---\nb: 2\n', '3:1', /second document/],
    ['a: *unknown\n', '1:4', /Unresolved alias \(the anchor must be set before the alias\)$/],
    ['\ta: 1\n', '1:1', /tab/i],
    ['a: @x\n', '1:4', /./],
    [`${'['.repeat(20_000)}\n`, '1:1001', /nested too deeply/],
    [`a:\n  ${'{a: '.repeat(1001)}\n`, '2:4003', /nested too deeply/],
    [`${'- '.repeat(1001)}a\n`, '1:2001', /nested too deeply/],
    ['a: .inf\n', '1:4', /a number is too large, or none/],
    ['a:\n- .NaN\n', '2:3', /a number is too large, or none/],
    ['<<: x\na: 1\n', '1:1', /Merge sources must be maps/],
    [
      `a: &a [x]\n${Array.from({ length: 9 }, (_, i) => `${'bcdefghij'[i]}: &${'bcdefghij'[i]} [${`*${'abcdefghi'[i]}, `.repeat(9)}]\n`).join('')}`,
      '\\d+:\\d+',
      /aliases stand for more than a mebibyte/i,
    ],
    ['a: &a\n  b: *a\n', '2:6', /unresolved alias/i],
    ['? [a]\n: b\n', '1:3', /cannot be a key/],
    ['x: &x 1\n<<: [*x]\n', '2:1', /Merge sources must be maps/],
    [`# c\na: [${'[], '.repeat(30_000)}]\n`, '2:\\d+', /too long for what it uses of YAML/],
    [`a: &a ${'x'.repeat(600_000)}\nb: [*a, *a]\n`, '2:9', /aliases stand for more than a mebibyte/],
  ])('names file, line and column of what is broken in %j', async (text, place, why) => {
    await expect(parseYaml(text, 'a.yaml')).rejects.toEqual(brokenAt(place, why));
  });

  test.each(['__proto__: {x: 1}\n', 'a: 1\n__proto__: {x: 1}\n', '__proto__:\n  x: 1\n', '"__proto__":\n  x: 1 # c\n'])(
    'takes __proto__ for a plain key in %j',
    async (text) => {
      const value = (await parseYaml(text, 'a.yaml')) as object;
      expect(Object.keys(value)).toContain('__proto__');
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect(({} as { x?: number }).x).toBeUndefined();
    },
  );
});

describe('parseYamlDocuments', () => {
  test('gives every document that is not empty with its line', async () => {
    const text = '# head\n---\na: 1\n---\n---\n# nothing\n---\n\n- b\n---\nc: 1\n';
    expect(await parseYamlDocuments(text, 'a.yaml')).toEqual([
      { value: { a: 1 }, line: 3 },
      { value: ['b'], line: 9 },
      { value: { c: 1 }, line: 11 },
    ]);
    expect(await parseYamlDocuments('# head\n\na: 1\n---\n# x\nb: |\n  x\n---\nc: 1\n', 'a.yaml', 10)).toEqual([
      { value: { a: 1 }, line: 13 },
      { value: { b: 'x\n' }, line: 16 },
      { value: { c: 1 }, line: 19 },
    ]);
    expect(await parseYamlDocuments('---\na: 1\n', 'a.yaml')).toEqual([{ value: { a: 1 }, line: 2 }]);
    expect(await parseYamlDocuments('', 'a.yaml')).toEqual([]);
  });

  test('fails for a broken document among others', async () => {
    await expect(parseYamlDocuments('a: 1\n---\nb: [\n', 'a.yaml')).rejects.toEqual(brokenAt('\\d:\\d+'));
  });
});

/** What the full library says, or undefined where it refuses. */
function library(text: string): { value: unknown } | undefined {
  const document = parseDocument(text, { version: '1.2', schema: 'core', merge: true, logLevel: 'silent' });
  return document.errors.length > 0 ? undefined : { value: document.toJS() };
}

describe('parseSimpleYaml', () => {
  test('reads what printYaml writes, but for keys of several lines and lone scalars', () => {
    const usual = {
      kind: 'ImageStream',
      'a.b/c': {
        empty: {},
        none: null,
        list: [],
        text: 'two words',
        quoted: "it's: x",
        version: '2.4',
        count: 3,
        ratio: 1.5,
      },
      list: [{ a: 1, b: [[1, 2], [{ c: ['x'] }]] }, 'x', [], {}],
      literal: 'one\n\n  two\n',
      literals: ['a\nb', ' a\n', '\na\n\n', 'x'],
      'key: odd': '\u0000🎉',
      '1': 'true',
    };
    const text = printYaml(usual);
    expect(parseSimpleYaml(text)).toEqual({ value: usual });
    expect(parseSimpleYaml(`---\n${text}`)).toEqual({ value: usual });
  });

  test.each<[string, unknown]>([
    ['a: 1 # comment\n', { a: 1 }],
    ['# comment\na: 1\n', { a: 1 }],
    ['a: 1\n\nb: 2\n', { a: 1, b: 2 }],
    ['---\n\n# comment: x\na: 1\n', { a: 1 }],
    ['a: # comment\n  # more\n  b: x#y   # c\n\n  \n  c: "x # y" # "z"\n#end\n', { a: { b: 'x#y', c: 'x # y' } }],
    ['a:\n# comment\n- b # c\n# d\n- |\n  # text\n# comment\n', { a: ['b', '# text\n'] }],
  ])('reads %j with its comments and blank lines', (text, value) => {
    expect(parseSimpleYaml(text)).toEqual({ value });
  });

  test.each([
    '# only a comment\n',
    'a: |# x\n  y\n',
    'a: b\n  # comment\n  c\n',
    'a: "x\n  # y"\n',
    "a: ''# x\n",
    'a: 1',
    'a: 1\r\n',
    'a: 1\na: 2\n',
    'a: &x 1\n',
    'a: *x\n',
    'a: !!str 1\n',
    'a: [1]\n',
    'a: {b: 1}\n',
    'a: yes\n',
    'a: 010\n',
    'a: 2026-01-02\n',
    'a: b\n c\n',
    'a:\n  b\n',
    'a:\n',
    'a:\n b: 1\n  c: 2\n',
    'a:\n   b: 1\n  c: 2\n',
    '- a\nb: 1\n',
    'a: "x\n  y"\n',
    'a: >\n  x\n',
    'a: |\n   x\n  y\n',
    'a: |1\n x\n',
    'a: |\n  x\n\n',
    'a: 1\n---\nb: 1\n',
    '<<: x\n',
    '? a\n: b\n',
    'a: b: c\n',
    'a: "x" y\n',
    'a:  1\n',
    'a : 1\n',
    ' a: 1\n',
    'null: 1\n',
    'scalar\n',
    '{}\n',
    '',
    '\n',
  ])('is not sure about %j', (text) => {
    expect(parseSimpleYaml(text)).toBeUndefined();
  });

  test.each(['"', "'"])('reads megabytes between %s', (quote) => {
    const long = `@${'a'.repeat(12_000_000)}`;
    expect(parseSimpleYaml(`x: ${quote}${long}${quote}\n`)?.value).toEqual({ x: long });
  });

  test('reads everything that printYaml writes as the library reads it', () => {
    let read = 0;
    fc.assert(
      fc.property(nastyValue, (value) => {
        const text = printYaml({ value });
        const simple = parseSimpleYaml(text);
        if (!simple) return;
        read++;
        expect(simple.value).toEqual({ value });
        expect(simple).toEqual(library(text));
      }),
      { numRuns: 1500 },
    );
    expect(read).toBeGreaterThan(1000);
  });

  test('agrees with the library about every text that it reads, however it was damaged', () => {
    const pieces = [
      '\n',
      ' ',
      '  ',
      ':',
      ': ',
      '-',
      '- ',
      '"',
      "'",
      '#',
      ' #',
      '|',
      '>',
      '{',
      '}',
      '[',
      ']',
      ',',
      '&a',
      '*a',
      '!',
      '?',
      '\t',
      '---\n',
      '\\',
      'a',
      '1',
      '~',
      '|-\n',
      '\n\n',
      '<<: ',
      '%',
    ];
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      remove: fc.constantFrom(0, 0, 1, 2, 5),
      insert: fc.constantFrom('', ...pieces),
    });
    fc.assert(
      fc.property(nastyValue, fc.array(change, { minLength: 1, maxLength: 3 }), (value, changes) => {
        let text = printYaml({ a: value, b: [value, { c: 'x' }] });
        for (const { at, remove, insert } of changes) {
          const offset = Math.floor(at * text.length);
          text = text.slice(0, offset) + insert + text.slice(offset + remove);
        }
        const simple = parseSimpleYaml(text);
        if (simple) expect({ text, ...simple }).toEqual({ text, ...library(text) });
      }),
      { numRuns: 6000 },
    );
  });
});
