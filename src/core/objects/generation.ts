import { exactInteger } from '../json/exact-json.ts';

/** The generation after another one. They are small numbers, but a file may say whatever 64 bits hold. */
export function nextGeneration(generation: number | bigint): number {
  return exactInteger(BigInt.asIntN(64, BigInt(generation) + 1n)) as number;
}

/** The highest of generations; 0 where there are none. */
export function newestGeneration(...generations: number[]): number {
  let newest = 0;
  for (const generation of generations) if (generation > newest) newest = generation;
  return newest;
}
