import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseYaml } from '../../src/codec/parse-yaml.ts';
import { resolvePlain } from '../../src/codec/plain-scalar.ts';
import { printYaml } from '../../src/codec/yaml.ts';

const cased = (...words: string[]) =>
  words.flatMap((word) => [word, `${word[0]?.toUpperCase()}${word.slice(1)}`, word.toUpperCase()]);

describe('plain scalars', () => {
  test.each(cased('yes', 'on', 'true', 'y'))('%s is true', (word) => expect(resolvePlain(word)).toBe(true));
  test.each(cased('no', 'off', 'false', 'n'))('%s is false', (word) => expect(resolvePlain(word)).toBe(false));
  test.each(['', '~', ...cased('null')])('%j is null', (word) => expect(resolvePlain(word)).toBeNull());

  test.each<[string, number | bigint]>([
    ['0', 0],
    ['-1', -1],
    ['+12', 12],
    ['010', 8],
    ['0o17', 15],
    ['08', 8],
    ['0x1F', 31],
    ['-0x10', -16],
    ['0b101', 5],
    ['1_000', 1000],
    ['0_7', 7],
    ['1.10', 1.1],
    ['.5', 0.5],
    ['-.5', -0.5],
    ['1.', 1],
    ['6e3', 6000],
    ['1_0.5e-1', 1.05],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['9007199254740993', 9007199254740993n],
    ['0x20000000000001', 9007199254740993n],
    ['9223372036854775807', 9223372036854775807n],
    ['-9223372036854775808', -9223372036854775808n],
    ['9223372036854775808', 2 ** 63],
    ['18446744073709551615', 2 ** 64],
    ['1e18', 1000000000000000000n],
    ['1e30', 1e30],
    ['.inf', Number.POSITIVE_INFINITY],
    ['-.Inf', Number.NEGATIVE_INFINITY],
    ['.NaN', Number.NaN],
  ])('%s is the number %s', (text, value) => expect(resolvePlain(text)).toEqual(value));

  test.each([
    'nO',
    'yEs',
    'tRUE',
    'yess',
    'nullx',
    '2022-01-01',
    '2022-01-01T00:00:00Z',
    '190:20:30',
    '1:30',
    '0x',
    '0b2',
    '0o8',
    '1e',
    '-',
    '+',
    '.',
    '..',
    '-.',
    '1.2.3',
    '.5_0',
    '12e03x',
    'x1',
    '_1',
    '1e999',
    '9'.repeat(400),
    'quay.io/mars/rover:1',
  ])('%s is a text', (text) => expect(resolvePlain(text)).toBe(text));

  test('every text that is printed plain is read as that text, by itself and as a key', async () => {
    const word = fc.oneof(
      fc.stringMatching(/^[-+.0-9a-fA-FxXoOeE_:]{1,12}$/),
      fc.stringMatching(/^[yYnNoOfFtTrRuUeEsSlL~]{1,5}$/),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(word, async (text) => {
        const value = { [text]: text, list: [text] };
        expect(await parseYaml(`# not simple\n${printYaml(value)}`, 'a.yaml')).toEqual(value);
      }),
    );
  });

  test('every integer of 64 bits is printed and read without loss', async () => {
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), async (integer) => {
        const text = printYaml({ a: integer });
        for (const written of [text, `# not simple\n${text}`]) {
          expect(BigInt(((await parseYaml(written, 'a.yaml')) as { a: bigint }).a)).toBe(integer);
        }
      }),
    );
  });
});
