import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import { groupKind } from '../kinds/kinds.ts';
import type { KubeObject } from '../objects/meta.ts';
import { POD_TEMPLATES } from '../objects/pod-template.ts';

/** The kinds whose containers triggers can change. */
const TRIGGERED = [
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'batch/CronJob',
  'apps.openshift.io/DeploymentConfig',
];

function pathOf(object: Pick<KubeObject, 'apiVersion' | 'kind'>): readonly string[] | undefined {
  const kind = groupKind(object);
  return TRIGGERED.includes(kind) ? [...(POD_TEMPLATES[kind] ?? []), 'spec'] : undefined;
}

/** The path of the pod spec, such as `spec.template.spec`; undefined for kinds that no trigger can change. */
export function podSpecPath(object: Pick<KubeObject, 'apiVersion' | 'kind'>): string | undefined {
  return pathOf(object)?.join('.');
}

/** The pod spec itself, not a copy; undefined where there is none, or something else in its place. */
export function podSpecOf(object: KubeObject): JsonObject | undefined {
  const spec = pathOf(object)?.reduce<unknown>(ownValue, object);
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
