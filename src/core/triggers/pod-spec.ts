import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import { groupKind } from '../kinds/kinds.ts';
import type { KubeObject } from '../objects/meta.ts';

const TEMPLATE_SPEC = ['spec', 'template', 'spec'];

/** Where the kinds that have a pod template keep its spec. */
const PATHS: Readonly<Record<string, readonly string[]>> = {
  'apps/Deployment': TEMPLATE_SPEC,
  'apps/StatefulSet': TEMPLATE_SPEC,
  'apps/DaemonSet': TEMPLATE_SPEC,
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  'apps.openshift.io/DeploymentConfig': TEMPLATE_SPEC,
};

/** The path of the pod spec, such as `spec.template.spec`; undefined for kinds that no trigger can change. */
export function podSpecPath(object: Pick<KubeObject, 'apiVersion' | 'kind'>): string | undefined {
  return PATHS[groupKind(object)]?.join('.');
}

/** The pod spec itself, not a copy; undefined where there is none, or something else in its place. */
export function podSpecOf(object: KubeObject): JsonObject | undefined {
  const spec = PATHS[groupKind(object)]?.reduce<unknown>(ownValue, object);
  return isJsonObject(spec) ? spec : undefined;
}

/** The containers of a list that are objects, not copies; those at other indexes are left out as undefined. */
export function containersOf(spec: JsonObject | undefined, list: 'containers' | 'initContainers') {
  const containers = ownValue(spec, list);
  return Array.isArray(containers) ? containers.map((c) => (isJsonObject(c) ? c : undefined)) : [];
}

/** The names of all containers and init containers, sorted. */
export function containerNames(spec: JsonObject | undefined): string[] {
  const all = [...containersOf(spec, 'containers'), ...containersOf(spec, 'initContainers')];
  const names = all.map((container) => container?.name).filter((name): name is string => typeof name === 'string');
  return [...new Set(names)].sort();
}
