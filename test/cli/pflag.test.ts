import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { flagValues, parseFlags } from '../../src/cli/pflag.ts';
import type { Flag } from '../../src/commands/command.ts';
import { isAppError } from '../../src/errors.ts';

const FLAGS: Flag[] = [
  { name: 'from', type: 'string', help: '' },
  { name: 'confirm', type: 'bool', help: '' },
  { name: 'all', short: 'A', type: 'bool', help: '' },
  { name: 'output', short: 'o', type: 'string', help: '' },
  { name: 'env', short: 'e', type: 'list', help: '' },
  { name: 'dry-run', type: 'string', bare: 'unchanged', default: 'none', help: '' },
  { name: 'workers', type: 'int', default: '5', help: '' },
];
const USAGE = "See 'oc x --help' for usage.";
const parse = (...tokens: string[]) => parseFlags(tokens, FLAGS, USAGE);
const values = (...tokens: string[]) => Object.fromEntries(parse(...tokens).values);

describe('flags as pflag reads them', () => {
  test.each<[string[], Record<string, string[]>, string[]]>([
    [['--from=a', 'x'], { from: ['a'] }, ['x']],
    [['--from', 'a', 'x'], { from: ['a'] }, ['x']],
    [['x', '--from', 'a', 'y'], { from: ['a'] }, ['x', 'y']],
    [['--from='], { from: [''] }, []],
    [['--from', '--confirm'], { from: ['--confirm'] }, []],
    [['--confirm', 'x'], { confirm: ['true'] }, ['x']],
    [['--confirm=false', 'x'], { confirm: ['false'] }, ['x']],
    [['--confirm=T'], { confirm: ['T'] }, []],
    [['-A'], { all: ['true'] }, []],
    [['-Ao', 'yaml'], { all: ['true'], output: ['yaml'] }, []],
    [['-oyaml'], { output: ['yaml'] }, []],
    [['-o=yaml'], { output: ['yaml'] }, []],
    [['-o', 'yaml'], { output: ['yaml'] }, []],
    [['-ojsonpath={.a}'], { output: ['jsonpath={.a}'] }, []],
    [['-e', 'A=1', '-eB=2', '--env=C=3'], { env: ['A=1', 'B=2', 'C=3'] }, []],
    [['--from=a', '--from=b'], { from: ['b'] }, []],
    [['--dry-run', 'x'], { 'dry-run': ['unchanged'] }, ['x']],
    [['--dry-run=client'], { 'dry-run': ['client'] }, []],
    [['--', '-dash', '--from=a'], {}, ['-dash', '--from=a']],
    [['-', 'x'], {}, ['-', 'x']],
    [[''], {}, ['']],
  ])('%j', (tokens, flags, args) => {
    expect(values(...tokens)).toEqual(flags);
    expect(parse(...tokens).args).toEqual(args);
  });

  test.each<[string[], string]>([
    [['--bogus'], 'unknown flag: --bogus'],
    [['--bogus=1'], 'unknown flag: --bogus'],
    [['-x'], "unknown shorthand flag: 'x' in -x"],
    [['-Ax'], "unknown shorthand flag: 'x' in -Ax"],
    [['--from'], 'flag needs an argument: --from'],
    [['-o'], "flag needs an argument: 'o' in -o"],
    [
      ['--confirm=maybe'],
      'invalid argument "maybe" for "--confirm" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
    ],
    [
      ['-A=perhaps'],
      'invalid argument "perhaps" for "-A, --all" flag: strconv.ParseBool: parsing "perhaps": invalid syntax',
    ],
    [
      ['--workers=many'],
      'invalid argument "many" for "--workers" flag: strconv.ParseInt: parsing "many": invalid syntax',
    ],
    [['--=x'], 'bad flag syntax: --=x'],
  ])('%j is refused', (tokens, message) => {
    expect(() => parse(...tokens)).toThrow(`${message}\n${USAGE}`);
  });

  test.each([[['-h']], [['--help']], [['x', '--help', '--confirm']], [['-Ah']]])('%j asks for help', (tokens) => {
    expect(parse(...tokens).help).toBe(true);
  });

  test('values have their defaults, and know whether they were given', () => {
    const flags = flagValues(parse('--confirm=false', '-e', 'A=1'), FLAGS);
    expect([flags.bool('confirm'), flags.changed('confirm')]).toEqual([false, true]);
    expect([flags.bool('all'), flags.changed('all')]).toEqual([false, false]);
    expect([flags.string('dry-run'), flags.int('workers'), flags.list('env')]).toEqual(['none', 5, ['A=1']]);
    expect(() => flags.bool('nonsense')).toThrow('no flag --nonsense');
  });

  test('whatever is given, nothing but a FLAG error comes out', () => {
    const token = fc.oneof(
      fc.string(),
      fc.constantFrom('--from', '-o', '--confirm', '--', '-A', '-', '--env=x'),
      fc.string().map((s) => `-${s}`),
    );
    fc.assert(
      fc.property(fc.array(token), (tokens) => {
        try {
          parse(...tokens);
        } catch (error) {
          expect(isAppError(error, 'FLAG')).toBe(true);
        }
      }),
    );
  });
});

describe('a level', () => {
  const LEVEL: Flag[] = [
    { name: 'v', short: 'v', type: 'level', help: '' },
    { name: 'all', short: 'A', type: 'bool', help: '' },
  ];
  test.each<[string[], string, string[]]>([
    [['-v'], '1', []],
    [['-v', 'web'], '1', ['web']],
    [['-v', '6', 'web'], '6', ['web']],
    [['-v6', 'web'], '6', ['web']],
    [['-v=6', 'web'], '6', ['web']],
    [['--v', '6'], '6', []],
    [['--v=6'], '6', []],
    [['--v', 'web'], '1', ['web']],
    [['-vA', 'web'], '1', ['web']],
    [['web', '-Av'], '1', ['web']],
  ])('in %j is %s', (argv, level, args) => {
    const parsed = parseFlags(argv, LEVEL, '');
    expect([parsed.values.get('v'), parsed.args]).toEqual([[level], args]);
  });
});
