import { groupKind } from '../kinds/kinds.ts';
import type { KubeObject } from '../objects/meta.ts';
import type { StatusCause } from '../status.ts';
import { readWorkloadTriggers, withWorkloadTriggers } from './annotation.ts';
import {
  defaultBuildConfig,
  readBuildConfigTriggers,
  validateBuildConfigTriggers,
  withBuildConfigTriggers,
} from './build-config.ts';
import {
  defaultDeploymentConfig,
  readDeploymentConfigTriggers,
  validateDeploymentConfigTriggers,
  withDeploymentConfigTriggers,
} from './deployment-config.ts';
import { podSpecPath } from './pod-spec.ts';
import type { Triggers } from './triggers.ts';
import { BUILD_CONFIG, DEPLOYMENT_CONFIG } from './watched-tags.ts';

/** How one kind keeps its triggers. */
export interface TriggerAccess {
  /** Fails with ARGUMENT where what is kept cannot be read. */
  read(object: KubeObject): Triggers;
  /** The object with these triggers. Fails with ARGUMENT for triggers that it cannot have. */
  write(object: KubeObject, triggers: Triggers): KubeObject;
}

const OF_WORKLOAD: TriggerAccess = { read: readWorkloadTriggers, write: withWorkloadTriggers };
const OF_DEPLOYMENT_CONFIG: TriggerAccess = { read: readDeploymentConfigTriggers, write: withDeploymentConfigTriggers };
const OF_BUILD_CONFIG: TriggerAccess = { read: readBuildConfigTriggers, write: withBuildConfigTriggers };

/** Undefined for kinds that have no triggers. */
export function triggerAccess(object: Pick<KubeObject, 'apiVersion' | 'kind'>): TriggerAccess | undefined {
  const kind = groupKind(object);
  if (kind === DEPLOYMENT_CONFIG) return OF_DEPLOYMENT_CONFIG;
  if (kind === BUILD_CONFIG) return OF_BUILD_CONFIG;
  return podSpecPath(object) === undefined ? undefined : OF_WORKLOAD;
}

/** An object with the defaults of its triggers filled in, as the API server does on every write; most kinds have none. */
export function withTriggerDefaults(object: KubeObject, options: { namespace: string; creating: boolean }): KubeObject {
  const kind = groupKind(object);
  if (kind === DEPLOYMENT_CONFIG) return defaultDeploymentConfig(object, options);
  return kind === BUILD_CONFIG ? defaultBuildConfig(object) : object;
}

/** What is wrong with an object's triggers. Annotations are not checked: a broken one is kept, and does nothing. */
export function triggerProblems(object: KubeObject): StatusCause[] {
  const kind = groupKind(object);
  if (kind === DEPLOYMENT_CONFIG) return validateDeploymentConfigTriggers(object);
  return kind === BUILD_CONFIG ? validateBuildConfigTriggers(object) : [];
}
