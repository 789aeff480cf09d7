import { groupKind } from '../kinds/kinds.ts';
import type { KubeObject } from '../objects/meta.ts';
import { recordedTemplate, revisionNumber } from './controller-revision.ts';
import { bareTemplate, CHANGE_CAUSE, isOwnedBy, revisionOf } from './deployment.ts';
import { PHASE, STATUS_REASON, templateOf, versionOf } from './deployment-config.ts';

/** One rollout of a workload. */
export interface Revision {
  number: number;
  /** The phase of a DeploymentConfig's rollout; other workloads have none. */
  phase?: string;
  /** Why it was rolled out; empty where nobody said. */
  cause: string;
  /** The pod template as the recording object has it. */
  template: unknown;
  /** The object that records it. */
  record: KubeObject;
}

/** How a kind of workload keeps its history. */
export interface HistoryKind {
  /** The kind of the objects that record revisions, as `findKind` knows it. */
  recordKind: string;
  revision(record: KubeObject): Revision;
}

const CONTROLLER_REVISIONS: HistoryKind = {
  recordKind: 'controllerrevision',
  revision: (record) => ({
    number: revisionNumber(record),
    cause: record.metadata.annotations?.[CHANGE_CAUSE] ?? '',
    template: recordedTemplate(record),
    record,
  }),
};

const HISTORIES: Readonly<Record<string, HistoryKind>> = {
  'apps/Deployment': {
    recordKind: 'replicaset',
    revision: (record) => ({
      number: revisionOf(record),
      cause: record.metadata.annotations?.[CHANGE_CAUSE] ?? '',
      template: templateOf(record),
      record,
    }),
  },
  'apps.openshift.io/DeploymentConfig': {
    recordKind: 'replicationcontroller',
    revision: (record) => ({
      number: versionOf(record),
      phase: record.metadata.annotations?.[PHASE] ?? '',
      cause: record.metadata.annotations?.[STATUS_REASON] ?? '',
      template: templateOf(record),
      record,
    }),
  },
  'apps/StatefulSet': CONTROLLER_REVISIONS,
  'apps/DaemonSet': CONTROLLER_REVISIONS,
};

/** Undefined for kinds without rollouts. */
export function historyKind(object: Pick<KubeObject, 'apiVersion' | 'kind'>): HistoryKind | undefined {
  return HISTORIES[groupKind(object)];
}

/** The revisions of a workload among the objects of its `recordKind`, oldest first. */
export function revisionsOf(object: KubeObject, records: readonly KubeObject[]): Revision[] {
  const kind = historyKind(object);
  const { uid } = object.metadata;
  if (!kind || uid === undefined) return [];
  return records
    .filter((record) => isOwnedBy(record, uid))
    .map((record) => kind.revision(record))
    .sort((a, b) => a.number - b.number);
}

/** The template of a revision as it stood in the Deployment, StatefulSet or DaemonSet. */
export function originalTemplate({ record }: Revision): unknown {
  return record.kind === 'ReplicaSet' ? bareTemplate(record) : recordedTemplate(record);
}
