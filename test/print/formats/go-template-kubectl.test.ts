import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseGoTemplate, printGoTemplate } from '../../../src/print/formats/go-template/go-template.ts';
import { findKubectl } from '../../support/kubectl.ts';
import { compareWithKubectl } from '../../support/kubectl-comparison.ts';
import { sampleStream } from '../../support/sample-stream.ts';

/*
 * Differences from kubectl 1.20 that are meant, and that the generator therefore does not make:
 * - Complex numbers, `%p`, and `%x` and `%b` of floats are refused.
 * - Bytes that are no UTF-8 (from `slice` or `base64decode`) print as U+FFFD.
 * - Elements of a string have the type int, not uint8, which only `%T` shows.
 * - The capacity of a list, up to which Go's `slice` reaches, is its length.
 */

const path = fc.constantFrom(
  ...['.', '$', '.kind', '.metadata.name', '.metadata.generation', '.metadata.creationTimestamp', '.metadata.labels'],
  ...['.metadata.annotations', '.spec', '.spec.tags', '.spec.size', '.spec.ratio', '.spec.small', '.spec.large'],
  ...['.spec.negative', '.spec.flag', '.spec.none', '.spec.empty', '.spec.nothing', '.spec.blank', '.spec.html'],
  ...[
    '.spec.unicode',
    '.spec.matrix',
    '.spec.big',
    '.status.tags',
    '.nope',
    '.nope.deeper',
    '.name',
    '.from.kind',
    '.tag',
  ],
  ...['$.kind', '$.spec.tags', '$.metadata.name', '.items', '.kind.x', '.spec.none.x'],
);
const literal = fc.constantFrom(
  ...[
    '"a"',
    '"v1"',
    '"%s"',
    '`raw`',
    "'c'",
    '0',
    '1',
    '2',
    '-1',
    '42',
    '1.5',
    '0x1F',
    '1e3',
    '2.0',
    'true',
    'false',
    'nil',
  ],
  ...['""', '"ImageStream"', '"<b>&\\"x\\""', '"é 漢"', '1_000', '"aGVsbG8="', '"name"', '"tags"'],
);
const verb = fc
  .tuple(
    fc.constantFrom('', '', '', '-', '+', '0', ' ', '#', '+0', '-+'),
    fc.constantFrom('', '', '', '5', '12', '.2', '8.3', '.0', '*'),
    fc.constantFrom('s', 'd', 'v', 'q', 'f', 't', 'c', 'e', 'g', 'T', 'o', 'U', 'z'),
  )
  .map(([flags, size, kind]) => `%${flags}${size}${kind}`);
const hex = fc.constantFrom('%x', '%X', '%#x', '% x', '%08X');
const format = fc.array(fc.oneof({ weight: 6, arbitrary: verb }, fc.constantFrom('|', '%%', ' é ')), {
  minLength: 1,
  maxLength: 3,
});
const stringy = fc.constantFrom('.kind', '.metadata.name', '"héllo"', '42', '.spec.size', '.spec.negative');

const { operand } = fc.letrec<{ operand: string; call: string }>((tie) => ({
  operand: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'operand' },
    { weight: 4, arbitrary: path },
    { weight: 3, arbitrary: literal },
    { weight: 2, arbitrary: tie('call').map((text) => `(${text})`) },
    { weight: 1, arbitrary: tie('call').map((text) => `(${text}).name`) },
  ),
  call: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'operand' },
    fc
      .tuple(
        fc.constantFrom('len', 'not', 'html', 'js', 'urlquery', 'print', 'println', 'exists', 'index'),
        tie('operand'),
      )
      .map((p) => p.join(' ')),
    fc
      .tuple(
        fc.constantFrom('eq', 'ne', 'lt', 'le', 'gt', 'ge', 'and', 'or', 'index', 'slice', 'print', 'exists'),
        tie('operand'),
        tie('operand'),
      )
      .map((p) => p.join(' ')),
    fc
      .tuple(
        fc.constantFrom('eq', 'and', 'or', 'index', 'slice', 'print', 'println', 'exists'),
        tie('operand'),
        tie('operand'),
        tie('operand'),
      )
      .map((p) => p.join(' ')),
    fc
      .tuple(format, fc.array(tie('operand'), { minLength: 1, maxLength: 3 }))
      .map(([f, args]) => `printf "${f.join('')}" ${args.join(' ')}`),
    fc.tuple(hex, stringy).map(([f, arg]) => `printf "${f}" ${arg}`),
    fc.constantFrom(
      'index .spec.tags 0',
      'index .spec.tags 1 "name"',
      'index .metadata.annotations "weird key"',
      'slice .kind 1 3',
      'base64decode "aGVsbG8="',
      'index $.spec.matrix 1 2',
    ),
  ),
}));
const pipeline = fc.oneof(
  { weight: 4, arbitrary: operand },
  { weight: 2, arbitrary: operand.map((text) => text.replace(/^\((.*)\)$/, '$1')) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        operand,
        fc.constantFrom(
          'len',
          'printf "%v"',
          'printf "%5s|%v" "x"',
          'html',
          'print 1 "b"',
          'eq 1',
          'not',
          'and true',
          'or 0',
          'js',
          'index $.spec',
        ),
      )
      .map((p) => p.join(' | ')),
  },
);
const action = fc.oneof(
  { weight: 6, arbitrary: pipeline.map((text) => `{{${text}}}`) },
  { weight: 1, arbitrary: pipeline.map((text) => ` a {{- ${text} -}} b `) },
  { weight: 1, arbitrary: fc.constantFrom('text\n', '{{/* no */}}', '{{"\\n"}}', 'é ') },
);
const body = fc.array(action, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(''));
const list = fc.constantFrom(
  '.spec.tags',
  '.status.tags',
  '.spec.matrix',
  '.spec',
  '.metadata.annotations',
  '.spec.empty',
  '.nope',
  '.spec.none',
  '.kind',
  '.spec.size',
  '(index .spec.matrix 0)',
);
const template = fc.oneof(
  { weight: 5, arbitrary: action },
  { weight: 2, arbitrary: fc.tuple(pipeline, body, body).map(([c, a, b]) => `{{if ${c}}}${a}{{else}}${b}{{end}}`) },
  {
    weight: 1,
    arbitrary: fc.tuple(pipeline, pipeline, body).map(([c, d, a]) => `{{if ${c}}}1{{else if ${d}}}${a}{{end}}`),
  },
  { weight: 2, arbitrary: fc.tuple(pipeline, body, body).map(([c, a, b]) => `{{with ${c}}}${a}{{else}}${b}{{end}}`) },
  { weight: 3, arbitrary: fc.tuple(list, body, body).map(([c, a, b]) => `{{range ${c}}}${a}{{else}}${b}{{end}}`) },
  { weight: 2, arbitrary: fc.tuple(list, body).map(([c, a]) => `{{range $i, $x := ${c}}}{{$i}}={{$x}} ${a}{{end}}`) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(list, pipeline, body)
      .map(
        ([c, d, a]) =>
          `{{range $x := ${c}}}{{if ${d}}}{{continue}}{{end}}${a}{{$x.name}}{{if eq $x.name "v1"}}{{break}}{{end}}{{end}}`,
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(pipeline, pipeline)
      .map(([a, b]) => `{{$v := ${a}}}{{with $w := ${b}}}{{$v}}{{$w}}{{$v = $w}}{{end}}{{$v}}`),
  },
);
const broken = fc
  .tuple(
    template,
    fc.nat(),
    fc.constantFrom(
      '',
      '{{',
      '}}',
      '(',
      ')',
      '"',
      '`',
      "'",
      '\\',
      '.',
      '#',
      'x',
      ' ',
      '\n',
      '1',
      '|',
      ':=',
      '$',
      'end',
      ',',
    ),
  )
  .map(([text, at, part]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + part + text.slice(place + 1);
  });

const isCi = process.env.CI === 'true';
const kubectl = findKubectl();

(kubectl ? test : test.skip)('prints what kubectl prints', async () => {
  const compare = (templates: string[], alone: boolean) =>
    compareWithKubectl({
      kubectl: kubectl as string,
      format: 'go-template',
      object: sampleStream,
      templates,
      alone,
      print: (text, allowMissingKeys) => printGoTemplate(parseGoTemplate(text), sampleStream, { allowMissingKeys }),
      unordered: () => false,
    });
  const good = await compare(fc.sample(template, { numRuns: isCi ? 2000 : 150, seed: 30 }), false);
  expect(good.differences).toEqual([]);
  const bad = await compare(fc.sample(broken, { numRuns: isCi ? 200 : 15, seed: 31 }), true);
  expect(bad.differences).toEqual([]);
  expect(good.compared + bad.compared).toBeGreaterThanOrEqual(isCi ? 1000 : 80);
});
