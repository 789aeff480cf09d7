import { spawnSync } from 'node:child_process';
import { test } from '@jest/globals';

/**
 * `test` for what needs programs of Debian. Where one is missing it is skipped with one line that says so; in CI that is a
 * failure, so that nobody believes in tests that never ran.
 *
 * @param packages name of a program to the package that brings it
 */
export function testWith(packages: Readonly<Record<string, string>>): typeof test | typeof test.skip {
  const missing = Object.keys(packages).filter((program) => !isInstalled(program));
  if (missing.length === 0) return test;
  const wanted = missing.map((program) => packages[program]).join(' ');
  if (process.env.CI === 'true') throw new Error(`missing: ${missing.join(', ')}; try: apt-get install ${wanted}`);
  process.stderr.write(`skipped: what needs ${missing.join(', ')} (apt-get install ${wanted})\n`);
  return test.skip;
}

const isInstalled = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
