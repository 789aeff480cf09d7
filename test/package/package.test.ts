import { expect, test } from '@jest/globals';
import { projectRoot } from '../support/command-line.ts';
import { ALLOWED_FILES, ALLOWED_LICENCES, formProblems, packedFiles, productionTree } from './package-facts.ts';

const root = projectRoot();

test('everything that comes with an installation may be passed on', () => {
  const tree = productionTree(root);
  expect(tree.map(({ name }) => name)).toEqual(expect.arrayContaining(['undici', 'yaml', 'commander']));
  expect(tree.filter(({ licence }) => !ALLOWED_LICENCES.has(licence))).toEqual([]);
});

test('the package holds the command and its papers, and no test or fixture', () => {
  const files = packedFiles(root).map(({ path }) => path);
  expect(files).toEqual(
    expect.arrayContaining(['bin/imagestream.js', 'dist/start.cjs', 'README.md', 'LICENSE', 'package.json']),
  );
  expect(files.filter((file) => !ALLOWED_FILES.test(file))).toEqual([]);
});

test('the package has the form that Node and npm expect', async () => {
  expect(await formProblems(root)).toEqual([]);
});
