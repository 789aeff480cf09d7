import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import { groupKind } from '../kinds/kinds.ts';
import type { KubeObject } from './meta.ts';

const TEMPLATE = ['spec', 'template'];

/** Where each kind that runs pods keeps what has metadata and a pod spec, by `group/Kind`; in the order of `prune`'s messages. */
export const POD_TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  '/Pod': [],
  '/ReplicationController': TEMPLATE,
  'apps.openshift.io/DeploymentConfig': TEMPLATE,
  'apps/ReplicaSet': TEMPLATE,
  'apps/Deployment': TEMPLATE,
  'apps/DaemonSet': TEMPLATE,
  'apps/StatefulSet': TEMPLATE,
  'batch/Job': TEMPLATE,
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
};

/** The pod spec of an object of any of these kinds, not a copy; undefined where there is none, or something else in its place. */
export function podSpecIn(object: KubeObject): JsonObject | undefined {
  const path = POD_TEMPLATES[groupKind(object)];
  const spec = path && [...path, 'spec'].reduce<unknown>(ownValue, object);
  return isJsonObject(spec) ? spec : undefined;
}
