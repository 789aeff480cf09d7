import { AppError } from '../../errors.ts';
import { isJsonObject, ownValue } from '../json/json-object.ts';
import type { KubeObject } from '../objects/meta.ts';

/** Reads `a=b,c=d`, as `-l` takes labels that are to be set. Fails with ARGUMENT. */
export function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const part of text === '' ? [] : text.split(',')) {
    const [key = '', value, ...more] = part.split('=');
    if (value === undefined || more.length > 0) throw new AppError('ARGUMENT', `unexpected label spec: ${part}`);
    if (key === '') throw new AppError('ARGUMENT', 'unexpected empty label key');
    labels[key] = value;
  }
  return labels;
}

/** The labels that an application gets by itself (oc CLI 10). @param stream the one that `-i` names last */
export function appLabels(name: string, stream: string | undefined): Record<string, string> {
  return {
    app: name,
    'app.kubernetes.io/component': name,
    'app.kubernetes.io/instance': name,
    ...(stream ? { 'app.kubernetes.io/name': stream } : {}),
  };
}

/** The objects with the labels that were asked for, and with those of the application unless one of these is there already. */
export function withLabels(
  objects: readonly KubeObject[],
  asked: Readonly<Record<string, string>>,
  ofApp: Readonly<Record<string, string>>,
): KubeObject[] {
  const labelled = objects.map((object) => addLabels(object, asked));
  const keys = Object.keys(ofApp);
  const taken = labelled.some((object) =>
    [object.metadata.labels, templateLabels(object)].some((labels) => keys.some((key) => key in (labels ?? {}))),
  );
  return taken ? labelled : labelled.map((object) => addLabels(object, ofApp));
}

/** The labels of the pods of a DeploymentConfig, which count too. */
function templateLabels(object: KubeObject): object | undefined {
  if (object.kind !== 'DeploymentConfig') return undefined;
  const labels = ownValue(ownValue(ownValue(object.spec, 'template'), 'metadata'), 'labels');
  return isJsonObject(labels) ? labels : undefined;
}

function addLabels(object: KubeObject, labels: Readonly<Record<string, string>>): KubeObject {
  if (Object.keys(labels).length === 0) return object;
  return { ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, ...labels } } };
}

const GENERATED_BY = { 'openshift.io/generated-by': 'OpenShiftNewApp' };

/** The object marked as made by `new-app`, and its pod template too. */
export function withOrigin(object: KubeObject): KubeObject {
  const marked = annotated(object);
  const template = ownValue(object.spec, 'template');
  if (!isJsonObject(object.spec) || !isJsonObject(template)) return marked;
  return { ...marked, spec: { ...object.spec, template: annotated(template) } };
}

function annotated<T extends { metadata?: unknown }>(holder: T): T {
  const metadata = isJsonObject(holder.metadata) ? holder.metadata : {};
  const annotations = isJsonObject(metadata.annotations) ? metadata.annotations : {};
  return { ...holder, metadata: { ...metadata, annotations: { ...annotations, ...GENERATED_BY } } };
}
