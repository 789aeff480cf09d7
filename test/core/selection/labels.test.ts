import { describe, expect, test } from '@jest/globals';
import { labelValueProblems, namespaceProblems, qualifiedNameProblems } from '../../../src/core/selection/labels.ts';

const NAME =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const SUBDOMAIN =
  "prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const NAMESPACE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

describe('keys of labels', () => {
  test.each<[string, string[]]>([
    ['app', []],
    ['A_b.c-d', []],
    ['example.com/app', []],
    ['a', []],
    ['', ['name part must be non-empty', `name part ${NAME}`]],
    ['example.com/', ['name part must be non-empty', `name part ${NAME}`]],
    ['/a', ['prefix part must be non-empty']],
    ['-a', [`name part ${NAME}`]],
    ['a-', [`name part ${NAME}`]],
    ['a b', [`name part ${NAME}`]],
    ['a\n', [`name part ${NAME}`]],
    ['a'.repeat(64), ['name part must be no more than 63 characters']],
    ['Example.com/a', [SUBDOMAIN]],
    ['a..b/a', [SUBDOMAIN]],
    ['a-.b/a', [SUBDOMAIN]],
    [`${'a'.repeat(254)}/a`, ['prefix part must be no more than 253 characters']],
    ['a/b/c', [`a qualified name ${NAME} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`]],
  ])('%j', (key, problems) => {
    expect(qualifiedNameProblems(key)).toEqual(problems);
  });
});

test.each<[string, string[]]>([
  ['', []],
  ['1', []],
  ['a_B.c-d', []],
  ['a b', [VALUE]],
  ['.a', [VALUE]],
  ['a.', [VALUE]],
  ['a'.repeat(64), ['must be no more than 63 characters']],
])('the value %j of a label', (value, problems) => {
  expect(labelValueProblems(value)).toEqual(problems);
});

test.each<[string, string[]]>([
  ['toms-project', []],
  ['0', []],
  ['..', [NAMESPACE]],
  ['a/b', [NAMESPACE]],
  ['A', [NAMESPACE]],
  ['-a', [NAMESPACE]],
  ['', [NAMESPACE]],
  ['a'.repeat(64), ['must be no more than 63 characters']],
])('the namespace %j', (name, problems) => {
  expect(namespaceProblems(name)).toEqual(problems);
});
