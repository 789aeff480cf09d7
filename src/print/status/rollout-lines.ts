import { ownValue } from '../../core/json/json-object.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { WorkloadGroup } from '../../core/project-status/groups.ts';
import { numberOf } from '../../core/project-status/project-objects.ts';
import { revisionOf } from '../../core/rollout/deployment.ts';
import { latestVersion, PHASE, STATUS_REASON, versionOf } from '../../core/rollout/deployment-config.ts';
import { textOf } from '../../core/triggers/policies.ts';
import { elapsed, type StatusView } from './view.ts';

/** Rollouts of a DeploymentConfig that are shown at most. */
const SHOWN = 3;

/**
 * The rollouts of a DeploymentConfig or a Deployment. Those that a cluster has done are told as `oc` tells them; those that
 * are only recorded here say so, whoever calls: nothing runs them.
 */
export function recordLines(group: WorkloadGroup, view: StatusView): string[] {
  return group.object.kind === 'Deployment' ? deploymentRecords(group, view) : configRecords(group, view);
}

/** Whether a cluster has worked on it. */
function isObserved({ status }: KubeObject): boolean {
  return ownValue(status, 'observedGeneration') !== undefined;
}

function configRecords({ object: config, active, inactive }: WorkloadGroup, view: StatusView): string[] {
  const isTest = ownValue(config.spec, 'test') === true;
  const records = active ? [active, ...inactive] : inactive;
  const shown = records.slice(0, SHOWN).map((record, index) => configRecord(record, index === 0, isTest, view));
  if (active) return shown;
  const { on, automatic } = triggersText(config);
  const latest = latestVersion(config);
  if (latest === 0) return [`deployment #1 waiting ${on}`, ...shown];
  return automatic ? [`deployment #${latest} pending ${on}`, ...shown] : shown;
}

function triggersText(config: KubeObject): { on: string; automatic: boolean } {
  const list = ownValue(config.spec, 'triggers');
  const types = new Set((Array.isArray(list) ? list : []).map((trigger) => textOf(trigger, 'type')));
  const [onConfig, onImage] = [types.has('ConfigChange'), types.has('ImageChange')];
  if (onImage) return { on: onConfig ? 'on image or update' : 'on image', automatic: true };
  return onConfig ? { on: 'on update', automatic: true } : { on: 'for manual', automatic: false };
}

function configRecord(record: KubeObject, first: boolean, isTest: boolean, view: StatusView): string {
  const phase = record.metadata.annotations?.[PHASE] ?? '';
  const since = elapsed(record.metadata.creationTimestamp, view);
  const name = `deployment #${versionOf(record)}`;
  const test = isTest ? 'test ' : '';
  switch (phase) {
    case 'Failed': {
      const reason = record.metadata.annotations?.[STATUS_REASON];
      return `${name} failed ${since} ago${reason ? `: ${reason}` : ''}${podsOf(record)}`;
    }
    case 'Complete':
      if (!isObserved(record)) return `${test}${name} written ${since} ago`;
      return isTest ? `test ${name} deployed ${since} ago` : `${name} deployed ${since} ago${podsOf(record, first)}`;
    case 'Running':
      return `${test}${name} running for ${since}${podsOf(record)}`;
    default:
      return `${name} ${phase.toLowerCase()} ${since} ago${podsOf(record)}`;
  }
}

function deploymentRecords({ object, active, inactive }: WorkloadGroup, view: StatusView): string[] {
  if (!active) return [];
  const revision = revisionOf(object);
  if (!isObserved(active)) {
    const since = elapsed(active.metadata.creationTimestamp, view);
    return view.asOc ? [] : [`deployment #${revision} written ${since} ago`];
  }
  return [active, ...inactive].map((record, index) => {
    const since = elapsed(record.metadata.creationTimestamp, view);
    const number = revisionOf(record);
    if (number === revision) return `deployment #${number} running for ${since}${podsOf(record)}`;
    return `deployment #${number} deployed ${since} ago${podsOf(record, index === 0)}`;
  });
}

/** How many pods a record of a rollout has. */
export function podsOf({ spec, status }: KubeObject, withNone = false): string {
  const counts = {
    ready: numberOf(status, 'readyReplicas'),
    actual: numberOf(status, 'replicas'),
    wanted: numberOf(spec, 'replicas', 1),
  };
  return podSummary(counts, withNone);
}

/** ` - 1/2 pods growing to 2`; nothing where there are none and none are wanted, unless that is to be said. */
export function podSummary(
  { ready, actual, wanted }: { ready: number; actual: number; wanted: number },
  withNone = false,
): string {
  if (ready === wanted && ready === 0 && !withNone) return '';
  const counted = ready === wanted ? (ready === 1 ? '1 pod' : `${ready} pods`) : `${ready}/${wanted} pods`;
  const change = wanted < actual ? ` reducing to ${wanted}` : wanted > actual ? ` growing to ${wanted}` : '';
  return ` - ${counted}${change}`;
}
