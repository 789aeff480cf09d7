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

/** How one kind keeps its triggers. */
export interface TriggerAccess {
  /** Fails with ARGUMENT where what is kept cannot be read. */
  read(object: KubeObject): Triggers;
  /** The object with these triggers. Fails with ARGUMENT for triggers that it cannot have. */
  write(object: KubeObject, triggers: Triggers): KubeObject;
}

const WORKLOAD: TriggerAccess = { read: readWorkloadTriggers, write: withWorkloadTriggers };
const DEPLOYMENT_CONFIG: TriggerAccess = { read: readDeploymentConfigTriggers, write: withDeploymentConfigTriggers };
const BUILD_CONFIG: TriggerAccess = { read: readBuildConfigTriggers, write: withBuildConfigTriggers };

const DC = 'apps.openshift.io/DeploymentConfig';
const BC = 'build.openshift.io/BuildConfig';

/** Undefined for kinds that have no triggers. */
export function triggerAccess(object: Pick<KubeObject, 'apiVersion' | 'kind'>): TriggerAccess | undefined {
  const kind = groupKind(object);
  if (kind === DC) return DEPLOYMENT_CONFIG;
  if (kind === BC) return BUILD_CONFIG;
  return podSpecPath(object) === undefined ? undefined : WORKLOAD;
}

/** An object with the defaults of its triggers filled in, as the API server does on every write; most kinds have none. */
export function withTriggerDefaults(object: KubeObject, options: { namespace: string; creating: boolean }): KubeObject {
  const kind = groupKind(object);
  if (kind === DC) return defaultDeploymentConfig(object, options);
  return kind === BC ? defaultBuildConfig(object) : object;
}

/** What is wrong with an object's triggers. Annotations are not checked: a broken one is kept, and does nothing. */
export function triggerProblems(object: KubeObject): StatusCause[] {
  const kind = groupKind(object);
  if (kind === DC) return validateDeploymentConfigTriggers(object);
  return kind === BC ? validateBuildConfigTriggers(object) : [];
}
