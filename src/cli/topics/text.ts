import type { Block, Topic } from './topic.ts';

/** Columns of a topic's text. No terminal is asked: a pipe shows the same. */
const WIDTH = 80;

/** A topic as plain text, wrapped to 80 columns except for lines that stand as they are. */
export function topicText({ title, sections }: Topic): string {
  const parts = sections.flatMap(({ heading, blocks }) => [...(heading ? [plain(heading)] : []), ...blocks.map(block)]);
  return `${[title, ...parts].join('\n\n')}\n`;
}

function block(content: Block): string {
  if (typeof content === 'string') return wrap(plain(content), '');
  if ('lines' in content) return content.lines.replace(/^(?=.)/gm, '  ');
  return content.entries
    .map(([term, meaning]) => `${wrap(plain(term), '  ')}\n${wrap(plain(meaning), '      ')}`)
    .join('\n');
}

/** Without the marks of what is typed. */
const plain = (text: string) => text.replaceAll('`', '');

/** Breaks between words alone: what is longer than a line has one to itself. */
function wrap(text: string, indent: string): string {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}${word}`);
  }
  return lines.join('\n');
}
