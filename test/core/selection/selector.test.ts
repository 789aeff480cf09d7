import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  matchesFields,
  matchesLabels,
  parseFieldSelector,
  parseLabelSelector,
  unableToFind,
} from '../../../src/core/selection/selector.ts';
import { badRequest, isStatusError } from '../../../src/core/status.ts';

const refusal = (message: string) =>
  expect.objectContaining({ code: 'STATUS', status: expect.objectContaining({ reason: 'BadRequest', message }) });

describe('label selectors', () => {
  const labels = { app: 'web', tier: 'edge', n: '5', empty: '' };
  test.each([
    ['', true],
    ['  ', true],
    ['app=web', true],
    ['app==web', true],
    [' app = web , tier != core ', true],
    ['app=web,tier=core', false],
    ['app!=web', false],
    ['other!=web', true],
    ['app in (web, api)', true],
    ['app in(api)', false],
    ['app notin (api,db)', true],
    ['app notin (web)', false],
    ['other notin (web)', true],
    ['other in (web)', false],
    ['app', true],
    ['other', false],
    ['!app', false],
    ['! other', true],
    ['empty=', true],
    ['empty=,app', true],
    ['empty in (,)', true],
    ['empty in (a,)', true],
    ['empty in (,a)', true],
    ['app in (a,,b)', false],
    ['n>4', true],
    ['n > 5', false],
    ['n<6', true],
    ['app>1', false],
    ['in in (in)', false],
    ['notin', false],
    ['app=web,', undefined],
  ])('%j: %s', (text, expected) => {
    if (expected === undefined) expect(() => parseLabelSelector(text)).toThrow();
    else expect(matchesLabels(parseLabelSelector(text), labels)).toBe(expected);
  });

  test('a label is not an inherited property', () => {
    expect(matchesLabels(parseLabelSelector('constructor'), {})).toBe(false);
    expect(matchesLabels(parseLabelSelector('!constructor'), {})).toBe(true);
  });

  const NAME =
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
  const VALUE =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
  test.each([
    ['a=b=c', "found '=', expected: ',' or 'end of string'"],
    ['a=b c', "found 'c', expected: ',' or 'end of string'"],
    ['!a=b', "found '=', expected: ',' or 'end of string'"],
    ['=a', "found '=', expected: !, identifier, or 'end of string'"],
    [',a', "found ',', expected: !, identifier, or 'end of string'"],
    ['a,', "found '', expected: identifier after ','"],
    ['a,,b', "found ',', expected: identifier after ','"],
    ['!', "unable to parse requirement: found '', expected: identifier"],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a (b)', "unable to parse requirement: found '(', expected: in, notin, =, ==, !=, gt, lt"],
    ['a==!b', "unable to parse requirement: found '!', expected: identifier"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['a in (b c)', "unable to parse requirement: found 'c', expected: ',' or ')'"],
    ['a in (=b)', "unable to parse requirement: found '=', expected: ',', ')' or identifier"],
    ['a in (b,=)', "unable to parse requirement: found '=', expected: ',', or identifier"],
    [
      'a in ()',
      "unable to parse requirement: values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty",
    ],
    [
      'a>b',
      `unable to parse requirement: values[0]: Invalid value: "b": for 'Gt', 'Lt' operators, the value must be an integer`,
    ],
    ['-a=b', `unable to parse requirement: <nil>: Invalid value: "-a": name part ${NAME}`],
    ['a=-b', `unable to parse requirement: values[0][a]: Invalid value: "-b": ${VALUE}`],
    ['a in (b,c_)', `unable to parse requirement: values[1][a]: Invalid value: "c_": ${VALUE}`],
  ])('%j is refused', (text, message) => {
    expect(() => parseLabelSelector(text)).toThrow(refusal(message));
  });

  test('any text is read or refused with a BadRequest', () => {
    const around = fc.array(fc.constantFrom('a', 'b', ' in ', ' notin ', '(', ')', ',', '!', '=', '==', '>', '<', ' '));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          around.map((parts) => parts.join('')),
        ),
        (text) => {
          try {
            for (const { key } of parseLabelSelector(text)) expect(key).not.toBe('');
          } catch (error) {
            expect(isStatusError(error, 'BadRequest')).toBe(true);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('a long selector is read in linear time', () => {
    const text = Array.from({ length: 100_000 }, (_, i) => `k${i}!=v`).join(',');
    expect(parseLabelSelector(text)).toHaveLength(100_000);
    expect(() => parseLabelSelector(`a in (${'b,'.repeat(300_000)}`)).toThrow();
    expect(() => parseLabelSelector(' '.repeat(1_000_000).concat('='))).toThrow();
  });
});

describe('field selectors', () => {
  const metadata = { name: 'a,b', namespace: 'n' };
  test.each([
    ['', true],
    ['metadata.name=a\\,b', true],
    ['metadata.name==a\\,b,metadata.namespace!=m', true],
    ['metadata.namespace=m', false],
    ['metadata.namespace!=n', false],
    ['metadata.name=', false],
    [',metadata.namespace=n,', true],
  ])('%j: %s', (text, expected) => {
    expect(matchesFields(parseFieldSelector(text), metadata)).toBe(expected);
  });

  test('a missing namespace is the empty text', () => {
    expect(matchesFields(parseFieldSelector('metadata.namespace='), { name: 'a' })).toBe(true);
  });

  test.each([
    ['spec.x=1', 'field label not supported: spec.x'],
    ['constructor=1', 'field label not supported: constructor'],
    ['metadata.name', "invalid selector: 'metadata.name'; can't understand 'metadata.name'"],
    ['metadata.name=a,b', "invalid selector: 'metadata.name=a,b'; can't understand 'b'"],
    ['metadata.name=a=b', "invalid selector: 'metadata.name=a=b'; can't understand 'metadata.name=a=b'"],
    ['metadata.name=a\\', "invalid selector: 'metadata.name=a\\'; can't understand 'metadata.name=a\\'"],
    ['metadata.name=a\\b', "invalid selector: 'metadata.name=a\\b'; can't understand 'metadata.name=a\\b'"],
  ])('%j is refused', (text, message) => {
    expect(() => parseFieldSelector(text)).toThrow(refusal(message));
  });
});

test('a refused list names the selectors', () => {
  const error = unableToFind('image.openshift.io/v1, Resource=imagestreams', 'a=b=c', '', badRequest('why'));
  expect(error.message).toBe(
    'Unable to find "image.openshift.io/v1, Resource=imagestreams" that match label selector "a=b=c", field selector "": why',
  );
  expect(isStatusError(error, 'BadRequest')).toBe(true);
});
