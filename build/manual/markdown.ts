import { TOPICS } from '../../src/cli/topics/index.ts';
import type { Block, Topic } from '../../src/cli/topics/topic.ts';

/** All topics as one page, for whoever reads the project and not the tool. */
export async function referencePage(): Promise<string> {
  const topics = await Promise.all(TOPICS.map((entry) => entry.load()));
  const contents = topics.map(({ name, title }) => `- [${title}](#${name}): \`imagestream help ${name}\``);
  const parts = [
    '# imagestream: reference',
    'What `imagestream help TOPIC` shows, on one page. `npm run manual` writes it from `src/cli/topics`.',
    contents.join('\n'),
    ...topics.flatMap(topicParts),
  ];
  return `${parts.join('\n\n')}\n`;
}

function topicParts({ name, title, sections }: Topic): string[] {
  return [
    `<a id="${name}"></a>\n\n## ${title}`,
    ...sections.flatMap(({ heading, blocks }) => [...(heading ? [`### ${heading}`] : []), ...blocks.map(block)]),
  ];
}

function block(content: Block): string {
  if (typeof content === 'string') return wrapped(content);
  if ('lines' in content) return `\`\`\`\n${content.lines}\n\`\`\``;
  const rows = [content.columns, ['---', '---'] as const, ...content.entries];
  return rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}

/** Lines that differences can be read in. */
const wrapped = (text: string) => text.replace(/(.{1,120})(?:\s+|$)/g, '$1\n').trimEnd();
