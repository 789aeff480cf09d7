import fc from 'fast-check';
import { DEEPEST } from '../../../src/core/json-syntax.ts';
import { parseGoTemplate, printGoTemplate } from '../../../src/print/go-template/go-template.ts';
import { templateSample } from '../../support/template-sample.ts';
import type { FuzzTarget } from '../fuzzing.ts';
import { mutated, nested } from '../mutation.ts';

const operand = fc.constantFrom(
  ...[
    '.',
    '.metadata.name',
    '.spec.tags',
    '$',
    '$x',
    'nil',
    'true',
    '1',
    '-1',
    '1.5',
    '0x1F',
    '1e300',
    "'a'",
    '"s"',
    '`r`',
    '.a.__proto__',
  ],
  ...[
    '(len .spec.tags)',
    '(index .spec.tags 0)',
    '.constructor',
    '.metadata.labels',
    '9223372036854775807',
    '1_000',
    '(printf "%v" .)',
  ],
);
const call = fc
  .tuple(
    fc.constantFrom(
      'print',
      'printf "%v %q %x %08d"',
      'len',
      'index',
      'slice',
      'eq',
      'lt',
      'and',
      'or',
      'not',
      'html',
      'js',
      'urlquery',
    ),
    fc.array(operand, { maxLength: 3 }),
  )
  .map(([name, args]) => [name, ...args].join(' '));
const pipeline = fc.array(fc.oneof(operand, call, fc.constantFrom('base64decode', 'exists . "a"')), {
  minLength: 1,
  maxLength: 3,
});
const action = fc.oneof(
  pipeline.map((commands) => `{{${commands.join(' | ')}}}`),
  pipeline.map((commands) => `{{- if ${commands.join(' | ')} -}}a{{else}}b{{end}}`),
  pipeline.map((commands) => `{{range $i, $x := ${commands.join(' | ')}}}{{$i}}{{end}}`),
  fc.constantFrom(
    '{{with .x}}{{.}}{{else with .y}}z{{end}}',
    '{{define "t"}}x{{end}}',
    '{{template "t" .}}',
    '{{/* c */}}',
    '\n',
  ),
  fc.constantFrom(
    '{{$x := 1}}',
    '{{$x = 2}}',
    '{{block "b" .}}{{end}}',
    '{{range .spec.tags}}{{break}}{{end}}',
    'text ',
    '{{"\\n"}}',
  ),
);
const template = fc.array(action, { minLength: 1, maxLength: 5 }).map((actions) => actions.join(''));

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
