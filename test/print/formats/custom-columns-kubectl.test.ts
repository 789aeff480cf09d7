import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseCustomColumns, printCustomColumns } from '../../../src/print/formats/custom-columns.ts';
import { parseSortBy, sortObjects } from '../../../src/print/formats/sort-by.ts';
import { findKubectl } from '../../support/kubectl.ts';
import { type KubectlApi, startKubectlApi } from '../../support/kubectl-api.ts';
import { sampleStream } from '../../support/sample-stream.ts';

/*
 * Differences from kubectl 1.20 that are meant, and that the generators therefore do not make:
 * - Control characters of the data are escaped, as kubectl does it since 1.26.
 * - Texts that are quantities are sorted by size, as kubectl does it since 1.22.
 * - Objects without the field, and equal ones, keep their order; kubectl turns the former round.
 * - A mistake in a path is found before anything is printed, so there is no header line before the message.
 */

const isCi = process.env.CI === 'true';
const kubectl = findKubectl() ?? '';
let api: KubectlApi;

beforeAll(async () => {
  api = await startKubectlApi();
});
afterAll(() => api.close());

const outcome = (act: () => string) => {
  try {
    return act();
  } catch (error) {
    return `error: ${(error as Error).message}`;
  }
};

const stream = (name: string, spec: unknown) => ({ ...sampleStream, metadata: { name }, spec });

const field = fc.constantFrom(
  ...['.metadata.name', 'metadata.name', '{.metadata.name}', '{metadata.name}', '.spec', '.spec.tags', '.nope', ''],
  ...['.spec.tags[*].name', '.spec.tags[*].from.kind', '.spec.matrix', '.spec.matrix[*]', '.spec.none', '.spec.empty'],
  ...[
    '.spec.size',
    '.spec.ratio',
    '.spec.small',
    '.spec.large',
    '.spec.flag',
    '.spec.unicode',
    '.spec.blank',
    '..name',
  ],
  ...['.spec.tags[?(@.name=="v1")].from', '.spec.tags[0].name', '.spec.tags[-1:].generation', '.status.tags[*].items'],
  ...[
    '.spec.tags[7]',
    '.spec[0]',
    '{.a}{.b}',
    '.a{',
    '.spec.tags[',
    '.spec.nothing',
    '.spec.a-b',
    "['kind']",
    '@',
    '$',
  ],
);
const columns = fc.array(fc.tuple(fc.constantFrom('NAME', 'A', 'LONG HEADER', '', 'Größe'), field), {
  minLength: 1,
  maxLength: 4,
});

/** kubectl counts characters where a terminal counts columns, which is another padding for the wide ones of the sample. */
const padded = (text: string) => (/[漢😀]/u.test(text) ? text.replace(/ {2,}/g, '  ') : text);

(kubectl ? describe : describe.skip)('against kubectl', () => {
  test('custom columns', async () => {
    const full = { ...sampleStream, spec: { ...sampleStream.spec, html: '<a>' } };
    api.items = [full, stream('other', { tags: [{ name: 'only' }], size: 1 }), stream('third', {})];
    const differences: unknown[] = [];
    for (const pairs of fc.sample(columns, { numRuns: isCi ? 100 : 12, seed: 40 })) {
      const spec = pairs.map((pair) => pair.join(':')).join(',');
      const ours = outcome(() => printCustomColumns(parseCustomColumns(spec), api.items, { noHeaders: false }));
      const { stdout, stderr, failed } = await api.get(kubectl, '-o', `custom-columns=${spec}`);
      const kubectls = failed ? stderr.trimEnd() : stdout;
      // The fields that `..` finds come in random order.
      const bag = (text: string) => (spec.includes('..') ? [...text].sort().join('') : padded(text));
      if (bag(ours) !== bag(kubectls)) differences.push({ spec, ours, kubectls });
    }
    expect(differences).toEqual([]);
  });

  test('sorting', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', 'web', '-', '0', '1', '9', '10', 'é', '.x'),
      minLength: 1,
      maxLength: 5,
    });
    const key = [
      text.map((value) => `x${value}`),
      fc.integer({ min: -50, max: 1000 }),
      fc.double({ min: -2, max: 2, noNaN: true }).filter((value) => !Number.isInteger(value)),
      fc.date({ min: new Date(0), max: new Date('2030-01-01'), noInvalidDate: true }).map((date) => date.toISOString()),
    ];
    const keys = fc.oneof(
      ...key.map((one) => fc.uniqueArray(one as fc.Arbitrary<unknown>, { minLength: 2, maxLength: 12 })),
    );
    const differences: unknown[] = [];
    for (const values of fc.sample(keys, { numRuns: isCi ? 40 : 6, seed: 41 })) {
      api.items = values.map((value, i) => stream(`s${i}`, i === 1 && values.length > 4 ? {} : { value }));
      const ours = sortObjects(api.items as { metadata: { name: string } }[], parseSortBy('.spec.value'));
      const { stdout } = await api.get(kubectl, '--sort-by=.spec.value', '-o', 'name');
      const names = ours.map(({ metadata }) => `imagestream.image.openshift.io/${metadata.name}\n`).join('');
      if (names !== stdout) differences.push({ values, ours: names, kubectls: stdout });
    }
    expect(differences).toEqual([]);
  });

  test.each(['.spec.nope', '.spec[', '{.a}{.b}', '.a{'])('sorting by %s is refused', async (path) => {
    api.items = [stream('a', {}), stream('b', {})];
    const { stderr } = await api.get(kubectl, `--sort-by=${path}`);
    expect(outcome(() => String(sortObjects(api.items, parseSortBy(path))))).toBe(stderr.trimEnd());
  });
});
