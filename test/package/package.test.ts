import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { projectRoot } from '../support/command-line.ts';
import {
  ALLOWED_FILES,
  ALLOWED_LICENCES,
  copiedPackages,
  formProblems,
  LARGEST_PACKAGE,
  packed,
  productionTree,
} from './package-facts.ts';

const root = projectRoot();
const facts = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  man: string[];
  dependencies?: object;
  optionalDependencies: object;
};

test('everything that is copied or comes with an installation may be passed on', () => {
  const tree = [...copiedPackages(root), ...productionTree(root)];
  expect(tree.map(({ name }) => name)).toEqual(expect.arrayContaining(['undici', 'yaml', 'ora', 'strip-ansi']));
  expect(tree.filter(({ licence }) => !ALLOWED_LICENCES.has(licence))).toEqual([]);
});

test('nothing is installed that the package holds already', () => {
  const { dependencies, optionalDependencies } = facts;
  expect(Object.keys(dependencies ?? {})).toEqual([]);
  expect(Object.keys(optionalDependencies)).toEqual(['keytar']);
});

test('the package holds the command its manual and its papers, and no test, fixture or compiled code', () => {
  const { files, size } = packed(root);
  const names = files.map((file) => file.path);
  expect(names).toEqual(
    expect.arrayContaining([
      'bin/imagestream.js',
      'dist/imagestream.pack',
      'README.md',
      'LICENSE',
      'package.json',
      ...facts.man,
    ]),
  );
  expect(names.filter((file) => !ALLOWED_FILES.test(file))).toEqual([]);
  expect(size).toBeLessThan(LARGEST_PACKAGE);
});

test('the licences of the libraries that are copied into the package come with it', () => {
  const notices = readFileSync(path.join(root, 'dist/LICENSES.txt'), 'utf8');
  const head = readFileSync(path.join(root, 'dist/imagestream.pack')).subarray(0, 2048).toString();
  const parts = Object.keys((JSON.parse(head) as { files: object }).files);
  const names = parts.filter((part) => existsSync(path.join(root, 'node_modules', part)));
  expect(names).toEqual(expect.arrayContaining(['undici', 'yaml', 'ora']));
  for (const name of [...names, 'strip-ansi']) expect(notices).toMatch(new RegExp(`^${name} \\d+\\.`, 'm'));
  expect(
    notices.match(/Permission (?:is hereby granted|to use)|Redistribution and use/g)?.length,
  ).toBeGreaterThanOrEqual(names.length);
});

test('the package has the form that Node and npm expect', async () => {
  expect(await formProblems(root)).toEqual([]);
});
