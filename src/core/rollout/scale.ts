import { AppError } from '../../errors.ts';
import { isJsonObject, ownValue } from '../json/json-object.ts';
import { groupKind } from '../kinds/kinds.ts';
import type { KubeObject } from '../objects/meta.ts';
import { failure, StatusError } from '../status.ts';

/** The kinds whose number of pods can be set. */
const SCALABLE = [
  'apps/Deployment',
  'apps/ReplicaSet',
  'apps/StatefulSet',
  '/ReplicationController',
  'apps.openshift.io/DeploymentConfig',
];

/**
 * The object with another number of pods that are wanted. Fails with Status NotFound for kinds without such a number, and
 * with ARGUMENT where another one is expected to be there; both in the words of kubectl.
 * @param expected below 0 for any
 */
export function scaled(object: KubeObject, replicas: number, expected: number): KubeObject {
  if (!SCALABLE.includes(groupKind(object))) {
    throw new StatusError(failure('NotFound', 'the server could not find the requested resource'));
  }
  const known = ownValue(object.spec, 'replicas');
  const current = typeof known === 'number' ? known : 1;
  if (expected >= 0 && expected !== current) {
    throw new AppError('ARGUMENT', `Expected replicas to be ${expected}, was ${current}`);
  }
  return { ...object, spec: { ...(isJsonObject(object.spec) ? object.spec : {}), replicas } };
}
