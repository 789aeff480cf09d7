import type { Finding } from './finding.ts';

/** The line, from 1, that a finding is about in a text as the store writes it; its section, or 1, where that is not found. */
export function lineOf(text: string, { section, tag }: Pick<Finding, 'section' | 'tag'>): number {
  const lines = text.split('\n');
  const head = lines.findIndex((line) => line.startsWith(`${section}:`));
  if (head < 0) return 1;
  if (tag === undefined) return head + 1;
  let best = { line: head + 1, indentation: Number.POSITIVE_INFINITY };
  for (let at = head + 1; at < lines.length; at++) {
    const line = lines[at] as string;
    if (/^[A-Za-z]/.test(line)) break;
    const [, before = '', value] = /^([\s-]*)(?:name|tag): (.*?)\s*$/.exec(line) ?? [];
    const isTag = value !== undefined && value.replace(/^(["'])(.*)\1$/, '$2') === tag;
    if (isTag && before.length < best.indentation) best = { line: at + 1, indentation: before.length };
  }
  return best.line;
}
