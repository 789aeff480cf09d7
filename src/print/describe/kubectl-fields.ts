import { sortedEntries } from '../../core/byte-order.ts';
import { type KubeObject, LAST_APPLIED } from '../../core/objects/meta.ts';
import { mapAt } from '../formats/untyped.ts';

/** Longer annotations are put on lines of their own, and cut. */
const LONGEST_ANNOTATION = 140;

/** The head of every describe of a kind that kubectl knows. `extra` stands between namespace and labels. */
export function kubectlHead(object: KubeObject, extra = ''): string {
  const { name, namespace } = object.metadata;
  return [
    `Name:\t${name}\n`,
    `Namespace:\t${namespace ?? ''}\n`,
    extra,
    kubectlLabels('Labels', mapAt(object, 'metadata', 'labels')),
    kubectlAnnotations('Annotations', mapAt(object, 'metadata', 'annotations')),
  ].join('');
}

/** `k=v`, one per line, sorted; `<none>` without any. */
export function kubectlLabels(title: string, labels: Record<string, unknown>): string {
  const lines = sortedEntries(labels).map(([key, value]) => `\t${key}=${value}\n`);
  return `${title}:${lines.join('') || '\t<none>\n'}`;
}

/** `k: v`, one per line, sorted; long values and those of several lines are indented below their key. */
export function kubectlAnnotations(title: string, annotations: Record<string, unknown>): string {
  const lines = sortedEntries(annotations)
    .filter(([key]) => key !== LAST_APPLIED)
    .map(([key, value]) => {
      const text = String(value).replace(/\n$/, '');
      if (text.length + key.length + 2 <= LONGEST_ANNOTATION && !text.includes('\n')) return `\t${key}: ${text}\n`;
      const indented = text.split('\n').map((line) => `\t  ${shorten(line, LONGEST_ANNOTATION - 2)}\n`);
      return `\t${key}:\n${indented.join('')}`;
    });
  return `${title}:${lines.join('') || '\t<none>\n'}`;
}

/** No cluster, no events. */
export const NO_EVENTS = 'Events:\t<none>\n';

function shorten(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}...` : text;
}
