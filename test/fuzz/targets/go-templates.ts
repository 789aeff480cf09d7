import fc from 'fast-check';
import { DEEPEST } from '../../../src/core/json/json-syntax.ts';
import { parseGoTemplate, printGoTemplate } from '../../../src/print/formats/go-template/go-template.ts';
import { templateSample } from '../../support/template-sample.ts';
import type { FuzzTarget } from '../fuzzing.ts';
import { mostly, mutated, nested } from '../mutation.ts';

const value = mostly(
  [
    '.',
    '.metadata.name',
    '.spec.tags',
    '.spec',
    '$',
    '$x',
    'true',
    '1',
    '-1',
    '1.5',
    '0x1F',
    "'a'",
    '"s"',
    '`r`',
    '.spec.f',
  ],
  ['nil', '1e300', '9223372036854775807', '1_000', '.spec.__proto__', '.constructor', '$y', '(printf "%v" .)'],
);
const text = mostly(['.metadata.name', '"a<b>"', '.kind', '`x`'], ['.spec', '1', 'nil']);
const integer = mostly(['0', '1', '2', '(len .spec.tags)'], ['-1', '1.5', '"x"', '99']);
const verb = fc.constantFrom(
  '%v',
  '%q',
  '%08d',
  '%-10s|',
  '%x',
  '%.3f',
  '%t',
  '%[2]v %[1]v',
  '%*d',
  '%%',
  '%T',
  '%U',
  '%c',
);
const call = fc.oneof(
  fc.tuple(fc.constantFrom('print', 'println', 'html', 'js', 'urlquery'), value, value).map((words) => words.join(' ')),
  fc
    .tuple(fc.array(verb, { maxLength: 3 }), value, value)
    .map(([verbs, one, two]) => `printf "${verbs.join(' ')}" ${one} ${two}`),
  fc.tuple(fc.constantFrom('and', 'or', 'eq', 'ne'), value, value).map((words) => words.join(' ')),
  fc.tuple(fc.constantFrom('lt', 'le', 'gt', 'ge', 'eq'), integer, integer).map((words) => words.join(' ')),
  fc.tuple(fc.constantFrom('eq', 'ne', 'lt'), text, text).map((words) => words.join(' ')),
  integer.map((at) => `index .spec.tags ${at}`),
  fc.tuple(text, integer).map(([of, from]) => `slice ${of} ${from}`),
  fc.constantFrom(
    'len .spec.tags',
    'not .spec.empty',
    'exists .spec "tags" 0 "name"',
    'base64decode "YQ=="',
    'index .spec "h"',
  ),
);
const pipeline = fc
  .tuple(
    fc.oneof(value, call),
    mostly(['', '', ' | print', ' | printf "%v"', ' | html', ' | len'], [' | not', ' | 1', ' |']),
  )
  .map((parts) => parts.join(''));
const action = fc.oneof(
  pipeline.map((all) => `{{${all}}}`),
  pipeline.map((all) => `{{- if ${all} -}}a{{else if .kind}}b{{else}}c{{end}}`),
  pipeline.map((all) => `{{with ${all}}}{{.}}{{else}}z{{end}}`),
  value.map((of) => `{{range $i, $one := ${of}}}{{$i}}{{$one}}{{end}}`),
  mostly(
    [
      '{{range .spec.tags}}{{.name}}{{break}}{{end}}',
      '{{template "t" .}}',
      '{{/* c */}}',
      '\n',
      'text ',
      '{{$x = 2}}',
      '{{"\\n"}}',
    ],
    ['{{define "t"}}y{{end}}', '{{block "b" .}}{{end}}', '{{template "nosuch"}}', '{{end}}', '{{break}}', '{{'],
  ),
);
const template = fc
  .array(action, { minLength: 1, maxLength: 5 })
  .map((actions) => `{{define "t"}}{{.kind}}{{end}}{{$x := .spec.tags}}${actions.join('')}`);

interface Question {
  template: string;
  data: unknown;
}
const on = (text: string, data: unknown = templateSample): Question => ({ template: text, data });

/** `-o go-template=`, over an object. */
export const goTemplates: FuzzTarget<Question> = {
  name: 'Go templates',
  cases: mutated(template, [
    '{{',
    '}}',
    '{{-',
    '-}}',
    '{{end}}',
    '{{range .}}',
    '{{else}}',
    ' | ',
    ':=',
    '%',
    '%*d',
    '(',
  ]).map((text) => on(text)),
  chosen: [
    ['braces', on('{{'.repeat(50_000))],
    ['blanks before a trim', on(`${' '.repeat(100_000)}x{{- .}}`)],
    ['blanks inside', on(`{{${' '.repeat(50_000)}.}}`)],
    ['parentheses', on(`{{${'('.repeat(100_000)}1${')'.repeat(100_000)}}}`)],
    ['comments', on('{{/* x */}}'.repeat(50_000))],
    ['a quote without an end', on(`{{"${'\\"'.repeat(50_000)}`)],
    ['a long text', on(`{{"${'a'.repeat(2_000_000)}"}}`)],
    ['a long raw text', on(`{{\`${'a'.repeat(2_000_000)}\`}}`)],
    ['digits', on(`{{${'9'.repeat(50_000)}}}`)],
    ['digits with underscores', on(`{{${'1_'.repeat(100_000)}1}}`)],
    ['a float without an end', on(`{{1.${'1'.repeat(50_000)}e}}`)],
    ['zeros in a fraction', on(`{{0.${'0'.repeat(50_000)}1}}`)],
    ['names', on(`{{${'a'.repeat(50_000)}}}`)],
    ['fields', on(`{{${'.a'.repeat(100_000)}}}`)],
    ['blocks in blocks', on(`${'{{if 1}}'.repeat(20_000)}x${'{{end}}'.repeat(20_000)}`)],
    ['else if without an end', on(`{{if 0}}${'{{else if 0}}'.repeat(20_000)}x{{end}}`)],
    ['a template that calls itself', on('{{define "t"}}{{template "t" .}}{{end}}{{template "t" .}}')],
    ['a wide printf', on(`{{printf "${'%9999999d'.repeat(200)}" 1}}`)],
    [
      'printf of printf',
      on('{{printf "%1000000s%1000000s" "a" (printf "%1000000s" "b") | printf "%s%s%[1]s%[1]s%[1]s%[1]s"}}'),
    ],
    ['a precise float', on('{{printf "%.1000000f" 1.5}}')],
    ['a precise small float', on('{{printf "%.1000000e" 1e-300}}')],
    ['a wide list', on('{{printf "%900000v" .spec.tags}}')],
    ['variables', on(`${'{{$a := 1}}'.repeat(20_000)}{{$a}}`)],
    ['errors at the end', on(`${'x\n'.repeat(100_000)}{{nosuch}}`)],
    ['deep data', on('{{.}}', nested(DEEPEST))],
    ['deep data that is shown in an error', on('{{.x}}', nested(DEEPEST))],
    ['poisoned fields', on('{{.__proto__.polluted}}{{.constructor.prototype}}{{index . "__proto__"}}')],
    ['a base64 text', on(`{{base64decode "${'QUJD'.repeat(100_000)}"}}`)],
  ],
  run({ template: text, data }) {
    const parsed = parseGoTemplate(text);
    printGoTemplate(parsed, data, { allowMissingKeys: true });
    return printGoTemplate(parsed, data, { allowMissingKeys: false });
  },
};
