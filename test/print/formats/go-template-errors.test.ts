import { describe, expect, test } from '@jest/globals';
import { parseGoTemplate, printGoTemplate } from '../../../src/print/formats/go-template/go-template.ts';
import { templateSample as stream } from '../../support/template-sample.ts';

function failure(template: string, data: unknown = stream, allowMissingKeys = true): unknown {
  try {
    printGoTemplate(parseGoTemplate(template), data, { allowMissingKeys });
  } catch (error) {
    return error;
  }
  throw new Error('did not fail');
}

// What kubectl says, without the template in front.
test.each<[string, string, boolean?]>([
  [
    '{{.metadata.creationTimestamp.x}}',
    'template: output:1:11: executing "output" at <.metadata.creationTimestamp.x>: nil pointer evaluating interface {}.x',
  ],
  [
    '{{.kind.x}}',
    'template: output:1:7: executing "output" at <.kind.x>: can\'t evaluate field x in type interface {}',
  ],
  [
    '{{.spec.big.x}}',
    'template: output:1:7: executing "output" at <.spec.big.x>: can\'t evaluate field x in type interface {}',
  ],
  ['{{.nope}}', 'template: output:1:2: executing "output" at <.nope>: map has no entry for key "nope"', false],
  ['{{.nope.x}}', 'template: output:1:7: executing "output" at <.nope.x>: map has no entry for key "nope"', false],
  [
    '{{(index .spec "nope").x}}',
    'template: output:1:15: executing "output" at <"nope">: nil data; no entry for key "x"',
    false,
  ],
  [
    '{{range .kind}}x{{end}}',
    'template: output:1:8: executing "output" at <.kind>: range can\'t iterate over ImageStream',
  ],
  ['{{range 3}}x{{end}}', 'template: output:1:8: executing "output" at <3>: range can\'t iterate over 3'],
  [
    '{{range .spec.big}}x{{end}}',
    'template: output:1:13: executing "output" at <.spec.big>: range can\'t iterate over 5242880',
  ],
  [
    '{{with .kind}}{{.x}}{{end}}',
    'template: output:1:16: executing "output" at <.x>: can\'t evaluate field x in type string',
  ],
  ['{{$x = 1}}{{$x}}', 'template: output:1:7: executing "output" at <1>: undefined variable: $x'],
  ['{{$y}}', 'template: output:1: undefined variable "$y"'],
  [
    '{{len .nope}}',
    'template: output:1:2: executing "output" at <len .nope>: error calling len: reflect: call of reflect.Value.Type on zero Value',
  ],
  [
    '{{len .metadata.creationTimestamp}}',
    'template: output:1:2: executing "output" at <len .metadata.creationTimestamp>: error calling len: len of nil pointer',
  ],
  [
    '{{len nil}}',
    'template: output:1:2: executing "output" at <len nil>: error calling len: reflect: call of reflect.Value.Type on zero Value',
  ],
  ['{{len 3}}', 'template: output:1:2: executing "output" at <len 3>: error calling len: len of type int'],
  ['{{len}}', 'template: output:1:2: executing "output" at <len>: wrong number of args for len: want 1 got 0'],
  ['{{len 1 2}}', 'template: output:1:2: executing "output" at <len>: wrong number of args for len: want 1 got 2'],
  [
    '{{.metadata.creationTimestamp | len}}',
    'template: output:1:32: executing "output" at <len>: error calling len: reflect: call of reflect.Value.Type on zero Value',
  ],
  [
    '{{(index .spec.tags 1).name.x}}',
    'template: output:1:20: executing "output" at <1>: can\'t evaluate field x in type interface {}',
  ],
  [
    '{{index .spec.tags 3}}',
    'template: output:1:2: executing "output" at <index .spec.tags 3>: error calling index: reflect: slice index out of range',
  ],
  [
    '{{index .spec.tags 4}}',
    'template: output:1:2: executing "output" at <index .spec.tags 4>: error calling index: index out of range: 4',
  ],
  [
    '{{index .spec.tags -1}}',
    'template: output:1:2: executing "output" at <index .spec.tags -1>: error calling index: index out of range: -1',
  ],
  [
    '{{index .spec.tags "a"}}',
    'template: output:1:2: executing "output" at <index .spec.tags "a">: error calling index: cannot index slice/array with type string',
  ],
  [
    '{{index .spec 1}}',
    'template: output:1:2: executing "output" at <index .spec 1>: error calling index: value has type int; should be string',
  ],
  [
    '{{index .spec nil}}',
    'template: output:1:2: executing "output" at <index .spec nil>: error calling index: value is nil; should be of type string',
  ],
  [
    '{{index .spec.tags nil}}',
    'template: output:1:2: executing "output" at <index .spec.tags nil>: error calling index: cannot index slice/array with nil',
  ],
  [
    '{{index .nope 1}}',
    'template: output:1:2: executing "output" at <index .nope 1>: error calling index: index of untyped nil',
  ],
  [
    '{{index .spec "nope" 1}}',
    'template: output:1:2: executing "output" at <index .spec "nope" 1>: error calling index: index of nil pointer',
  ],
  [
    '{{index .spec.big 1}}',
    'template: output:1:2: executing "output" at <index .spec.big 1>: error calling index: can\'t index item of type int64',
  ],
  [
    '{{index .kind 11}}',
    'template: output:1:2: executing "output" at <index .kind 11>: error calling index: reflect: string index out of range',
  ],
  [
    '{{slice .kind 5 2}}',
    'template: output:1:2: executing "output" at <slice .kind 5 2>: error calling slice: invalid slice index: 5 > 2',
  ],
  [
    '{{slice .kind 1 2 3}}',
    'template: output:1:2: executing "output" at <slice .kind 1 2 3>: error calling slice: cannot 3-index slice a string',
  ],
  [
    '{{slice .spec.big 1}}',
    'template: output:1:2: executing "output" at <slice .spec.big 1>: error calling slice: can\'t slice item of type int64',
  ],
  [
    '{{slice .nope 1}}',
    'template: output:1:2: executing "output" at <slice .nope 1>: error calling slice: slice of untyped nil',
  ],
  [
    '{{slice .kind 99}}',
    'template: output:1:2: executing "output" at <slice .kind 99>: error calling slice: index out of range: 99',
  ],
  ['{{printf 3}}', 'template: output:1:9: executing "output" at <3>: expected string; found 3'],
  [
    '{{printf .spec.big}}',
    'template: output:1:14: executing "output" at <.spec.big>: wrong type for value; expected string; got int64',
  ],
  ['{{printf .nope}}', 'template: output:1:9: executing "output" at <.nope>: invalid value; expected string'],
  [
    '{{printf .metadata.creationTimestamp}}',
    'template: output:1:18: executing "output" at <.metadata.creationTimestamp>: wrong type for value; expected string; got interface {}',
  ],
  ['{{printf nil}}', 'template: output:1:9: executing "output" at <nil>: cannot assign nil to string'],
  [
    '{{printf}}',
    'template: output:1:2: executing "output" at <printf>: wrong number of args for printf: want at least 1 got 0',
  ],
  [
    '{{eq .spec.f 1}}',
    'template: output:1:2: executing "output" at <eq .spec.f 1>: error calling eq: incompatible types for comparison',
  ],
  ['{{eq 1}}', 'template: output:1:2: executing "output" at <eq 1>: error calling eq: missing argument for comparison'],
  [
    '{{eq 1 "a"}}',
    'template: output:1:2: executing "output" at <eq 1 "a">: error calling eq: incompatible types for comparison',
  ],
  [
    '{{eq .spec.tags .spec.tags}}',
    'template: output:1:2: executing "output" at <eq .spec.tags .spec.tags>: error calling eq: non-comparable type [map[n:%!s(int64=1) name:latest nothing:<nil>] map[n:%!s(int64=2) name:v1] map[n:%!s(int64=3) name:v2]]: []interface {}',
  ],
  [
    '{{eq .spec .spec.tags}}',
    'template: output:1:2: executing "output" at <eq .spec .spec.tags>: error calling eq: non-comparable types map[big:%!s(int64=5242880) empty:[] f:%!s(float64=1.5) ff:%!s(float64=1.0000005e+06) h:<a&b> lookupPolicy:map[local:%!s(bool=false)] tags:[map[n:%!s(int64=1) name:latest nothing:<nil>] map[n:%!s(int64=2) name:v1] map[n:%!s(int64=3) name:v2]]]: map[string]interface {}, []interface {}: [map[n:1 name:latest nothing:<nil>] map[n:2 name:v1] map[n:3 name:v2]]',
  ],
  [
    '{{eq .spec .spec}}',
    'template: output:1:2: executing "output" at <eq .spec .spec>: error calling eq: non-comparable type map[big:%!s(int64=5242880) empty:[] f:%!s(float64=1.5) ff:%!s(float64=1.0000005e+06) h:<a&b> lookupPolicy:map[local:%!s(bool=false)] tags:[map[n:%!s(int64=1) name:latest nothing:<nil>] map[n:%!s(int64=2) name:v1] map[n:%!s(int64=3) name:v2]]]: map[string]interface {}',
  ],
  [
    '{{eq .spec 1}}',
    'template: output:1:2: executing "output" at <eq .spec 1>: error calling eq: incompatible types for comparison',
  ],
  [
    '{{lt .spec 1}}',
    'template: output:1:2: executing "output" at <lt .spec 1>: error calling lt: invalid type for comparison',
  ],
  [
    '{{lt true false}}',
    'template: output:1:2: executing "output" at <lt true false>: error calling lt: invalid type for comparison',
  ],
  [
    '{{lt .nope 1}}',
    'template: output:1:2: executing "output" at <lt .nope 1>: error calling lt: invalid type for comparison',
  ],
  [
    '{{ne .spec.f 1}}',
    'template: output:1:2: executing "output" at <ne .spec.f 1>: error calling ne: incompatible types for comparison',
  ],
  ['{{and}}', 'template: output:1:2: executing "output" at <and>: wrong number of args for and: want at least 1 got 0'],
  ['{{not}}', 'template: output:1:2: executing "output" at <not>: wrong number of args for not: want 1 got 0'],
  [
    '{{and true (index .spec.tags 99)}}',
    'template: output:1:12: executing "output" at <index .spec.tags 99>: error calling index: index out of range: 99',
  ],
  [
    '{{base64decode "aGVsbG8="}} {{base64decode "aGVsbG8" }}',
    'template: output:1:30: executing "output" at <base64decode "aGVsbG8">: error calling base64decode: base64 decode failed: illegal base64 data at input byte 4',
  ],
  [
    '{{base64decode "aGVs!G8="}}',
    'template: output:1:2: executing "output" at <base64decode "aGVs!G8=">: error calling base64decode: base64 decode failed: illegal base64 data at input byte 4',
  ],
  [
    '{{base64decode "aGVsbG8=x"}}',
    'template: output:1:2: executing "output" at <base64decode "aGVsbG8=x">: error calling base64decode: base64 decode failed: illegal base64 data at input byte 8',
  ],
  [
    '{{base64decode "aGVsbG==x"}}',
    'template: output:1:2: executing "output" at <base64decode "aGVsbG==x">: error calling base64decode: base64 decode failed: illegal base64 data at input byte 8',
  ],
  [
    '{{base64decode "a==="}}',
    'template: output:1:2: executing "output" at <base64decode "a===">: error calling base64decode: base64 decode failed: illegal base64 data at input byte 1',
  ],
  ['{{base64decode "aGVs\nbG8="}}', 'template: output:1: unterminated quoted string'],
  ['{{base64decode 3}}', 'template: output:1:15: executing "output" at <3>: expected string; found 3'],
  [
    '{{base64decode .spec.big}}',
    'template: output:1:20: executing "output" at <.spec.big>: wrong type for value; expected string; got int64',
  ],
  [
    '{{define "x"}}[{{.}}]{{end}}{{template "x" .kind}}{{template "x"}}{{template "nope"}}',
    'template: output:1:77: executing "output" at <{{template "nope"}}>: template "nope" not defined',
  ],
  [
    '{{template "x" 1}}{{define "x"}}{{.y}}{{end}}',
    'template: output:1:34: executing "x" at <.y>: can\'t evaluate field y in type int',
  ],
  ['{{define "x"}}a{{end}}{{define "x"}}b{{end}}', 'template: output:1: template: multiple definition of template "x"'],
  ['{{define "output"}}a{{end}}b', 'template: output:1: template: multiple definition of template "output"'],
  ['{{/* c }}', 'template: output:1: unclosed comment'],
  ['{{/* c */ }}', 'template: output:1: comment ends before closing delimiter'],
  ["{{'ab'}}", "template: output:1: malformed character constant: 'ab'"],
  ["{{''}}", 'template: output:1: invalid syntax'],
  ['{{089}}', 'template: output:1: integer overflow: "089"'],
  ['{{99999999999999999999}}', 'template: output:1: integer overflow: "99999999999999999999"'],
  [
    '{{18446744073709551615}}',
    'template: output:1:2: executing "output" at <18446744073709551615>: 18446744073709551615 overflows int',
  ],
  ['{{1__0}}', 'template: output:1: illegal number syntax: "1__0"'],
  ['{{true}} {{false}} {{nil}}', 'template: output:1:21: executing "output" at <nil>: nil is not a command'],
  ['{{nil}}', 'template: output:1:2: executing "output" at <nil>: nil is not a command'],
  ['{{"a".b}}', 'template: output:1: unexpected . after term "\\"a\\""'],
  ['{{true.x}}', 'template: output:1: unexpected . after term "true"'],
  ['{{1.x}}', 'template: output:1: bad number syntax: "1.x"'],
  ['{{.kind "x"}}', 'template: output:1:2: executing "output" at <.kind>: kind is not a method but has arguments'],
  ['{{"x" | .kind}}', 'template: output:1:8: executing "output" at <.kind>: kind is not a method but has arguments'],
  ['{{"x" | .spec.h}}', 'template: output:1:13: executing "output" at <.spec.h>: h is not a method but has arguments'],
  ['{{3 4}}', 'template: output:1:2: executing "output" at <3>: can\'t give argument to non-function 3'],
  ['{{"a" | "b"}}', 'template: output:1: non executable command in pipeline stage 2'],
  ['{{.kind | .}}', 'template: output:1: non executable command in pipeline stage 2'],
  ['{{nope}}', 'template: output:1: function "nope" not defined'],
  ['{{.spec.big', 'template: output:1: unclosed action'],
  ['{{.spec.big}', "template: output:1: bad character U+007D '}'"],
  ['{{}}', 'template: output:1: missing value for command'],
  ['{{ }}', 'template: output:1: missing value for command'],
  ['{{if}}x{{end}}', 'template: output:1: missing value for if'],
  ['{{if .x}}', 'template: output:1: unexpected EOF'],
  ['{{end}}', 'template: output:1: unexpected {{end}}'],
  ['{{else}}', 'template: output:1: unexpected {{else}}'],
  ['{{if 1}}a{{else}}b{{else}}c{{end}}', 'template: output:1: expected end; found {{else}}'],
  ['{{range .x}}{{else if .y}}{{end}}', 'template: output:1: unexpected <if> in input'],
  ['{{with .x}}{{else if .y}}{{end}}', 'template: output:1: unexpected <if> in input'],
  ['{{break}}', 'template: output:1: {{break}} outside {{range}}'],
  ['{{continue}}', 'template: output:1: {{continue}} outside {{range}}'],
  ['{{range .x}}{{break 1}}{{end}}', 'template: output:1: unexpected "1" in {{break}}'],
  ['{{(.kind}}', 'template: output:1: unclosed left paren'],
  ['{{.kind)}}', 'template: output:1: unexpected ")" in command'],
  ['{{"abc}}', 'template: output:1: unterminated quoted string'],
  ['{{`abc}}', 'template: output:1: unterminated raw quoted string'],
  ["{{'a}}", 'template: output:1: unterminated character constant'],
  ['{{.a-b}}', "template: output:1: bad character U+002D '-'"],
  ['{{a-b}}', "template: output:1: bad character U+002D '-'"],
  ['{{$x-b}}', "template: output:1: bad character U+002D '-'"],
  ['{{3a}}', 'template: output:1: bad number syntax: "3a"'],
  ['{{1+2}}', 'template: output:1: bad number syntax: "1+2"'],
  ['{{#}}', 'template: output:1: unexpected "#" in command'],
  ['{{&}}', 'template: output:1: unexpected "&" in command'],
  ['{{é}}', 'template: output:1: function "é" not defined'],
  ['{{$a, $b := .spec}}', 'template: output:1: too many declarations in command'],
  ['{{range $a, $b, $c := .spec}}{{end}}', 'template: output:1: too many declarations in range'],
  ['{{range $a, 3 := .spec}}{{end}}', 'template: output:1: range can only initialize variables'],
  [
    '{{range $a, $b = .spec.tags}}{{end}}',
    'template: output:1:22: executing "output" at <.spec.tags>: undefined variable: $a',
  ],
  ['{{if $x := .kind}}{{$x}}{{end}}{{$x}}', 'template: output:1: undefined variable "$x"'],
  ['{{template}}', 'template: output:1: unexpected "}}" in template clause'],
  ['{{template .kind}}', 'template: output:1: unexpected ".kind" in template clause'],
  ['{{template "a" }}', 'template: output:1:11: executing "output" at <{{template "a"}}>: template "a" not defined'],
  [
    '{{template "a" .kind .spec}}',
    'template: output:1:11: executing "output" at <{{template "a" .kind .spec}}>: template "a" not defined',
  ],
  ['{{block "a"}}x{{end}}', 'template: output:1: missing value for block clause'],
  ['{{block "a" .}}x', 'template: output:1: unexpected EOF'],
  ['{{define}}x{{end}}', 'template: output:1: unexpected "}}" in define clause'],
  ['{{define "a" .}}x{{end}}', 'template: output:1: unexpected <.> in define clause'],
  ['{{define "a"}}x', 'template: output:1: unexpected EOF'],
  ['{{if true}}{{define "a"}}x{{end}}{{end}}', 'template: output:1: unexpected <define> in command'],
  [
    '{{call .kind}}',
    'template: output:1:2: executing "output" at <call .kind>: error calling call: non-function of type string',
  ],
  ['{{call nil}}', 'template: output:1:2: executing "output" at <call nil>: error calling call: call of nil'],
  [
    '{{call}}',
    'template: output:1:2: executing "output" at <call>: wrong number of args for call: want at least 1 got 0',
  ],
  [
    'a\nb\n  {{.kind.x}}',
    'template: output:3:9: executing "output" at <.kind.x>: can\'t evaluate field x in type interface {}',
  ],
  [
    'a\né{{.kind.x}}',
    'template: output:2:9: executing "output" at <.kind.x>: can\'t evaluate field x in type interface {}',
  ],
  ['{{if .kind}}\n{{.\nx}}', 'template: output:3: function "x" not defined'],
  ['{{if\n .kind', 'template: output:2: unclosed action started at output:1'],
  ['{{\n"abc', 'template: output:2: unterminated quoted string in action started at output:1'],
  [
    '{{`a\nb`}}{{.kind.x}}',
    'template: output:2:11: executing "output" at <.kind.x>: can\'t evaluate field x in type interface {}',
  ],
  [
    '{{range .spec.tags}}{{.name.x}}{{end}}',
    'template: output:1:27: executing "output" at <.name.x>: can\'t evaluate field x in type interface {}',
  ],
  [
    '{{range .spec.tags}}{{.nothing.x}}{{end}}',
    'template: output:1:30: executing "output" at <.nothing.x>: nil pointer evaluating interface {}.x',
  ],
  [
    '{{.spec.tags.name}}',
    'template: output:1:7: executing "output" at <.spec.tags.name>: can\'t evaluate field name in type interface {}',
  ],
  ['{{ (print "a").x }}', 'template: output:1:10: executing "output" at <"a">: can\'t evaluate field x in type string'],
  ['{{ print.x }}', 'template: output:1:3: executing "output" at <print>: can\'t evaluate field x in type string'],
  ['{{ nil.x }}', 'template: output:1: unexpected . after term "nil"'],
])('%j', (template, reason, allowMissingKeys = true) => {
  const error = failure(template, stream, allowMissingKeys) as Error;
  expect(error).toMatchObject({ code: 'ARGUMENT' });
  expect(error.message.endsWith(reason)).toBe(true);
});

describe('whole messages', () => {
  test('of a template that cannot be parsed', () => {
    expect(failure('{{.x')).toMatchObject({
      message: 'error parsing template {{.x, template: output:1: unclosed action',
    });
  });

  test('of a template that stops, with what kubectl has printed by then', () => {
    expect(failure('a{{.b.c.d}}"', { b: { c: 'x' }, e: [1.5, null] })).toMatchObject({
      message:
        'error executing template "a{{.b.c.d}}\\"": template: output:1:5: executing "output" at <.b.c.d>: ' +
        "can't evaluate field d in type interface {}",
      output:
        'aError executing template: template: output:1:5: executing "output" at <.b.c.d>: ' +
        "can't evaluate field d in type interface {}. Printing more information for debugging the template:\n" +
        '\ttemplate was:\n\t\ta{{.b.c.d}}"\n' +
        '\traw data was:\n\t\t{"b":{"c":"x"},"e":[1.5,null]}\n' +
        '\tobject given to template engine was:\n\t\tmap[b:map[c:x] e:[1.5 <nil>]]\n\n',
    });
  });

  test('of no template', () => {
    expect(failure('')).toMatchObject({ message: 'template format specified but no template given' });
  });
});

test.each([
  ['{{1i}}', 'complex numbers are not supported'],
  ['{{printf "%p" .spec}}', '%p is not supported'],
  ['{{printf "%x" 1.5}}', '%x of a float is not supported'],
])('%s is refused', (template, reason) => {
  expect((failure(template) as Error).message).toContain(reason);
});

test('a template without end is stopped', () => {
  expect(failure('{{define "x"}}{{template "x"}}{{end}}{{template "x"}}')).toMatchObject({ code: 'ARGUMENT' });
  const list = Array.from({ length: 400 }, () => 'x');
  const loops = '{{range $.l}}'.repeat(4) + '{{end}}'.repeat(4);
  expect((failure(loops, { l: list }) as Error).message).toContain('more than 5000000 steps');
});
