import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  findJsonPath,
  parseJsonPath,
  printJsonPath,
  printJsonPathAsJson,
} from '../../../src/print/formats/jsonpath/jsonpath.ts';

const stream = {
  apiVersion: 'image.openshift.io/v1',
  kind: 'ImageStream',
  metadata: {
    name: 'web',
    creationTimestamp: null,
    annotations: { 'openshift.io/display-name': 'Web <server>', plain: 'x' },
  },
  spec: {
    lookupPolicy: { local: false },
    size: 5242880,
    ratio: 1.5,
    large: 1000000.5,
    none: [],
    matrix: [{ cells: [] }, { cells: [1] }],
    tags: [
      { name: 'latest', generation: 1, from: { kind: 'DockerImage', name: 'quay.io/team/web:latest' }, nothing: null },
      { name: 'v1', generation: 2, from: { kind: 'DockerImage', name: 'quay.io/team/web:v1' } },
      { name: 'v2', generation: 3, from: { kind: 'ImageStreamTag', name: 'web:latest' }, extra: true },
    ],
  },
};

const print = (template: string, allowMissingKeys = true) =>
  printJsonPath(parseJsonPath(template), stream, { allowMissingKeys });

function failure(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('did not fail');
}

describe('the text of a template', () => {
  test.each([
    ['a name: {.metadata.name}!', 'a name: web!'],
    ['.metadata.name', '.metadata.name'],
    ['{$.metadata.name} {@.kind} {.metadata.name}', 'web ImageStream web'],
    ['{.spec.tags[*].name}', 'latest v1 v2'],
    ['{.spec.tags..name}', 'latest quay.io/team/web:latest v1 quay.io/team/web:v1 v2 web:latest'],
    ['{..generation}', '1 2 3'],
    ['{.spec.tags[0].name}{.spec.tags[-1].name}', 'latestv2'],
    ['{.spec.tags[1:].name}', 'v1 v2'],
    ['{.spec.tags[:-1].name}', 'latest v1'],
    ['{.spec.tags[0:3:2].name}', 'latest v2'],
    ['{.spec.tags[0,2].name}', 'latest v2'],
    ['{.spec.tags[0 , -1].name}', 'latest v2'],
    ["{.spec['size','ratio']}", '5242880 1.5'],
    ['{.metadata.annotations.openshift\\.io/display-name}', 'Web <server>'],
    ["{.metadata.annotations['openshift\\.io/display-name']}", 'Web <server>'],
    ['{.metadata.annotations.*}', 'Web <server> x'],
    ['{.metadata.name.*}', '119 101 98'],
    ['{.spec.tags[?(@.name=="v1")].generation}', '2'],
    ["{.spec.tags[?(@.name!='v1')].name}", 'latest v2'],
    ['{.spec.tags[?(@.generation>1)].name}', 'v1 v2'],
    ['{.spec.tags[?(@.generation<=2)].name}', 'latest v1'],
    ['{.spec.tags[?(@.extra)].name}', 'v2'],
    ['{.spec.tags[?(@.extra==true)].name}', 'v2'],
    ['{.spec.tags[?(@.nothing)].name}', 'latest'],
    ['{.spec.tags[?("v1"==@.name)].name}', 'v1'],
    ['{.spec.tags[?(@.name=="a)b")].name}', ''],
    ['{range .spec.tags[*]}{.name}{"\\n"}{end}', 'latest\nv1\nv2\n'],
    [
      '{range .spec.tags[*]}{.name}={range .from}{.kind}{end};{end}{.kind}',
      'latest=DockerImage;v1=DockerImage;v2=ImageStreamTag;ImageStream',
    ],
    ['{range .spec.none[*]}{.name}{end}{.kind}', 'ImageStream'],
    ['{.metadata.creationTimestamp}', '<nil>'],
    ['{.spec.lookupPolicy} {.spec.lookupPolicy.local}', '{"local":false} false'],
    ['{.metadata.annotations}', '{"openshift.io/display-name":"Web \\u003cserver\\u003e","plain":"x"}'],
    ['{.spec.none}{.spec.large}', '[]1.0000005e+06'],
    ['{.spec.matrix[*].cells[*]}', ''],
    ['{.nope}{.nope.deeper}{.metadata.name.x}{.spec.tags.x}{.}', ''],
    ['{.__proto__}{.constructor}{.toString}', ''],
    ['{1.50} {2.} {99999999999999999999} {"\\x41\\u00e9\\101\\t"}', '1.5 2 1e+20 AéA\t'],
    ['{.kind}c}', 'ImageStreamc}'],
  ])('%s', (template, text) => {
    expect(print(template)).toBe(text);
  });

  test('as JSON, each expression is a list', () => {
    const asJson = (template: string) =>
      printJsonPathAsJson(parseJsonPath(template), stream, { allowMissingKeys: true });
    expect(asJson('{.spec.tags[:2].name}')).toBe('[\n    "latest",\n    "v1"\n]\n');
    expect(asJson('{.nope}')).toBe('[]\n');
    expect(asJson('{.kind} {3}')).toBe('[\n    "ImageStream"\n]\n[\n    " "\n]\n[\n    3\n]\n');
  });

  test('the values themselves', () => {
    expect(findJsonPath(parseJsonPath('{.spec.tags[*].name}{.nope}'), stream)).toEqual([['latest', 'v1', 'v2'], []]);
  });

  test('a template may be used again', () => {
    const path = parseJsonPath('{range .spec.tags[*]}{.name},{end}');
    const once = printJsonPath(path, stream, { allowMissingKeys: true });
    expect(printJsonPath(path, stream, { allowMissingKeys: true })).toBe(once);
  });
});

describe('mistakes', () => {
  test.each([
    ['{.spec.tags', 'unclosed action'],
    ['{.kind\n}', 'unclosed action'],
    ['{#}', "unrecognized character in action: U+0023 '#'"],
    ['{.kind\t.x}', 'unrecognized character in action: U+0009'],
    ['{[a]}', 'invalid array index a'],
    ['{[ 0 ]}', 'invalid array index  0 '],
    ['{.spec["tags"]}', 'invalid array index "tags"'],
    ['{[-]}', 'array index - is not a number'],
    ['{[99999999999999999999]}', 'array index 99999999999999999999 is not a number'],
    ['{[0}', 'unterminated array'],
    ['{"abc}', 'unterminated quoted string'],
    ['{"a\\qb"}', 'unquote string "a\\qb" error invalid syntax'],
    ['{[?(@.a}', 'unterminated filter'],
    ['{[?(@.a)}', 'unclosed array expect ]'],
    ['{....}', 'invalid multiple recursive descent'],
    ['{+}', 'cannot parse number +'],
    ['{1.2.3}', 'cannot parse number 1.2.3'],
    ['{[?(@.a=~"x")]}', "unrecognized character in action: U+007E '~'"],
  ])('%j cannot be parsed', (template, reason) => {
    expect(failure(() => parseJsonPath(template))).toMatchObject({
      code: 'ARGUMENT',
      message: `error parsing jsonpath ${template}, ${reason}`,
    });
  });

  test('an empty template', () => {
    expect(failure(() => parseJsonPath(''))).toMatchObject({
      code: 'ARGUMENT',
      message: 'template format specified but no template given',
    });
  });

  test.each([
    ['{.spec.tags[7]}', 'array index out of bounds: index 7, length 3'],
    ['{.spec.tags[-4]}', 'array index out of bounds: index -1, length 3'],
    ['{.spec.tags[2:1]}', 'starting index 2 is greater than ending index 1'],
    ['{.spec.tags[::0]}', 'step must be > 0'],
    ['{.kind[0]}', 'string is not array or slice'],
    ['{.spec[0]}', 'map[string]interface {} is not array or slice'],
    ['{.spec.lookupPolicy[?(@.a)]}', 'map[local:false] is not array or slice and cannot be filtered'],
    ['{.spec.tags[?(@.nothing=="x")]}', 'invalid type for comparison'],
    ['{.spec.tags[?(@.generation=="x")]}', 'incompatible types for comparison'],
    ['{.spec.tags[?(@.name=!"v1")]}', 'unrecognized filter operator =!'],
    ['{end}', 'not in range, nothing to end'],
    ['{foo}', 'unrecognized identifier foo'],
  ])('%s cannot be evaluated', (template, reason) => {
    const error = failure(() => print(template)) as Error;
    expect(error).toMatchObject({ code: 'ARGUMENT' });
    expect(error.message).toContain(`Error executing template: ${reason}. Printing more information`);
  });

  test('the whole message shows the template and the object', () => {
    const path = parseJsonPath('{.x}');
    const object = { b: [1, 'two', null], a: { c: true, d: 0.5 } };
    expect(failure(() => printJsonPath(path, object, { allowMissingKeys: false }))).toMatchObject({
      message:
        'error executing jsonpath "{.x}": Error executing template: x is not found. ' +
        'Printing more information for debugging the template:\n\ttemplate was:\n\t\t{.x}\n' +
        '\tobject given to jsonpath engine was:\n\t\tmap[string]interface {}{"a":map[string]interface {}{"c":true, "d":0.5}, ' +
        '"b":[]interface {}{1, "two", interface {}(nil)}}\n\n',
    });
  });

  test('a template that multiplies is stopped', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 300; i++) deep = [deep, i];
    const steep = parseJsonPath('{..[*]..[*]..[*]..[*]..}');
    const error = failure(() => printJsonPath(steep, { deep }, { allowMissingKeys: true }));
    expect(error).toMatchObject({ code: 'ARGUMENT' });
  });
});

test('whatever the template, only ARGUMENT comes out', () => {
  const piece = fc.constantFrom(
    ...[
      '{',
      '}',
      '[',
      ']',
      '[*]',
      '.',
      '..',
      '*',
      '"',
      "'",
      '\\',
      '(',
      ')',
      '[?(',
      ')]',
      '==',
      '!=',
      '<',
      '>',
      '@',
      '$',
    ],
    ...[
      'range ',
      'end',
      'true',
      '.spec',
      '.tags',
      '.name',
      '0',
      '-1',
      ':',
      ',',
      ' ',
      '\n',
      '+',
      '"a"',
      '{range ',
      '{end}',
    ],
    ...['é', '\u{1f600}', '\\u00e9', '~', '__proto__', '.metadata'],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), fc.boolean(), (pieces, allowMissingKeys) => {
      try {
        return typeof print(pieces.join(''), allowMissingKeys) === 'string';
      } catch (error) {
        expect(error).toMatchObject({ code: 'ARGUMENT', name: 'AppError' });
        return true;
      }
    }),
    { numRuns: 500 },
  );
});
