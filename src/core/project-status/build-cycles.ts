import type { BuildPipeline, BuildPipelines } from './build-pipelines.ts';

/**
 * The circles in which builds start from what comes out of them, each once, from the first of its names. Every build has one
 * base, so that a walk against the stream of images finds them all, and visits each build once.
 */
export function buildCycles({ all, into }: BuildPipelines): BuildPipeline[][] {
  const cycles: BuildPipeline[][] = [];
  const visited = new Set<BuildPipeline>();
  for (const start of all) {
    const path: BuildPipeline[] = [];
    let at: BuildPipeline | undefined = start;
    while (at && !visited.has(at)) {
      visited.add(at);
      path.push(at);
      at = at.base && into(at.base)[0];
    }
    const first = at ? path.indexOf(at) : -1;
    // The walk went from what is made to what it is made of.
    if (first >= 0) cycles.push(path.slice(first).reverse());
  }
  return cycles;
}
