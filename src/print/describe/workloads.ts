import type { KubeObject } from '../../core/objects/meta.ts';
import { listAt, numberAt, textAt, valueAt } from '../formats/untyped.ts';
import { isZeroTime } from '../text/human-duration.ts';
import { selectorText } from '../text/label-text.ts';
import { kubectlHead, NO_EVENTS } from './kubectl-fields.ts';
import { podTemplateLines } from './pod-template.ts';

export function describeDeployment(deployment: KubeObject): string {
  const status = (field: string) => numberAt(deployment, ['status', field]);
  const replicas = [
    `${numberAt(deployment, ['spec', 'replicas'], 1)} desired`,
    `${status('updatedReplicas')} updated`,
    `${status('replicas')} total`,
    `${status('availableReplicas')} available`,
    `${status('unavailableReplicas')} unavailable`,
  ];
  const rolling = valueAt(deployment, 'spec', 'strategy', 'rollingUpdate');
  return [
    kubectlHead(deployment, `CreationTimestamp:\t${goDate(deployment.metadata.creationTimestamp)}\n`),
    `Selector:\t${selectorText(valueAt(deployment, 'spec', 'selector'))}\n`,
    `Replicas:\t${replicas.join(' | ')}\n`,
    `StrategyType:\t${textAt(deployment, 'spec', 'strategy', 'type') || 'RollingUpdate'}\n`,
    `MinReadySeconds:\t${numberAt(deployment, ['spec', 'minReadySeconds'])}\n`,
    rolling ? `RollingUpdateStrategy:\t${rollingText(rolling)}\n` : '',
    podTemplateLines(valueAt(deployment, 'spec', 'template')),
    conditionLines(listAt(deployment, 'status', 'conditions')),
    'OldReplicaSets:\t<none>\nNewReplicaSet:\t<none>\n',
    NO_EVENTS,
  ].join('');
}

const rollingText = (rolling: unknown) =>
  `${textAt(rolling, 'maxUnavailable') || '25%'} max unavailable, ${textAt(rolling, 'maxSurge') || '25%'} max surge`;

function conditionLines(conditions: readonly unknown[]): string {
  if (conditions.length === 0) return '';
  const lines = conditions.map((c) => `  ${textAt(c, 'type')} \t${textAt(c, 'status')}\t${textAt(c, 'reason')}\n`);
  return `Conditions:\n  Type\tStatus\tReason\n  ----\t------\t------\n${lines.join('')}`;
}

/** A time as Go's RFC 1123 layout with a numeric zone. */
function goDate(time: string | null | undefined): string {
  const date = new Date(isZeroTime(time) ? '0001-01-01T00:00:00Z' : (time as string));
  return Number.isNaN(date.getTime()) ? '<invalid>' : date.toUTCString().replace('GMT', '+0000');
}
