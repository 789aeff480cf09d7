import { isJsonObject, type JsonObject, ownValue } from '../json/json-object.ts';
import { sameJson } from '../json/json-value.ts';
import type { KubeObject } from '../objects/meta.ts';
import { hasBlankImage, isPaused, ownerReference, templateOf } from './deployment-config.ts';
import { templateHash } from './template-hash.ts';

// Revisions of Deployments: each template that was rolled out is a ReplicaSet, as the Deployment controller keeps them.

export const REVISION = 'deployment.kubernetes.io/revision';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
export const CHANGE_CAUSE = 'kubernetes.io/change-cause';
const TEMPLATE_HASH = 'pod-template-hash';
const DEFAULT_HISTORY_LIMIT = 10;

/** What a rollout does to the objects that record revisions. */
export interface RecordChanges {
  create: readonly KubeObject[];
  update: readonly KubeObject[];
  delete: readonly KubeObject[];
}

/** What a rollout of a Deployment writes. */
export interface DeploymentRollout extends RecordChanges {
  /** The very object that went in where nothing changes. */
  deployment: KubeObject;
}

export function revisionOf(object: KubeObject): number {
  return Number(object.metadata.annotations?.[REVISION] ?? 0) || 0;
}

/** The ReplicaSets that are a Deployment's own, the newest revision last. */
export function ownReplicaSets(deployment: KubeObject, replicaSets: readonly KubeObject[]): KubeObject[] {
  const { uid } = deployment.metadata;
  return replicaSets
    .filter((set) => uid !== undefined && isOwnedBy(set, uid))
    .sort((a, b) => revisionOf(a) - revisionOf(b));
}

/** Whether the object goes with the owner of this uid. */
export function isOwnedBy(object: KubeObject, uid: string): boolean {
  const owners = object.metadata.ownerReferences;
  return Array.isArray(owners) && owners.some((owner) => ownValue(owner, 'uid') === uid);
}

/** A pod template without what the controller adds to it, for comparisons. */
export function bareTemplate(object: KubeObject): unknown {
  const template = templateOf(object);
  const labels = ownValue(ownValue(template, 'metadata'), 'labels');
  if (!isJsonObject(template) || !isJsonObject(template.metadata) || !isJsonObject(labels)) return template;
  const { [TEMPLATE_HASH]: _hash, ...others } = labels;
  return { ...template, metadata: { ...template.metadata, labels: others } };
}

/**
 * What the Deployment controller makes of a Deployment: a ReplicaSet for a template that has none, the next revision for
 * an old one that is back. Nothing while the Deployment is paused, or a container waits for an image.
 * @param replicaSets its own
 */
export function rollOutDeployment(deployment: KubeObject, replicaSets: readonly KubeObject[]): DeploymentRollout {
  const nothing: DeploymentRollout = { deployment, create: [], update: [], delete: [] };
  if (isPaused(deployment) || hasBlankImage(deployment) || !isJsonObject(templateOf(deployment))) return nothing;
  const template = bareTemplate(deployment);
  const current = replicaSets.findLast((set) => sameJson(bareTemplate(set), template));
  const newest = Math.max(0, ...replicaSets.map(revisionOf));
  const isNewest = current !== undefined && revisionOf(current) === newest;
  const revision = isNewest ? newest : newest + 1;
  const desired = wanted(deployment, current, revision, replicaSets);
  const others = replicaSets.filter((set) => set !== current);
  const scaledDown = others.filter((set) => ownValue(set.spec, 'replicas') !== 0).map(withoutReplicas);
  const expired = others.slice(0, Math.max(0, others.length - historyLimit(deployment)));
  return {
    deployment: withRevision(deployment, revision),
    create: current ? [] : [desired],
    update: [
      ...(current && !sameJson(current, desired) ? [desired] : []),
      ...scaledDown.filter(({ metadata }) => !expired.some((set) => set.metadata.name === metadata.name)),
    ],
    delete: expired,
  };
}

function wanted(
  deployment: KubeObject,
  current: KubeObject | undefined,
  revision: number,
  all: readonly KubeObject[],
): KubeObject {
  const base = current ?? newReplicaSet(deployment, all);
  const cause = deployment.metadata.annotations?.[CHANGE_CAUSE];
  const { [CHANGE_CAUSE]: _cause, ...known } = base.metadata.annotations ?? {};
  const was = current && revisionOf(current);
  const history = [known[REVISION_HISTORY], was === revision ? undefined : was].filter(Boolean).join(',');
  const annotations = {
    ...known,
    [REVISION]: String(revision),
    ...(history ? { [REVISION_HISTORY]: history } : {}),
    ...(cause ? { [CHANGE_CAUSE]: cause } : {}),
  };
  const replicas = ownValue(deployment.spec, 'replicas') ?? 1;
  return {
    ...base,
    metadata: { ...base.metadata, annotations },
    spec: { ...(base.spec as JsonObject), replicas },
  };
}

function newReplicaSet(deployment: KubeObject, all: readonly KubeObject[]): KubeObject {
  const { name, namespace, uid } = deployment.metadata;
  const taken = new Set(all.map(({ metadata }) => metadata.name));
  const hash = templateHash(name, bareTemplate(deployment), taken);
  const template = templateOf(deployment) as JsonObject;
  const metadata = isJsonObject(template.metadata) ? template.metadata : {};
  const labels = { ...(isJsonObject(metadata.labels) ? metadata.labels : {}), [TEMPLATE_HASH]: hash };
  const selector = ownValue(deployment.spec, 'selector');
  const matchLabels = ownValue(selector, 'matchLabels');
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      ...(namespace ? { namespace } : {}),
      labels: labels,
      ...(uid ? { ownerReferences: [ownerReference(deployment, uid)] } : {}),
    },
    spec: {
      selector: {
        ...(isJsonObject(selector) ? selector : {}),
        matchLabels: { ...(isJsonObject(matchLabels) ? matchLabels : {}), [TEMPLATE_HASH]: hash },
      },
      template: { ...template, metadata: { ...metadata, labels } },
    },
    status: { replicas: 0 },
  };
}

const withoutReplicas = (set: KubeObject): KubeObject => ({
  ...set,
  spec: { ...(set.spec as JsonObject), replicas: 0 },
});

function withRevision(deployment: KubeObject, revision: number): KubeObject {
  if (revisionOf(deployment) === revision) return deployment;
  const annotations = { ...deployment.metadata.annotations, [REVISION]: String(revision) };
  return { ...deployment, metadata: { ...deployment.metadata, annotations } };
}

/** How many revisions beside the newest are kept. */
export function historyLimit(deployment: KubeObject): number {
  const limit = ownValue(deployment.spec, 'revisionHistoryLimit');
  return typeof limit === 'number' && limit >= 0 ? limit : DEFAULT_HISTORY_LIMIT;
}
