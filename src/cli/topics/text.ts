import { type Page, wrapped } from '../help/layout.ts';
import type { Block, Topic } from './topic.ts';

/** A topic as plain text, wrapped to the page except for lines that stand as they are. */
export function topicText({ title, sections }: Topic, { width, heading }: Page): string {
  const parts = sections.flatMap(({ heading: over, blocks }) => [
    ...(over ? [heading(plain(over))] : []),
    ...blocks.map((content) => block(content, width)),
  ]);
  return `${[heading(title), ...parts].join('\n\n')}\n`;
}

function block(content: Block, width: number): string {
  if (typeof content === 'string') return wrapped(plain(content), width);
  if ('lines' in content) return content.lines.replace(/^(?=.)/gm, '  ');
  return content.entries
    .map(([term, meaning]) => `${wrapped(plain(term), width, '  ')}\n${wrapped(plain(meaning), width, '      ')}`)
    .join('\n');
}

/** Without the marks of what is typed. */
const plain = (text: string) => text.replaceAll('`', '');
