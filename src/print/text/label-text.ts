import { compareBytes, sortedEntries } from '../../core/byte-order.ts';
import { listAt, mapAt, textAt } from '../formats/untyped.ts';

/** Labels as kubectl writes them into one cell: `a=1,b=2`, sorted, `<none>` without any. */
export function labelText(labels: Record<string, unknown> | undefined): string {
  const pairs = sortedEntries(labels).map(([key, value]) => `${key}=${value}`);
  return pairs.join(',') || '<none>';
}

/** A label selector with `matchLabels` and `matchExpressions`: `app=web,tier in (a,b),!legacy`. */
export function selectorText(selector: unknown): string {
  const labels = Object.entries(mapAt(selector, 'matchLabels')).map(([key, value]) => ({
    key,
    text: `${key}=${value}`,
  }));
  const expressions = listAt(selector, 'matchExpressions').map((expression) => {
    const key = textAt(expression, 'key');
    const values = `(${listAt(expression, 'values').map(String).sort(compareBytes).join(',')})`;
    switch (textAt(expression, 'operator')) {
      case 'In':
        return { key, text: `${key} in ${values}` };
      case 'NotIn':
        return { key, text: `${key} notin ${values}` };
      case 'DoesNotExist':
        return { key, text: `!${key}` };
      default:
        return { key, text: key };
    }
  });
  const requirements = [...labels, ...expressions].sort((a, b) => compareBytes(a.key, b.key));
  return requirements.map(({ text }) => text).join(',') || '<none>';
}
