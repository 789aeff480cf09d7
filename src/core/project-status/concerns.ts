import { buildConcerns } from './build-concerns.ts';
import type { BuildPipelines, StreamsByName } from './build-pipelines.ts';
import type { Concern } from './concern.ts';
import type { ProjectObjects } from './project-objects.ts';
import { workloadConcerns } from './workload-concerns.ts';

/** What `oc status` finds to be wrong, or missing. What reaches into other namespaces is left out where one is shown. */
export function findConcerns(objects: ProjectObjects, pipelines: BuildPipelines, streams: StreamsByName): Concern[] {
  const { namespace } = objects;
  const found = [...buildConcerns(objects, pipelines, streams), ...workloadConcerns(objects)];
  return found
    .filter(({ namespaces }) => namespace === undefined || namespaces.every((name) => name === namespace))
    .sort((a, b) => a.order - b.order || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ severity, message, suggestion }) => ({ severity, message, ...(suggestion ? { suggestion } : {}) }));
}
