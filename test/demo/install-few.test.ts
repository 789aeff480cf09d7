import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { projectRoot } from '../support/command-line.ts';

const program = pathToFileURL(path.join(projectRoot(), 'test/support/install-few.mjs')).href;
const { packagesOfTheBuild } = (await import(program)) as { packagesOfTheBuild(): [name: string, version: string][] };

test('a fresh clone is given what the build and the demo import, and no tools of development', () => {
  const names = packagesOfTheBuild().map(([name]) => name);
  expect(names).toEqual(expect.arrayContaining(['esbuild', 'undici', 'yaml', ...importsOf('test/demo/demo.ts')]));
  expect(names.filter((name) => /jest|eslint|biome|typescript/.test(name))).toEqual([]);
});

test('in the versions of package.json', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(path.join(projectRoot(), 'package.json'), 'utf8'));
  for (const [name, version] of packagesOfTheBuild())
    expect(version).toBe({ ...dependencies, ...devDependencies }[name]);
});

/** The packages that a program loads when it starts. */
function importsOf(file: string): string[] {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'imports-'));
  const flags = ['--bundle', '--platform=node', '--format=esm', '--packages=external', '--metafile=meta.json'];
  const esbuild = path.join(projectRoot(), 'node_modules/esbuild/bin/esbuild');
  const { status } = spawnSync(esbuild, [path.join(projectRoot(), file), ...flags, '--outfile=out.mjs'], {
    cwd: folder,
  });
  expect(status).toBe(0);
  const { outputs } = JSON.parse(readFileSync(path.join(folder, 'meta.json'), 'utf8'));
  rmSync(folder, { recursive: true });
  const imports = outputs['out.mjs'].imports as { path: string }[];
  return imports.map(({ path: name }) => name).filter((name) => !isBuiltin(name));
}
