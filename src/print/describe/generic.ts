import { sortedEntries } from '../../core/byte-order.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { goText } from '../formats/go/format.ts';
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
  const entries = sortedEntries(content as Record<string, unknown>);
  return entries
    .filter(([field, value]) => value !== undefined && !SKIPPED.has(`${path}.${field}`))
    .map(([field, value]) => fieldLines(field, value, level, `${path}.${field}`))
    .join('');
}

function fieldLines(field: string, value: unknown, level: number, path: string): string {
  const label = `${'  '.repeat(level)}${smartLabel(field)}:`;
  if (typeof value !== 'object' || value === null) return `${label}\t${goText(value)}\n`;
  if (!Array.isArray(value)) return `${label}\n${contentLines(value, level + 1, path)}`;
  const children = value.map((child: unknown) =>
    typeof child === 'object' && child !== null && !Array.isArray(child)
      ? contentLines(child, level + 1, path)
      : `${'  '.repeat(level + 1)}${goText(child)}\n`,
  );
  return `${label}\n${children.join('')}`;
}
