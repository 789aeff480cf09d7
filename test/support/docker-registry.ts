import { spawnSync } from 'node:child_process';
import { describe, test } from '@jest/globals';

export {
  BASIC_USER,
  type DockerRegistry,
  type DockerRegistryOptions,
  startDockerRegistry,
} from './docker-registry-process.ts';

/** Whether Debian's `docker-registry` is installed here. */
export function dockerRegistryAvailable(): boolean {
  return spawnSync('docker-registry', ['--version']).status === 0;
}

/**
 * `describe` for tests against the real registry. Where it is not installed they are skipped with one line that says
 * so; in CI that is a failure, so that nobody believes in tests that never ran.
 */
export function describeWithDockerRegistry(name: string, tests: () => void): void {
  if (dockerRegistryAvailable()) {
    describe(name, tests);
  } else if (process.env.CI === 'true') {
    test(`${name}: docker-registry is installed`, () => {
      throw new Error('docker-registry is not installed; try: apt-get install docker-registry');
    });
  } else {
    process.stderr.write(`skipped: ${name} (docker-registry is not installed)\n`);
    describe.skip(name, tests);
  }
}
