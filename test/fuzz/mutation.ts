import fc from 'fast-check';

/** Pieces that parsers stumble over, whatever their grammar is. */
const NASTY_TEXTS = [
  ...[
    '',
    ' ',
    '\t',
    '\n',
    '\r\n',
    '\0',
    '\u001b[2J',
    '\u007f',
    '\u0085',
    '\u2028',
    '\ufeff',
    '\ufffd',
    '\ud800',
    '\udfff',
  ],
  ...['\u{1f600}', 'é', '\u0130', '\u202e', '\\', '"', "'", '`', '%', '$', '{', '}', '[', ']', '(', ')', '<', '>', ','],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length', '__defineGetter__'],
  ...['0', '-0', '-1', '1e999', '0x10', '00', '9007199254740993', '9'.repeat(400), 'NaN', 'null', 'true', '~'],
  ...['../..', '//', '%2e%2e', 'javascript:', 'http://', '@', ':', ';', '=', '&', '#', '*', '|', '!', '?', '-', '.'],
];

const NASTY_VALUES: unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e300,
    2 ** 53,
    '',
    ' ',
    'x',
    '\0',
    '\ud800',
    [],
    {},
    [null],
    [[]],
    [{}],
    [''],
    [1],
  ],
  ...[{ length: 1 }, { constructor: null }, { toString: 'x' }, { '': '' }, { '0': 'x' }, ['a', 1, null, {}]],
  JSON.parse('{"__proto__":{"polluted":true}}'),
  JSON.parse('{"constructor":{"prototype":{"polluted":true}}}'),
];

const KEYS = ['__proto__', 'constructor', 'toString', '', '0', 'a b', '\0', '\ufeffx', 'length', 'hasOwnProperty'];

/** One of the good ones, and now and then one of the others: a text of many parts is whole often enough. */
export function mostly<T>(good: readonly T[], others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...good) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

type TextEdit = (text: string) => string;

/** A text with a few things inserted, cut out, doubled, or said very often. */
export function mutated(texts: fc.Arbitrary<string>, fragments: readonly string[] = []): fc.Arbitrary<string> {
  const piece = fc.oneof(fc.constantFrom(...NASTY_TEXTS), fc.constantFrom(...NASTY_TEXTS, ...fragments), fc.string());
  const place = fc.nat(1_000_000);
  const length = fc.integer({ min: 1, max: 12 });
  const edit: fc.Arbitrary<TextEdit> = fc.oneof(
    fc.tuple(place, piece).map(
      ([at, put]): TextEdit =>
        (text) =>
          spliced(text, at, 0, put),
    ),
    fc.tuple(place, length, piece).map(
      ([at, cut, put]): TextEdit =>
        (text) =>
          spliced(text, at, cut, put),
    ),
    fc.tuple(place, length).map(
      ([at, cut]): TextEdit =>
        (text) =>
          spliced(text, at, cut, ''),
    ),
    fc.tuple(place, length, place).map(
      ([from, count, to]): TextEdit =>
        (text) => {
          const start = from % (text.length + 1);
          return spliced(text, to, 0, text.slice(start, start + count));
        },
    ),
    fc.tuple(place, piece, fc.integer({ min: 2, max: 300 })).map(
      ([at, said, times]): TextEdit =>
        (text) =>
          spliced(text, at, 0, said.repeat(times)),
    ),
    place.map(
      (at): TextEdit =>
        (text) =>
          text.slice(0, at % (text.length + 1)),
    ),
  );
  const edits = fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 4, arbitrary: fc.array(edit, { minLength: 1, maxLength: 3 }) },
  );
  return fc.tuple(texts, edits).map(([text, some]) => some.reduce((now, change) => change(now), text));
}

function spliced(text: string, place: number, cut: number, put: string): string {
  const at = place % (text.length + 1);
  return text.slice(0, at) + put + text.slice(at + cut);
}

type ValueEdit = (value: unknown) => unknown;

/** A JSON value with members replaced by others of any type, taken out, or added under names that are dangerous. */
export function mutatedValue(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const nasty = fc.oneof(
    fc.constantFrom(...NASTY_VALUES),
    fc.constantFrom(...NASTY_TEXTS),
    fc.jsonValue({ maxDepth: 3 }),
    fc.integer({ min: 1, max: 400 }).map(nested),
  );
  const place = fc.nat(100_000);
  const edit: fc.Arbitrary<ValueEdit> = fc.oneof(
    fc.tuple(place, nasty).map(
      ([at, put]): ValueEdit =>
        (value) =>
          changed(value, at, () => put),
    ),
    place.map(
      (at): ValueEdit =>
        (value) =>
          changed(value, at, () => undefined),
    ),
    fc.tuple(place, fc.constantFrom(...KEYS), nasty).map(
      ([at, key, put]): ValueEdit =>
        (value) =>
          changed(value, at, (member) => withMember(member, key, put)),
    ),
  );
  const edits = fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 5, arbitrary: fc.array(edit, { minLength: 1, maxLength: 3 }) },
  );
  return fc.tuple(values, edits).map(([value, some]) => some.reduce((now, change) => change(now), value));
}

/** JSON text of a changed value; in one of a few also changed as a text. */
export function mutatedJson(values: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  const text = mutatedValue(values).map((value) => JSON.stringify(value) ?? 'null');
  return fc.oneof(
    { weight: 3, arbitrary: text },
    { weight: 2, arbitrary: mutated(text, ['{"__proto__":1}', ',', ':', '[', '{"a":', '\\ud800', '\\u0000', '1E5']) },
  );
}

/** Lists in lists. */
export function nested(depth: number): unknown {
  let value: unknown = [];
  for (let n = 1; n < depth; n++) value = [value];
  return value;
}

/** A copy in which the member at a place, counted through the whole value, is another one. */
function changed(value: unknown, place: number, change: ValueEdit): unknown {
  let left = place % Math.max(1, count(value));
  const walk = (member: unknown): unknown => {
    if (left-- === 0) return change(member);
    if (Array.isArray(member)) return member.map(walk).filter((item) => item !== undefined);
    if (typeof member !== 'object' || member === null) return member;
    const copy: Record<string, unknown> = {};
    for (const key of Object.keys(member)) define(copy, key, walk((member as Record<string, unknown>)[key]));
    return copy;
  };
  return walk(value);
}

function count(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, member) => sum + count(member), 1);
}

function withMember(value: unknown, key: string, put: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { [key]: put };
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value)) define(copy, name, (value as Record<string, unknown>)[name]);
  define(copy, key, put);
  return copy;
}

/** Also a key called `__proto__` is a member, as in what JSON.parse gives. */
function define(target: Record<string, unknown>, key: string, value: unknown): void {
  if (value === undefined) return;
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}
