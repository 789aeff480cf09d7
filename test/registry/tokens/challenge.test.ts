import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Demand, demandOf, parseChallenges } from '../../../src/registry/tokens/challenge.ts';

const read = (header: string | string[]) =>
  parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

describe('reading WWW-Authenticate', () => {
  test.each<[string, string | string[], unknown[]]>([
    ['a scheme alone', 'Negotiate', [['negotiate', {}]]],
    ['Basic', 'Basic realm="a b"', [['basic', { realm: 'a b' }]]],
    [
      'names in any case',
      'BEARER Realm="https://a/t",SERVICE="s"',
      [['bearer', { realm: 'https://a/t', service: 's' }]],
    ],
    ['escapes in quotes', 'Basic realm="say \\"hi\\" \\\\ there"', [['basic', { realm: 'say "hi" \\ there' }]]],
    [
      'commas in quotes',
      'Bearer realm="r",scope="repository:a:pull,push"',
      [['bearer', { realm: 'r', scope: 'repository:a:pull,push' }]],
    ],
    [
      'values without quotes',
      'Bearer realm=https://a/t,service=s',
      [['bearer', { realm: 'https://a/t', service: 's' }]],
    ],
    ['spaces around =', 'Basic realm = "x" , charset = UTF-8', [['basic', { realm: 'x', charset: 'UTF-8' }]]],
    [
      'several in one line',
      'Newauth realm="apps", type=1, title="Login to \\"apps\\"", Basic realm="simple"',
      [
        ['newauth', { realm: 'apps', type: '1', title: 'Login to "apps"' }],
        ['basic', { realm: 'simple' }],
      ],
    ],
    [
      'several lines',
      ['Negotiate', 'Bearer realm="r"'],
      [
        ['negotiate', {}],
        ['bearer', { realm: 'r' }],
      ],
    ],
    [
      'token68 credentials',
      'Negotiate dG9rZW4=, Basic realm="x"',
      [
        ['negotiate', {}],
        ['basic', { realm: 'x' }],
      ],
    ],
    [
      'token68 alone, and parameters of the next scheme',
      'Negotiate abc==, Bearer realm="r"',
      [
        ['negotiate', {}],
        ['bearer', { realm: 'r' }],
      ],
    ],
    ['token68 that is no parameter', 'Newauth a/b+c', [['newauth', {}]]],
    ['the first of a name', 'Basic realm="one", realm="two"', [['basic', { realm: 'one' }]]],
    ['a quote that never ends', 'Basic realm="open', [['basic', { realm: 'open' }]]],
    ['empty elements', ' , ,Basic realm="x",,', [['basic', { realm: 'x' }]]],
    ['nothing', '', []],
    ['rubbish', '"""', []],
  ])('%s', (_name, header, expected) => {
    expect(read(header)).toEqual(expected);
  });

  test('never throws, whatever a server sends', () => {
    const piece = fc.constantFrom('Basic', 'Bearer', ' ', ',', '=', '"', '\\', 'realm', 'https://a/', '\t', ';');
    const line = fc.oneof(
      fc.string(),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        for (const { scheme } of parseChallenges(lines)) expect(scheme).toBe(scheme.toLowerCase());
      }),
    );
  });

  test('whatever can be quoted is read back', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (realm, service) => {
        const quote = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;
        const header = `Bearer realm=${quote(realm)}, service=${quote(service)}, Basic realm="x"`;
        expect(read(header)).toEqual([
          ['bearer', { realm, service }],
          ['basic', { realm: 'x' }],
        ]);
      }),
    );
  });

  test('long headers are read', () => {
    const many = `Bearer realm="r"${', a'.repeat(20_000)}`;
    expect(parseChallenges(many)).toHaveLength(20_001);
    expect(parseChallenges(`Basic realm="${'\\"'.repeat(50_000)}"`)[0]?.parameters.get('realm')).toHaveLength(50_000);
  });
});

describe('the challenge to answer', () => {
  test.each<[string, string, Demand | undefined]>([
    [
      'Bearer before Basic',
      'Basic realm="x", Bearer realm="r",service="s",scope="a b"',
      { scheme: 'bearer', realm: 'r', service: 's', scopes: ['a', 'b'] },
    ],
    ['Bearer without a realm is passed over', 'Bearer service="s", Basic realm="x"', { scheme: 'basic' }],
    ['unknown schemes are passed over', 'Digest realm="x", Basic realm="y"', { scheme: 'basic' }],
    ['an empty realm is none', 'Bearer realm="", Basic realm="x"', { scheme: 'basic' }],
    [
      'the first Bearer, without what it does not say',
      'Bearer realm="a",scope=" a  b ", Bearer realm="b"',
      { scheme: 'bearer', realm: 'a', service: undefined, scopes: ['a', 'b'] },
    ],
    ['no scope', 'Bearer realm="a"', { scheme: 'bearer', realm: 'a', service: undefined, scopes: [] }],
    ['none', 'Negotiate', undefined],
  ])('%s', (_name, header, expected) => {
    expect(demandOf(parseChallenges(header))).toEqual(expected);
  });
});
