import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { projectRoot } from '../support/command-line.ts';
import { ALLOWED_FILES, ALLOWED_LICENCES, formProblems, packedFiles, productionTree } from './package-facts.ts';

const root = projectRoot();

test('everything that comes with an installation may be passed on', () => {
  const tree = productionTree(root);
  expect(tree.map(({ name }) => name)).toEqual(expect.arrayContaining(['undici', 'yaml', 'ora']));
  expect(tree.filter(({ licence }) => !ALLOWED_LICENCES.has(licence))).toEqual([]);
});

test('the package holds the command its manual and its papers, and no test or fixture', () => {
  const files = packedFiles(root).map((file) => file.path);
  const { man } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { man: string[] };
  expect(files).toEqual(
    expect.arrayContaining(['bin/imagestream.js', 'dist/start.cjs', 'README.md', 'LICENSE', 'package.json', ...man]),
  );
  expect(files.filter((file) => !ALLOWED_FILES.test(file))).toEqual([]);
});

test('the licences of the libraries that are copied into the package come with it', () => {
  const notices = readFileSync(path.join(root, 'dist/LICENSES.txt'), 'utf8');
  const parts = readdirSync(path.join(root, 'dist/parts')).filter((file) => file.endsWith('.cjs'));
  const names = parts.map((file) => path.basename(file, '.cjs'));
  expect(names).toContain('undici');
  for (const name of [...names, 'strip-ansi']) expect(notices).toMatch(new RegExp(`^${name} \\d+\\.`, 'm'));
  expect(
    notices.match(/Permission (?:is hereby granted|to use)|Redistribution and use/g)?.length,
  ).toBeGreaterThanOrEqual(names.length);
});

test('the package has the form that Node and npm expect', async () => {
  expect(await formProblems(root)).toEqual([]);
});
