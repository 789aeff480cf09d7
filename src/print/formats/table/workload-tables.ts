import type { KubeObject } from '../../../core/objects/meta.ts';
import { age, ageDuration } from '../../text/human-duration.ts';
import { labelText, selectorText } from '../../text/label-text.ts';
import { listAt, mapAt, numberAt, textAt, valueAt } from '../untyped.ts';
import { type Columns, named } from './columns.ts';
import type { TableColumn } from './table.ts';

const CONTAINERS: readonly TableColumn[] = [
  { name: 'Containers', wide: true },
  { name: 'Images', wide: true },
];
const SELECTOR: TableColumn = { name: 'Selector', wide: true };

/** The names and the images of a pod template's containers. */
function containerCells(podSpec: unknown): [string, string] {
  const containers = listAt(podSpec, 'containers');
  return [containers.map((c) => textAt(c, 'name')).join(','), containers.map((c) => textAt(c, 'image')).join(',')];
}

const templateCells = (object: KubeObject) => containerCells(valueAt(object, 'spec', 'template', 'spec'));
const selectorCell = (object: KubeObject) => selectorText(valueAt(object, 'spec', 'selector'));
const statusCell = (object: KubeObject, field: string) => `${numberAt(object, ['status', field])}`;
/** The replicas asked for; the server's default is one. */
const desired = (object: KubeObject) => numberAt(object, ['spec', 'replicas'], 1);
const ageCell = (object: KubeObject, now: Date) => age(object.metadata.creationTimestamp, now);

export const DEPLOYMENT_COLUMNS: Columns<KubeObject> = {
  columns: [...named('Name', 'Ready', 'Up-to-date', 'Available', 'Age'), ...CONTAINERS, SELECTOR],
  cells: (object, now) => [
    object.metadata.name,
    `${numberAt(object, ['status', 'readyReplicas'])}/${desired(object)}`,
    statusCell(object, 'updatedReplicas'),
    statusCell(object, 'availableReplicas'),
    ageCell(object, now),
    ...templateCells(object),
    selectorCell(object),
  ],
};

export const STATEFUL_SET_COLUMNS: Columns<KubeObject> = {
  columns: [...named('Name', 'Ready', 'Age'), ...CONTAINERS],
  cells: (object, now) => [
    object.metadata.name,
    `${numberAt(object, ['status', 'readyReplicas'])}/${desired(object)}`,
    ageCell(object, now),
    ...templateCells(object),
  ],
};

export const DAEMON_SET_COLUMNS: Columns<KubeObject> = {
  columns: [
    ...named('Name', 'Desired', 'Current', 'Ready', 'Up-to-date', 'Available', 'Node Selector', 'Age'),
    ...CONTAINERS,
    SELECTOR,
  ],
  cells: (object, now) => [
    object.metadata.name,
    statusCell(object, 'desiredNumberScheduled'),
    statusCell(object, 'currentNumberScheduled'),
    statusCell(object, 'numberReady'),
    statusCell(object, 'updatedNumberScheduled'),
    statusCell(object, 'numberAvailable'),
    labelText(mapAt(object, 'spec', 'template', 'spec', 'nodeSelector')),
    ageCell(object, now),
    ...templateCells(object),
    selectorCell(object),
  ],
};

const replicaColumns = (selector: (object: KubeObject) => string): Columns<KubeObject> => ({
  columns: [...named('Name', 'Desired', 'Current', 'Ready', 'Age'), ...CONTAINERS, SELECTOR],
  cells: (object, now) => [
    object.metadata.name,
    `${desired(object)}`,
    statusCell(object, 'replicas'),
    statusCell(object, 'readyReplicas'),
    ageCell(object, now),
    ...templateCells(object),
    selector(object),
  ],
});

export const REPLICA_SET_COLUMNS = replicaColumns(selectorCell);
export const REPLICATION_CONTROLLER_COLUMNS = replicaColumns((object) => labelText(mapAt(object, 'spec', 'selector')));

export const JOB_COLUMNS: Columns<KubeObject> = {
  columns: [...named('Name', 'Status', 'Completions', 'Duration', 'Age'), ...CONTAINERS, SELECTOR],
  cells: (object, now) => [
    object.metadata.name,
    jobStatus(object),
    jobCompletions(object),
    jobDuration(object, now),
    ageCell(object, now),
    ...templateCells(object),
    selectorCell(object),
  ],
};

function jobStatus(job: KubeObject): string {
  const has = (type: string) =>
    listAt(job, 'status', 'conditions').some((c) => textAt(c, 'type') === type && textAt(c, 'status') === 'True');
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (job.metadata.deletionTimestamp) return 'Terminating';
  if (has('Suspended')) return 'Suspended';
  if (has('FailureTarget')) return 'FailureTarget';
  if (has('SuccessCriteriaMet')) return 'SuccessCriteriaMet';
  return 'Running';
}

function jobCompletions(job: KubeObject): string {
  const succeeded = statusCell(job, 'succeeded');
  const completions = valueAt(job, 'spec', 'completions');
  if (typeof completions === 'number') return `${succeeded}/${completions}`;
  const parallelism = numberAt(job, ['spec', 'parallelism']);
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function jobDuration(job: KubeObject, now: Date): string {
  const start = Date.parse(textAt(job, 'status', 'startTime'));
  if (Number.isNaN(start)) return '';
  const end = Date.parse(textAt(job, 'status', 'completionTime'));
  return ageDuration((Number.isNaN(end) ? now.getTime() : end) - start);
}

export const CRON_JOB_COLUMNS: Columns<KubeObject> = {
  columns: [
    ...named('Name', 'Schedule', 'Timezone', 'Suspend', 'Active', 'Last Schedule', 'Age'),
    ...CONTAINERS,
    SELECTOR,
  ],
  cells: (object, now) => {
    const last = textAt(object, 'status', 'lastScheduleTime');
    return [
      object.metadata.name,
      textAt(object, 'spec', 'schedule'),
      textAt(object, 'spec', 'timeZone') || '<none>',
      valueAt(object, 'spec', 'suspend') === true ? 'True' : 'False',
      `${listAt(object, 'status', 'active').length}`,
      last ? age(last, now) : '<none>',
      ageCell(object, now),
      ...containerCells(valueAt(object, 'spec', 'jobTemplate', 'spec', 'template', 'spec')),
      selectorText(valueAt(object, 'spec', 'jobTemplate', 'spec', 'selector')),
    ];
  },
};

export const POD_COLUMNS: Columns<KubeObject> = {
  columns: [
    ...named('Name', 'Ready', 'Status', 'Restarts', 'Age'),
    { name: 'IP', wide: true },
    { name: 'Node', wide: true },
    { name: 'Nominated Node', wide: true },
    { name: 'Readiness Gates', wide: true },
  ],
  cells: (pod, now) => {
    const statuses = listAt(pod, 'status', 'containerStatuses');
    const ready = statuses.filter((s) => valueAt(s, 'ready') === true && valueAt(s, 'state', 'running')).length;
    const restarts = statuses.reduce((sum: number, status) => sum + numberAt(status, ['restartCount']), 0);
    return [
      pod.metadata.name,
      `${ready}/${listAt(pod, 'spec', 'containers').length}`,
      podStatus(pod, statuses),
      `${restarts}`,
      ageCell(pod, now),
      textAt(pod, 'status', 'podIP') || '<none>',
      textAt(pod, 'spec', 'nodeName') || '<none>',
      textAt(pod, 'status', 'nominatedNodeName') || '<none>',
      readinessGates(pod),
    ];
  },
};

/** The first container's reason for not running, else the pod's own reason or phase. */
function podStatus(pod: KubeObject, statuses: readonly unknown[]): string {
  if (pod.metadata.deletionTimestamp) return textAt(pod, 'status', 'reason') === 'NodeLost' ? 'Unknown' : 'Terminating';
  for (const status of statuses) {
    const waiting = textAt(status, 'state', 'waiting', 'reason');
    if (waiting) return waiting;
    if (valueAt(status, 'state', 'terminated') === undefined) continue;
    const { reason, signal, exitCode } = mapAt(status, 'state', 'terminated');
    if (reason) return String(reason);
    return signal ? `Signal:${signal}` : `ExitCode:${exitCode ?? 0}`;
  }
  return textAt(pod, 'status', 'reason') || textAt(pod, 'status', 'phase') || 'Pending';
}

function readinessGates(pod: KubeObject): string {
  const gates = listAt(pod, 'spec', 'readinessGates');
  if (gates.length === 0) return '<none>';
  const met = gates.filter((gate) =>
    listAt(pod, 'status', 'conditions').some(
      (c) => textAt(c, 'type') === textAt(gate, 'conditionType') && textAt(c, 'status') === 'True',
    ),
  );
  return `${met.length}/${gates.length}`;
}
