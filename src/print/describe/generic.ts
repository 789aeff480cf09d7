import { compareBytes } from '../../core/byte-order.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { kubectlHead, NO_EVENTS } from './kubectl-fields.ts';
import { smartLabel } from './smart-label.ts';

/** Shown in the head, or for machines only. */
const SKIPPED: ReadonlySet<string> = new Set([
  '.metadata.managedFields',
  '.metadata.name',
  '.metadata.namespace',
  '.metadata.labels',
  '.metadata.annotations',
]);

/** What kubectl shows of a kind that it does not know: every field, with names and nesting for people. */
export function describeGeneric(object: KubeObject): string {
  return kubectlHead(object) + contentLines(object, 0, '') + NO_EVENTS;
}

function contentLines(content: object, level: number, path: string): string {
  const entries = Object.entries(content)
    .filter(([field, value]) => value !== undefined && !SKIPPED.has(`${path}.${field}`))
    .sort(([a], [b]) => compareBytes(a, b));
  return entries.map(([field, value]) => fieldLines(field, value, level, `${path}.${field}`)).join('');
}

function fieldLines(field: string, value: unknown, level: number, path: string): string {
  const label = `${'  '.repeat(level)}${smartLabel(field)}:`;
  if (typeof value !== 'object' || value === null) return `${label}\t${scalar(value)}\n`;
  if (!Array.isArray(value)) return `${label}\n${contentLines(value, level + 1, path)}`;
  const children = value.map((child: unknown) =>
    typeof child === 'object' && child !== null && !Array.isArray(child)
      ? contentLines(child, level + 1, path)
      : `${'  '.repeat(level + 1)}${scalar(child)}\n`,
  );
  return `${label}\n${children.join('')}`;
}

/** A value as Go's `%v` prints it. */
function scalar(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(scalar).join(' ')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => compareBytes(a, b));
    return `map[${entries.map(([key, item]) => `${key}:${scalar(item)}`).join(' ')}]`;
  }
  return String(value);
}
