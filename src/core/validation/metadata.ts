import type { ObjectMeta } from '../objects/meta.ts';
import { labelValueProblems, namespaceProblems, qualifiedNameProblems } from '../selection/labels.ts';
import { cause, type StatusCause } from '../status.ts';

/** All keys and values of an object's annotations together, in bytes. */
const MAX_ANNOTATION_BYTES = 256 * 1024;

/**
 * Checks what every object's metadata obeys (Kubernetes `ValidateObjectMeta`): name, namespace, generation, labels and
 * annotations, in this order. A missing namespace is not judged: the API puts the one of the request.
 *
 * @param nameProblems the kind's own rule for names
 */
export function validateMetadata(
  metadata: ObjectMeta,
  nameProblems: (name: string) => string[],
  path = 'metadata',
): StatusCause[] {
  const { name, namespace, generation, labels, annotations } = metadata;
  const causes = name
    ? nameProblems(name).map((why) => cause.invalid(`${path}.name`, name, why))
    : [cause.required(`${path}.name`, 'name or generateName is required')];
  if (namespace) {
    causes.push(...namespaceProblems(namespace).map((why) => cause.invalid(`${path}.namespace`, namespace, why)));
  }
  if (generation !== undefined && generation < 0) {
    const why = 'must be greater than or equal to 0';
    causes.push(cause.invalidBare(`${path}.generation`, String(generation), why));
  }
  causes.push(...validateLabels(labels ?? {}, `${path}.labels`));
  causes.push(...validateAnnotations(annotations ?? {}, `${path}.annotations`));
  return causes;
}

/** Checks labels as any object may have them. */
export function validateLabels(labels: Readonly<Record<string, string>>, path: string): StatusCause[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...qualifiedNameProblems(key).map((why) => cause.invalid(path, key, why)),
    ...labelValueProblems(value).map((why) => cause.invalid(path, value, why)),
  ]);
}

/** Checks annotations as any object may have them: keys in any case, values of any text, 256 KiB in total. */
export function validateAnnotations(annotations: Readonly<Record<string, string>>, path: string): StatusCause[] {
  const causes = Object.keys(annotations).flatMap((key) =>
    qualifiedNameProblems(key.toLowerCase()).map((why) => cause.invalid(path, key, why)),
  );
  const encoder = new TextEncoder();
  const bytes = Object.entries(annotations).reduce((sum, entry) => sum + encoder.encode(entry.join('')).length, 0);
  if (bytes > MAX_ANNOTATION_BYTES) {
    causes.push({ field: path, message: `Too long: must have at most ${MAX_ANNOTATION_BYTES} bytes` });
  }
  return causes;
}

/** Checks that an update leaves alone what identifies an object. */
export function validateMetadataUpdate(next: ObjectMeta, previous: ObjectMeta): StatusCause[] {
  return (['name', 'namespace', 'uid', 'creationTimestamp'] as const).flatMap((field) => {
    const value = next[field];
    if (!value || !previous[field] || value === previous[field]) return [];
    return [cause.invalid(`metadata.${field}`, value, 'field is immutable')];
  });
}
