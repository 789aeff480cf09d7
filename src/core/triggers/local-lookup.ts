import { isJsonObject, ownValue } from '../json/json-object.ts';
import type { KubeObject } from '../objects/meta.ts';

/** `*` on an object or its template has admission look all its images up as tags of streams (image-stream model 6.5). */
const RESOLVE_NAMES = 'alpha.image.policy.openshift.io/resolve-names';

/** Whether what has metadata, an object or a template, has this annotation. */
export function resolvesNames(holder: unknown): boolean {
  return ownValue(ownValue(ownValue(holder, 'metadata'), 'annotations'), RESOLVE_NAMES) === '*';
}

/** Whether the names of a stream's tags mean its images; for workloads, whether what their template names is looked up. */
export function hasLocalLookup(object: KubeObject): boolean {
  if (object.kind === 'ImageStream') return ownValue(ownValue(object.spec, 'lookupPolicy'), 'local') === true;
  return resolvesNames(read(object, templatePath(object) ?? []));
}

/** A copy of the object with this lookup on or off. */
export function withLocalLookup(object: KubeObject, enabled: boolean): KubeObject {
  const next = structuredClone(object);
  if (next.kind === 'ImageStream') {
    next.spec = { ...(isJsonObject(next.spec) ? next.spec : {}), lookupPolicy: { local: enabled } };
    return next;
  }
  const holder = read(next, templatePath(next) ?? []) as { metadata?: Record<string, unknown> };
  const metadata = { ...holder.metadata };
  const { [RESOLVE_NAMES]: _before, ...others } = (metadata.annotations ?? {}) as Record<string, string>;
  const annotations = enabled ? { ...others, [RESOLVE_NAMES]: '*' } : others;
  if (Object.keys(annotations).length > 0) metadata.annotations = annotations;
  else delete metadata.annotations;
  holder.metadata = metadata;
  return next;
}

/** Where an object keeps its pod template; undefined where it has none. */
function templatePath(object: KubeObject): string[] | undefined {
  const path = object.kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template'];
  return isJsonObject(read(object, path)) ? path : undefined;
}

const read = (object: unknown, path: readonly string[]) => path.reduce<unknown>(ownValue, object);
