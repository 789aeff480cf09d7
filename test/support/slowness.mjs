import { spawnSync } from 'node:child_process';

/** Milliseconds that Node took to start where the limits of tests were written. */
const USUAL_START = 60;

/**
 * How many times longer a process takes here and now than there, and at least 1: of a slow machine and of one that has more to
 * do, the limits of tests are so many times longer.
 */
export function measuredSlowness() {
  const began = performance.now();
  const runs = 3;
  for (let run = 0; run < runs; run++) spawnSync(process.execPath, ['-e', '0']);
  return Math.max(1, (performance.now() - began) / runs / USUAL_START);
}
