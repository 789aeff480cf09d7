import { groupKind } from '../kinds/kinds.ts';
import type { KubeObject } from '../objects/meta.ts';
import { podSpecPath } from './pod-spec.ts';
import { type StreamReference, streamNameOf, type TriggerProblem } from './reaction.ts';
import { annotationProblems, annotationTags } from './reaction-annotation.ts';
import { buildConfigReferences, buildConfigTags } from './reaction-build-config.ts';
import { deploymentConfigProblems, deploymentConfigTags } from './reaction-deployment-config.ts';

export const DEPLOYMENT_CONFIG = 'apps.openshift.io/DeploymentConfig';
export const BUILD_CONFIG = 'build.openshift.io/BuildConfig';

/** The tags whose changes an object waits for; none for kinds without triggers. */
export function watchedTags(object: KubeObject): readonly StreamReference[] {
  const kind = groupKind(object);
  if (kind === DEPLOYMENT_CONFIG) return deploymentConfigTags(object);
  if (kind === BUILD_CONFIG) return buildConfigTags(object);
  return podSpecPath(object) === undefined ? [] : annotationTags(object);
}

/** Whether an object waits for a tag of one of these streams. @param streams `namespace/name` */
export function follows(object: KubeObject, streams: ReadonlySet<string>): boolean {
  return watchedTags(object).some((from) => streams.has(`${from.namespace}/${streamNameOf(from)}`));
}

/** Every tag and image of streams that a reaction of the object looks at. */
export function referencedTags(object: KubeObject): readonly StreamReference[] {
  return groupKind(object) === BUILD_CONFIG ? buildConfigReferences(object) : watchedTags(object);
}

/** What of an object's triggers cannot work, whatever images there are: for those who read the object. */
export function triggerMistakes(object: KubeObject): readonly TriggerProblem[] {
  const kind = groupKind(object);
  if (kind === DEPLOYMENT_CONFIG) return deploymentConfigProblems(object);
  return kind === BUILD_CONFIG || podSpecPath(object) === undefined ? [] : annotationProblems(object);
}
