import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseSortBy, sortObjects } from '../../../src/print/formats/sort-by.ts';
import { compareNaturally } from '../../../src/print/text/natural-order.ts';

const at = (time: string) => ({ creationTimestamp: time });
const objects = [
  { name: 'web10', metadata: at('2024-01-03T00:00:00Z'), n: 3, q: '1Gi', f: 1.5, flag: true, list: ['b'] },
  { name: 'web9', metadata: at('2023-11-03T00:00:00Z'), n: 20, q: '500M', f: 0.5, flag: false, mixed: 'x' },
  { name: 'api', metadata: { creationTimestamp: null }, n: 1, q: '2', f: 2.5, mixed: 3, list: ['a'] },
];

const sorted = (field: string) => sortObjects(objects, parseSortBy(field)).map(({ name }) => name);

test.each([
  ['.name', ['api', 'web9', 'web10']],
  ['name', ['api', 'web9', 'web10']],
  ['{.n}', ['api', 'web10', 'web9']],
  ['{f}', ['web9', 'web10', 'api']],
  ['.q', ['api', 'web9', 'web10']],
  ['.metadata.creationTimestamp', ['api', 'web9', 'web10']],
  ['.list[*]', ['web9', 'api', 'web10']],
])('by %s', (field, names) => {
  expect(sorted(field)).toEqual(names);
});

test('objects that are equal, or lack the field, keep their order', () => {
  const many = Array.from({ length: 40 }, (_, i) => (i % 3 === 0 ? { i } : { i, key: i % 2 }));
  const order = sortObjects(many, parseSortBy('.key')).map(({ i }) => i);
  const lacking = order.slice(0, 14);
  expect(lacking).toEqual([...lacking].sort((a, b) => a - b));
  expect(order.slice(14, 27).every((i) => i % 2 === 0)).toBe(true);
  expect(order.slice(27)).toEqual([...order.slice(27)].sort((a, b) => a - b));
});

test('one object alone needs no field', () => {
  expect(sortObjects([{ a: 1 }], parseSortBy('.nope'))).toEqual([{ a: 1 }]);
  expect(sortObjects([], parseSortBy('.nope'))).toEqual([]);
});

const unsortable = (field: string) => `Field {${field}} in *unstructured.Unstructured is an unsortable type: interface`;
test.each([
  ['.nope', 'couldn\'t find any field with path "{.nope}" in the list of objects'],
  ['.flag', `${unsortable('.flag')}, err: unsortable type: bool`],
  ['.mixed', `${unsortable('.mixed')}, err: unsortable interface: interface`],
  ['.list', `${unsortable('.list')}, err: unsortable type: []interface {}`],
  ['.spec[', 'unterminated array'],
  ['.name[0]', 'string is not array or slice'],
  [
    '{.a}{.b}',
    "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
  ],
])('%s is refused', (field, message) => {
  expect(() => sorted(field)).toThrow(expect.objectContaining({ code: 'ARGUMENT', message }));
});

describe('natural order', () => {
  test.each([
    ['a2', 'a10'],
    ['a', 'ab'],
    ['a1', 'a01'],
    ['a01', 'a2'],
    ['1a', 'a'],
    ['v1.9', 'v1.10'],
    ['9007199254740993', '9007199254740994'],
    ['\uffff', '\u{1f600}'],
    ['x1y', 'x1z'],
  ])('%s before %s', (a, b) => {
    expect(compareNaturally(a, b)).toBeLessThan(0);
    expect(compareNaturally(b, a)).toBeGreaterThan(0);
  });

  test('is an order', () => {
    const text = fc.string({
      unit: fc.constantFrom('0', '1', '2', '10', 'a', 'b', '-', '\u{1f600}', '\uffff'),
      maxLength: 6,
    });
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        expect(Math.sign(compareNaturally(a, b))).toBe(-Math.sign(compareNaturally(b, a)) + 0);
        expect(compareNaturally(a, b) === 0).toBe(a === b);
        if (compareNaturally(a, b) <= 0 && compareNaturally(b, c) <= 0) {
          expect(compareNaturally(a, c)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });
});
