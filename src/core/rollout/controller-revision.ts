import { isJsonObject, ownValue } from '../json/json-object.ts';
import { sameJson } from '../json/json-value.ts';
import type { KubeObject } from '../objects/meta.ts';
import { CHANGE_CAUSE, historyLimit, isOwnedBy, type RecordChanges } from './deployment.ts';
import { hasBlankImage, ownerReference, templateOf } from './deployment-config.ts';
import { templateHash } from './template-hash.ts';

// Revisions of StatefulSets and DaemonSets: apps/v1 ControllerRevision, each with one template.

/** The number of a ControllerRevision; 0 for what is none. */
export function revisionNumber(record: KubeObject): number {
  return typeof record.revision === 'number' ? record.revision : 0;
}

/** The template that a ControllerRevision records. */
export function recordedTemplate(record: KubeObject): unknown {
  const template = ownValue(ownValue(record.data, 'spec'), 'template');
  if (!isJsonObject(template)) return undefined;
  const { $patch: _patch, ...own } = template;
  return own;
}

/**
 * What the controllers of StatefulSets and DaemonSets write: a ControllerRevision for a template that has none, the next
 * number for an old one that is back. Nothing while a container waits for an image.
 */
export function recordRevision(workload: KubeObject, records: readonly KubeObject[]): RecordChanges {
  const nothing: RecordChanges = { create: [], update: [], delete: [] };
  const { uid } = workload.metadata;
  const template = templateOf(workload);
  if (hasBlankImage(workload) || !isJsonObject(template) || uid === undefined) return nothing;
  const own = records.filter((record) => isOwnedBy(record, uid)).sort((a, b) => revisionNumber(a) - revisionNumber(b));
  const current = own.findLast((record) => sameJson(recordedTemplate(record), template));
  const newest = Math.max(0, ...own.map(revisionNumber));
  const others = own.filter((record) => record !== current);
  const expired = others.slice(0, Math.max(0, others.length - historyLimit(workload)));
  if (!current) {
    return { ...nothing, create: [newRevision(workload, uid, newest + 1, records)], delete: expired };
  }
  const isNewest = revisionNumber(current) === newest;
  return { ...nothing, update: isNewest ? [] : [{ ...current, revision: newest + 1 }], delete: expired };
}

function newRevision(workload: KubeObject, uid: string, revision: number, all: readonly KubeObject[]): KubeObject {
  const { name, namespace, annotations } = workload.metadata;
  const template = templateOf(workload);
  const hash = templateHash(name, template, new Set(all.map(({ metadata }) => metadata.name)));
  const labels = ownValue(ownValue(template, 'metadata'), 'labels');
  const cause = annotations?.[CHANGE_CAUSE];
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${name}-${hash}`,
      ...(namespace ? { namespace } : {}),
      labels: { ...(isJsonObject(labels) ? (labels as Record<string, string>) : {}), 'controller-revision-hash': hash },
      ...(cause ? { annotations: { [CHANGE_CAUSE]: cause } } : {}),
      ownerReferences: [ownerReference(workload, uid)],
    },
    data: { spec: { template: { ...(template as object), $patch: 'replace' } } },
    revision,
  };
}
