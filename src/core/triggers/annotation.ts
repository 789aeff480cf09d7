import { AppError } from '../../errors.ts';
import { filled, isJsonObject, ownValue } from '../json/json-object.ts';
import { parseJson } from '../json/json-syntax.ts';
import { groupKind } from '../kinds/kinds.ts';
import type { KubeObject } from '../objects/meta.ts';
import { checkContainers } from './containers.ts';
import { containerAt, containerPath } from './field-path.ts';
import { podSpecOf, podSpecPath } from './pod-spec.ts';
import { firstWebhook, type ImageTrigger, NO_TRIGGERS, relativeNamespace, type Triggers } from './triggers.ts';

/** Where Kubernetes workloads keep their image triggers, as JSON (image-stream model 6.2). */
export const TRIGGERS_ANNOTATION = 'image.openshift.io/triggers';

/** One entry of the annotation. */
export interface FieldTrigger {
  from: { kind: string; name: string; namespace?: string; apiVersion?: string };
  fieldPath: string;
  paused?: boolean;
}

/**
 * Reads the annotation: unknown keys do not count, a known key of a wrong type makes all of it useless, as do two triggers
 * of one field. Fails with ARGUMENT.
 */
export function parseFieldTriggers(annotation: string): FieldTrigger[] {
  const triggers = parseArray(annotation).map(fieldTrigger);
  const paths = new Set(triggers.map((trigger) => trigger.fieldPath));
  if (paths.size < triggers.length) throw broken('duplicate triggers are not allowed');
  return triggers;
}

function parseArray(annotation: string): unknown[] {
  const parsed = parseJson(annotation);
  if (!parsed.ok) {
    const { line, column } = parsed.position;
    throw broken(`line ${line}, column ${column}: ${parsed.tooDeep ? 'nested too deeply' : 'not JSON'}`);
  }
  const { value } = parsed;
  if (value === null) return [];
  if (!Array.isArray(value)) throw broken('it is not a JSON array');
  return value;
}

function fieldTrigger(value: unknown, index: number): FieldTrigger {
  if (value !== null && !isJsonObject(value)) throw broken(`[${index}] is not an object`);
  const from = ownValue(value, 'from') ?? {};
  if (!isJsonObject(from)) throw broken(`[${index}].from is not an object`);
  const text = (holder: unknown, key: string, path: string): string => {
    const found = ownValue(holder, key) ?? '';
    if (typeof found !== 'string') throw broken(`[${index}].${path} is not a text`);
    return found;
  };
  const paused = ownValue(value, 'paused') ?? false;
  if (typeof paused !== 'boolean') throw broken(`[${index}].paused is not true or false`);
  const [namespace, apiVersion] = [
    text(from, 'namespace', 'from.namespace'),
    text(from, 'apiVersion', 'from.apiVersion'),
  ];
  return {
    from: {
      kind: text(from, 'kind', 'from.kind'),
      name: text(from, 'name', 'from.name'),
      ...filled({ namespace, apiVersion }),
    },
    fieldPath: text(value, 'fieldPath', 'fieldPath'),
    ...filled({ paused }),
  };
}

function broken(why: string): AppError {
  return new AppError('ARGUMENT', `the annotation ${TRIGGERS_ANNOTATION} is not valid: ${why}`);
}

/** The annotation's text. No triggers are the word `null`, as Go writes them. */
export function printFieldTriggers(triggers: readonly FieldTrigger[]): string {
  if (triggers.length === 0) return 'null';
  const json = JSON.stringify(
    triggers.map(({ from: { kind, name, namespace, apiVersion }, fieldPath, paused }) => ({
      from: { kind, name, ...filled({ namespace, apiVersion }) },
      fieldPath,
      ...filled({ paused }),
    })),
  );
  return json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}

/** Reads the triggers of a Kubernetes workload; those whose container is not there are left out. Fails with ARGUMENT. */
export function readWorkloadTriggers(object: KubeObject): Triggers {
  const configChange = groupKind(object) !== 'apps/Deployment' || ownValue(object.spec, 'paused') !== true;
  const annotation = object.metadata.annotations?.[TRIGGERS_ANNOTATION];
  const fields = annotation === undefined ? [] : parseFieldTriggers(annotation);
  return { ...NO_TRIGGERS, configChange, images: fields.flatMap((field) => imageTrigger(object, field)) };
}

function imageTrigger(object: KubeObject, { from, fieldPath, paused }: FieldTrigger): ImageTrigger[] {
  const target = containerAt(object, fieldPath);
  if (target.type !== 'container' || target.field !== 'image') return [];
  const namespace = relativeNamespace(from.namespace, object.metadata.namespace);
  return [{ from: from.name, namespace, containers: [String(target.container.name ?? '')], automatic: !paused }];
}

/** The workload with other triggers. Fails with ARGUMENT for triggers that it cannot have. */
export function withWorkloadTriggers(object: KubeObject, triggers: Triggers): KubeObject {
  const webhook = firstWebhook(triggers);
  if (webhook) throw new AppError('ARGUMENT', `does not support ${webhook}`);
  checkContainers(podSpecOf(object), triggers.images, { exclusive: true });
  const path = podSpecPath(object) ?? '';
  const fields = triggers.images.flatMap(({ from, namespace, containers, automatic }) =>
    containers.map((container) => ({
      from: { kind: 'ImageStreamTag', name: from, namespace: relativeNamespace(namespace, object.metadata.namespace) },
      fieldPath: containerPath(path, container),
      paused: !automatic,
    })),
  );
  const annotations = { ...object.metadata.annotations, [TRIGGERS_ANNOTATION]: printFieldTriggers(fields) };
  const next = { ...object, metadata: { ...object.metadata, annotations } };
  return groupKind(object) === 'apps/Deployment' ? withPaused(next, !triggers.configChange) : next;
}

/** A workload that is not rolled out while it is paused, or that is again. */
export function withPaused(object: KubeObject, paused: boolean): KubeObject {
  const { paused: _was, ...spec } = isJsonObject(object.spec) ? object.spec : {};
  return { ...object, spec: paused ? { ...spec, paused } : spec };
}
