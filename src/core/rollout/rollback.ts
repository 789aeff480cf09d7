import { AppError } from '../../errors.ts';
import { isJsonObject } from '../json/json-object.ts';
import { sameJson } from '../json/json-value.ts';
import type { KubeObject } from '../objects/meta.ts';
import { cause, invalid } from '../status.ts';
import { withoutAutomaticImages } from '../triggers/reaction-deployment-config.ts';
import { CHANGE_CAUSE } from './deployment.ts';
import {
  controllerName,
  isPaused,
  latestVersion,
  MANUAL_CHANGE,
  recordedConfig,
  templateOf,
  withNextVersion,
} from './deployment-config.ts';
import { originalTemplate, type Revision } from './history.ts';

/** What a rollback makes of an object. */
export interface Rollback {
  /** The very object that went in where it is there already. */
  object: KubeObject;
  operation: string;
}

/**
 * Brings the template of an earlier revision back into a Deployment, worded as kubectl words it. Fails with ARGUMENT.
 * @param to 0 for the revision before the newest
 */
export function rollBackDeployment(deployment: KubeObject, revisions: readonly Revision[], to: number): Rollback {
  const { name } = deployment.metadata;
  const target = targetOf(revisions, to);
  if (!target) {
    const why = to === 0 ? `no rollout history found for deployment "${name}"` : notInHistory(to);
    throw new AppError('ARGUMENT', why);
  }
  if (isPaused(deployment)) {
    const hint = "resume it first with 'kubectl rollout resume' and try again";
    throw new AppError('ARGUMENT', `you cannot rollback a paused deployment; ${hint}`);
  }
  const template = originalTemplate(target);
  if (sameJson(template, templateOf(deployment))) {
    const operation = `skipped rollback (current template already matches revision ${to})`;
    return { object: deployment, operation };
  }
  const { [CHANGE_CAUSE]: _cause, ...annotations } = deployment.metadata.annotations ?? {};
  const metadata = {
    ...deployment.metadata,
    annotations: { ...annotations, ...(target.cause ? { [CHANGE_CAUSE]: target.cause } : {}) },
  };
  return { object: { ...deployment, metadata, spec: { ...specOf(deployment), template } }, operation: 'rolled back' };
}

/**
 * Brings the template of an earlier revision back into a StatefulSet or DaemonSet, worded as kubectl words it. Fails with
 * ARGUMENT.
 * @param to 0 for the revision before the newest
 */
export function rollBackSet(set: KubeObject, revisions: readonly Revision[], to: number): Rollback {
  if (to === 0 && revisions.length === 1) throw new AppError('ARGUMENT', 'no last revision to roll back to');
  const target = targetOf(revisions, to);
  if (!target) throw new AppError('ARGUMENT', notInHistory(to));
  const template = originalTemplate(target);
  if (sameJson(template, templateOf(set))) {
    return { object: set, operation: `skipped rollback (current template already matches revision ${to})` };
  }
  return { object: { ...set, spec: { ...specOf(set), template } }, operation: 'rolled back' };
}

const targetOf = (revisions: readonly Revision[], to: number) =>
  to === 0 ? revisions.at(-2) : revisions.find(({ number }) => number === to);

const notInHistory = (revision: number) => `unable to find specified revision ${revision} in history`;

/**
 * Brings the template of an earlier version back into a DeploymentConfig and asks for its rollout, as the API server does.
 * Its image triggers are not automatic any more: they would take the newest image again. Fails with ARGUMENT for a paused
 * one, with Status Invalid where there is no such version.
 * @param to 0 for the version before the newest
 */
export function rollBackConfig(config: KubeObject, revisions: readonly Revision[], to: number): Rollback {
  const { name } = config.metadata;
  if (isPaused(config)) {
    const hint = `resume it first with 'rollout resume dc/${name}' and try again`;
    throw new AppError('ARGUMENT', `cannot rollback a paused config; ${hint}`);
  }
  const refuse = (why: string) =>
    invalid('DeploymentConfigRollback.apps.openshift.io', name, [cause.invalid('name', name, why)]);
  const latest = latestVersion(config);
  if (latest === 0) throw refuse('cannot rollback an undeployed config');
  if (latest === 1) throw refuse(`no previous deployment exists for "${config.metadata.namespace ?? ''}/${name}"`);
  if (latest === to) throw refuse(`version ${to} is already the latest`);
  const version = to > 0 ? to : latest - 1;
  const target = revisions.find(({ number }) => number === version);
  if (!target) throw refuse(`replicationcontrollers "${controllerName(config, version)}" not found`);
  const recorded = recordedConfig(target.record);
  if (!recorded) throw refuse("couldn't decode deployment config from deployment: the record cannot be read");
  const back = withoutAutomaticImages({ ...config, spec: { ...specOf(config), template: templateOf(recorded) } });
  return { object: withNextVersion(back, MANUAL_CHANGE), operation: 'rolled back' };
}

function specOf({ spec }: KubeObject) {
  return isJsonObject(spec) ? spec : {};
}
