import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseJsonPath, printJsonPath } from '../../../src/print/formats/jsonpath/jsonpath.ts';
import { findKubectl } from '../../support/kubectl.ts';
import { compareWithKubectl } from '../../support/kubectl-comparison.ts';
import { sampleStream } from '../../support/sample-stream.ts';

/*
 * Differences from kubectl 1.20 that are meant, and that the generator therefore does not make:
 * - kubectl walks maps in random order, we in the order of their keys: outputs of `*` and `..` are compared as bags.
 * - kubectl crashes where a range over nothing takes an element (`{range .nope[*]}{@[0]}{end}`); we find nothing there.
 * - Bytes of escapes such as "\xff" that are no UTF-8 come out as the characters U+0080 to U+00FF.
 * - kubectl prints `\b` and `\f` inside maps as `\\u0008` and `\\u000c`, which JSON reads as the same.
 */

const name = fc.constantFrom(
  ...['metadata', 'spec', 'status', 'tags', 'items', 'name', 'generation', 'from', 'kind', 'image', 'tag', 'labels'],
  ...['annotations', 'openshift\\.io/name', 'a-b', 'weird key', 'nope', 'creationTimestamp', 'size', 'ratio', 'empty'],
  ...['none', 'flag', 'apiVersion', 'importPolicy', 'scheduled', 'html', 'unicode', 'big', 'matrix'],
);
const index = fc.constantFrom(
  '0',
  '1',
  '-1',
  '2',
  '5',
  '-9',
  '*',
  ':',
  '1:',
  ':2',
  '0:2',
  '-2:',
  '::2',
  '0:3:2',
  '3:1',
  '1:1',
);
const literal = fc.constantFrom(
  '"latest"',
  "'v1'",
  '1',
  '2',
  '1.5',
  'true',
  '"ImageStreamTag"',
  '"a)b"',
  '@.name',
  '""',
);
const operator = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');
const relative = fc
  .array(name, { minLength: 1, maxLength: 2 })
  .map((parts) => `@${parts.map((p) => `.${p}`).join('')}`);
const filter = fc.oneof(
  relative,
  fc.tuple(relative, operator, literal).map((parts) => parts.join('')),
  fc.tuple(literal, operator, relative).map((parts) => parts.join(' ')),
);
const step = fc.oneof(
  { weight: 8, arbitrary: name.map((part) => `.${part}`) },
  { weight: 3, arbitrary: index.map((part) => `[${part}]`) },
  { weight: 2, arbitrary: filter.map((part) => `[?(${part})]`) },
  { weight: 1, arbitrary: fc.array(index, { minLength: 2, maxLength: 3 }).map((parts) => `[${parts.join(',')}]`) },
  { weight: 1, arbitrary: name.map((part) => `['${part}']`) },
  {
    weight: 1,
    arbitrary: fc.array(name, { minLength: 2, maxLength: 3 }).map((p) => `[${p.map((x) => `'${x}'`).join(', ')}]`),
  },
  { weight: 1, arbitrary: name.map((part) => `..${part}`) },
  { weight: 1, arbitrary: fc.constant('.*') },
);
/** Every path that there is in the object, lists taken whole. */
function pathsOf(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [at];
  if (Array.isArray(value)) return [at, ...new Set(value.flatMap((item) => pathsOf(item, `${at}[*]`)))];
  const below = Object.entries(value).flatMap(([key, item]) => pathsOf(item, `${at}.${key.replaceAll('.', '\\.')}`));
  return [at, ...below];
}

const known = fc.tuple(fc.constantFrom(...pathsOf(sampleStream)), fc.boolean(), index).map(([text, changes, other]) => {
  return changes ? text.replace('[*]', `[${other}]`) : text;
});
const path = fc.oneof(
  known,
  fc.tuple(known, fc.array(step, { maxLength: 3 })).map(([start, steps]) => start + steps.join('')),
  fc.tuple(fc.constantFrom('@', '$'), known).map((parts) => parts.join('')),
);
/** The end of a path that exists, for the elements of a range. It starts with a field: see above. */
const ending = fc.tuple(path, fc.nat({ max: 3 })).map(([text, fields]) => {
  const starts = [...text.matchAll(/(?<!\\)\.(?=[a-zA-Z])/g)].map((match) => match.index);
  return starts.length === 0 ? '.name' : text.slice(starts[Math.min(fields, starts.length - 1)]);
});
const expression = fc.oneof(
  { weight: 6, arbitrary: path.map((text) => `{${text}}`) },
  { weight: 1, arbitrary: literal.map((text) => `{${text}}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '{"\\n"}',
      '{"\\t\\"x\\u00e9"}',
      "{'a\\'b'}",
      '{12}',
      '{-1.50}',
      '{1000000.0}',
      ' text ',
    ),
  },
);
const inRange = fc.oneof(
  ending.map((text) => `{${text}}`),
  fc.constantFrom('{"\\n"}', '{@}', '{.name} {.kind}', '{.tag}:'),
);
const range = fc
  .tuple(path, fc.array(inRange, { minLength: 1, maxLength: 3 }))
  .map(([over, body]) => `{range ${over}}${body.join('')}{end}`);
const innerRange = fc
  .tuple(ending, fc.array(inRange, { minLength: 1, maxLength: 3 }))
  .map(([over, body]) => `{range ${over}}${body.join('')}{end}`);
const nested = fc
  .tuple(path, innerRange, inRange)
  .map(([over, inner, after]) => `{range ${over}}${inner}${after}{end}`);
const template = fc.oneof(
  { weight: 6, arbitrary: expression },
  { weight: 2, arbitrary: range },
  { weight: 1, arbitrary: nested },
  { weight: 1, arbitrary: fc.tuple(expression, range, expression).map((parts) => parts.join('')) },
);
const broken = fc
  .tuple(template, fc.nat(), fc.constantFrom('', '{', '}', '[', ']', '(', '"', '\\', '.', '#', 'x', ' ', '\t', '1'))
  .map(([text, at, part]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + part + text.slice(place + 1);
  });

const isCi = process.env.CI === 'true';
const kubectl = findKubectl();

(kubectl ? test : test.skip)('prints what kubectl prints', async () => {
  const compare = (templates: string[], options: { alone: boolean }) =>
    compareWithKubectl({
      kubectl: kubectl as string,
      format: 'jsonpath',
      object: sampleStream,
      templates,
      alone: options.alone,
      print: (text, allowMissingKeys) => printJsonPath(parseJsonPath(text), sampleStream, { allowMissingKeys }),
      unordered: (text) => /\.\*|\.\./.test(text),
    });
  const good = await compare(fc.sample(template, { numRuns: isCi ? 1400 : 150, seed: 20 }), { alone: false });
  expect(good.differences).toEqual([]);
  const bad = await compare(fc.sample(broken, { numRuns: isCi ? 120 : 15, seed: 21 }), { alone: true });
  expect(bad.differences).toEqual([]);
  expect(good.compared + bad.compared).toBeGreaterThanOrEqual(isCi ? 1200 : 120);
});
