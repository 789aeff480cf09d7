import fc from 'fast-check';
import { DEEPEST } from '../../../src/core/json/json-syntax.ts';
import { isAppError } from '../../../src/errors.ts';
import {
  findJsonPath,
  parseJsonPath,
  printJsonPath,
  printJsonPathAsJson,
} from '../../../src/print/formats/jsonpath/jsonpath.ts';
import { parseRelaxedPath } from '../../../src/print/formats/jsonpath/relaxed.ts';
import { templateSample } from '../../support/template-sample.ts';
import type { FuzzTarget } from '../fuzzing.ts';
import { mutated, nested } from '../mutation.ts';

const step = fc.constantFrom(
  ...[
    '.spec.tags',
    '.metadata',
    '.name',
    '.*',
    '..',
    '..name',
    '[*]',
    '[0]',
    '[-1]',
    '[0:2]',
    '[::2]',
    '[0,1]',
    "['name']",
  ],
  ...[
    "['name','kind']",
    '[?(@.name=="v1")]',
    '[?(@.a > 1)]',
    '[?(@.x)]',
    '.__proto__',
    '.constructor',
    '.length',
    '.a\\.b',
    '@',
    '$',
  ],
);
const expression = fc.array(step, { maxLength: 6 }).map((steps) => `{${steps.join('')}}`);
const piece = fc.oneof(
  expression,
  fc.constantFrom(
    '{range .spec.tags[*]}',
    '{end}',
    '{"\\n"}',
    "{'x'}",
    '{1}',
    '{-1.5}',
    '{true}',
    'text',
    '{.spec.tags[*].name} ',
  ),
);
const template = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));

interface Question {
  template: string;
  data: unknown;
}
const on = (text: string, data: unknown = templateSample): Question => ({ template: text, data });

/** `-o jsonpath=`, `--sort-by` and custom columns, over an object. */
export const jsonPaths: FuzzTarget<Question> = {
  name: 'JSONPath',
  cases: mutated(template, ['{range ', '{end}', '[?(', ')]', '@.', '..', "['", "']", ':', '{"', '"}']).map((text) =>
    on(text),
  ),
  chosen: [
    ['braces', on('{'.repeat(50_000))],
    ['brackets', on(`{${'['.repeat(50_000)}`)],
    ['blanks in a union', on(`{[0,x${' '.repeat(50_000)}y]}`)],
    ['points', on(`{${'.'.repeat(50_000)}}`)],
    ['filters', on(`{${'[?(@'.repeat(50_000)}`)],
    ['filters of texts', on(`{${`[?("x"`.repeat(20_000)}${')]'.repeat(20_000)}}`)],
    ['operators', on(`{[?(@.a${'='.repeat(50_000)}1)]}`)],
    ['digits', on(`{[${'9'.repeat(50_000)}]}`)],
    ['digits as a value', on(`{${'9'.repeat(50_000)}}`)],
    ['a quote without an end', on(`{"${'\\"'.repeat(50_000)}`)],
    ['a union of many', on(`{[${Array(20_000).fill('0').join()}]}`)],
    ['ranges in ranges', on(`${'{range .spec.tags[*]}'.repeat(2000)}${'{end}'.repeat(2000)}`)],
    ['descents that multiply', on(`{${'..*'.repeat(12)}}`)],
    ['deep data', on('{..a}', nested(DEEPEST))],
    ['deep data that is shown in an error', on('{.x}', nested(DEEPEST))],
    ['deep data, whole', on('{@}', nested(DEEPEST))],
    ['a poisoned path', on('{.__proto__.polluted}{.constructor.prototype}{..constructor}')],
  ],
  run({ template: text, data }) {
    for (const allowMissingKeys of [true, false]) {
      tolerant(() => printJsonPath(parseJsonPath(text), data, { allowMissingKeys }));
      tolerant(() => printJsonPathAsJson(parseJsonPath(text), data, { allowMissingKeys }));
    }
    tolerant(() => findJsonPath(parseRelaxedPath(text), data));
    tolerant(() => findJsonPath(parseRelaxedPath(text.replace(/[{}]/g, '')), data));
    return findJsonPath(parseJsonPath(text), data);
  },
};

/** One way to read of several: its refusal does not end the case. */
function tolerant(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!isAppError(error)) throw error;
  }
}
