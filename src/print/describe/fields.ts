import { sortedEntries } from '../../core/byte-order.ts';
import type { ObjectMeta } from '../../core/objects/meta.ts';
import { ago, isZeroTime } from '../text/human-duration.ts';

/** `LABEL:<TAB>VALUE`, `<none>` for an empty value, further lines of the value indented by one cell. */
export function field(label: string, value: string | number): string {
  const text = String(value) || '<none>';
  return `${label}:${text
    .split('\n')
    .map((line) => `\t${line}\n`)
    .join('')}`;
}

/** One `k=v` per line, sorted by key. Only the first line's newlines are indented: the others stand as they are, as in `oc`. */
export function mapField(label: string, items: Record<string, string> | null | undefined): string {
  const [first, ...others] = sortedEntries(items);
  if (!first) return field(label, '');
  return field(label, `${first[0]}=${first[1]}`) + others.map(([key, value]) => `\t${key}=${value}\n`).join('');
}

/** One value per line under one label; nothing at all when there are none. */
export function listField(label: string, values: readonly string[]): string {
  const [first, ...others] = values;
  if (first === undefined) return '';
  return field(label, first) + others.map((value) => `\t${value}\n`).join('');
}

/** `Description`, when the annotation of that name says something, and the other annotations. */
export function annotationFields(annotations: Record<string, string> | undefined): string {
  const { description, ...others } = annotations ?? {};
  return (description ? field('Description', description) : '') + mapField('Annotations', others);
}

/** `Created: X ago`, left out when nobody knows. */
export function createdField(meta: ObjectMeta, now: Date): string {
  return isZeroTime(meta.creationTimestamp) ? '' : field('Created', ago(meta.creationTimestamp, now));
}

/** The head of every describe of an OpenShift kind: name, namespace, age, labels, annotations (oc-cli.md 6.1). */
export function metadataFields(meta: ObjectMeta, now: Date): string {
  return (
    field('Name', meta.name) +
    (meta.namespace ? field('Namespace', meta.namespace) : '') +
    createdField(meta, now) +
    mapField('Labels', meta.labels) +
    annotationFields(meta.annotations)
  );
}
