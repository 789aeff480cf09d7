import type { Look } from '../printed.ts';
import type { Style } from './style.ts';

// Text is painted last, when it has been made harmless: what others wrote cannot bring colours of its own.

const LABELS: readonly (readonly [RegExp, 'error' | 'warning' | 'strong'])[] = [
  [/^(?:error:|Error from server(?: \(\w+\))?:)/gm, 'error'],
  [/^[Ww]arning:/gm, 'warning'],
  [/^hint:/gm, 'strong'],
];

/** What is said beside the answer: the word by which a line says what it is. */
export function paintMessages(text: string, style: Style): string {
  return LABELS.reduce((painted, [label, mark]) => painted.replace(label, (found) => style[mark](found)), text);
}

/** An answer, by how it is laid out. */
export function paintAnswer(text: string, look: Look, style: Style): string {
  switch (look) {
    case 'table':
      return text.replace(/^.+/, (header) => style.strong(header));
    case 'fields':
      return text
        .replace(/^[^\s:][^\t\n:]*:(?=\s|$)/gm, (label) => style.strong(label))
        .replace(/^[^\s:][^\t\n:]*$(?=\n {2}\S)/gm, (title) => style.strong(title))
        .replace(/^ {2}! error:/gm, (label) => style.error(label));
    case 'project':
      return text
        .replace(/^(?:In project|Showing all projects|TAG {2}).*$/gm, (heading) => style.strong(heading))
        .replace(/^Errors:$/m, (label) => style.error(label))
        .replace(/^Warnings:$/m, (label) => style.warning(label))
        .replace(/(?<= {2})FAILS(?= since )/g, (mark) => style.error(mark))
        .replace(/(?<=(?: {2}|; ))behind(?= )/g, (mark) => style.warning(mark));
    case 'checks':
      return text
        .replace(/^✓|^ok(?= )/gm, (mark) => style.success(mark))
        .replace(/^✗|^failed(?= )/gm, (mark) => style.error(mark));
  }
}

/** Marks of checks for terminals and logs whose locale has no others. */
export const asciiChecks = (text: string): string => text.replace(/^✓/gm, 'ok').replace(/^✗/gm, 'failed');
