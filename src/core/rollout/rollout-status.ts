import { AppError } from '../../errors.ts';
import { ownValue } from '../json/json-object.ts';
import { sameJson } from '../json/json-value.ts';
import { groupKind } from '../kinds/kinds.ts';
import type { KubeObject } from '../objects/meta.ts';
import { textOf } from '../triggers/policies.ts';
import { specList } from '../triggers/reaction.ts';
import { imageTriggerState } from '../triggers/reaction-deployment-config.ts';
import { hasBlankImage, isPaused, latestVersion, templateOf } from './deployment-config.ts';
import { originalTemplate, type Revision } from './history.ts';

/** How far a rollout is. */
export interface RolloutStatus {
  /** The sentence of `rollout status`; empty where only `blocked` says something. */
  text: string;
  /** Why it does not get further by itself; undefined for one that is done. */
  blocked?: string;
}

/**
 * The status of a workload's rollout, in the words of kubectl and `oc`. A rollout is done when it is recorded: no pods are
 * counted here. Fails with ARGUMENT for other kinds, and where another revision is asked for than the newest.
 * @param revision 0 for whichever there is
 * @param program how this program was called, for what it advises
 */
export function rolloutStatus(
  object: KubeObject,
  revisions: readonly Revision[],
  revision: number,
  program = 'oc',
): RolloutStatus {
  switch (groupKind(object)) {
    case 'apps.openshift.io/DeploymentConfig':
      return configStatus(object, revision, program);
    case 'apps/Deployment':
      return deploymentStatus(object, revisions, revision);
    case 'apps/DaemonSet':
      return setStatus(object, revisions, 'daemon set', revision);
    case 'apps/StatefulSet':
      return setStatus(object, revisions, 'statefulset', revision);
    default:
      throw new AppError('ARGUMENT', `no status viewer has been implemented for ${object.kind}`);
  }
}

const POD_COUNTS = ['readyReplicas', 'availableReplicas', 'numberReady', 'numberAvailable'];

/** Whether a cluster has counted pods of a workload that are up: its rollout is more than a record here. */
export function runsSomewhere({ status }: KubeObject): boolean {
  return POD_COUNTS.some((field) => Number(ownValue(status, field)) > 0);
}

function checkRevision(wanted: number, running: number): void {
  if (wanted === 0 || wanted === running) return;
  throw new AppError('ARGUMENT', `desired revision (${wanted}) is different from the running revision (${running})`);
}

function configStatus(config: KubeObject, revision: number, program: string): RolloutStatus {
  const { name } = config.metadata;
  const latest = latestVersion(config);
  if (latest === 0 && imageTriggerState(config).any) {
    return {
      text: `Deployment config "${name}" waiting on image update`,
      blocked: 'an image trigger has no image yet, or a container none',
    };
  }
  if (latest === 0 && specList(config, 'triggers').length === 0) {
    return {
      text: '',
      blocked: `Deployment config "${name}" waiting on manual update (use '${program} rollout latest ${name}')`,
    };
  }
  checkRevision(revision, latest);
  const conditions = ownValue(config.status, 'conditions');
  const progress = (Array.isArray(conditions) ? conditions : []).find((c) => textOf(c, 'type') === 'Progressing');
  if (textOf(progress, 'reason') === 'NewReplicationControllerAvailable') return { text: textOf(progress, 'message') };
  if (isPaused(config)) {
    const blocked = `Deployment config "${name}" is paused. Resume to continue watching the status of the rollout.`;
    return { text: '', blocked };
  }
  return {
    text: 'Waiting for latest deployment config spec to be observed by the controller loop...',
    blocked: hasBlankImage(config) ? 'a container has no image yet' : 'nothing has rolled it out yet',
  };
}

/** StatefulSets and DaemonSets. */
function setStatus(set: KubeObject, revisions: readonly Revision[], noun: string, wanted: number): RolloutStatus {
  const newest = revisions.at(-1);
  if (newest) checkRevision(wanted, newest.number);
  if (!newest || hasBlankImage(set)) {
    const text = `Waiting for ${noun} spec update to be observed...`;
    return { text, blocked: hasBlankImage(set) ? 'a container has no image yet' : 'nothing has rolled it out yet' };
  }
  if (noun === 'daemon set') return { text: `daemon set "${set.metadata.name}" successfully rolled out` };
  const replicas = Number(ownValue(set.spec, 'replicas') ?? 1);
  const { name } = newest.record.metadata;
  return { text: `statefulset rolling update complete ${replicas} pods at revision ${name}...` };
}

function deploymentStatus(deployment: KubeObject, revisions: readonly Revision[], revision: number): RolloutStatus {
  const { name } = deployment.metadata;
  const newest = revisions.at(-1);
  if (newest) checkRevision(revision, newest.number);
  if (newest && sameJson(originalTemplate(newest), templateOf(deployment))) {
    return { text: `deployment "${name}" successfully rolled out` };
  }
  const replicas = Number(ownValue(deployment.spec, 'replicas') ?? 1);
  return {
    text: `Waiting for deployment "${name}" rollout to finish: 0 out of ${replicas} new replicas have been updated...`,
    blocked: isPaused(deployment) ? 'it is paused' : 'a container has no image yet',
  };
}
