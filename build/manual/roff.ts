import type { Block } from '../../src/cli/topics/topic.ts';

// Pages for `man`, in the macros of man(7) that groff and mandoc share.

/** Text that roff shows as it stands: no escape, no request at the beginning of a line, and dashes that can be copied. */
export const literal = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/gm, '\\&');

/** Running text; what stands between backticks is bold. */
export const prose = (text: string): string =>
  text
    .split('`')
    .map((part, index) => (index % 2 === 0 || part === '' ? literal(part) : `\\fB${literal(part)}\\fR`))
    .join('')
    .replace(/\s*\n\s*/g, '\n');

export const paragraph = (text: string): string => `.PP\n${prose(text)}`;
export const lines = (text: string): string => `.PP\n.nf\n.RS 4\n${literal(text)}\n.RE\n.fi`;
export const term = (name: string, meaning: string): string => `.TP\n${prose(name)}\n${prose(meaning)}`;
export const heading = (text: string): string => `.SH ${quoted(text.toUpperCase())}`;
export const subheading = (text: string): string => `.SS ${quoted(text)}`;

export function block(content: Block): string {
  if (typeof content === 'string') return paragraph(content);
  if ('lines' in content) return lines(content.lines);
  return content.entries.map(([name, meaning]) => term(name, meaning)).join('\n');
}

/** A page with its title and the line by which `man -k` finds it. */
export function page(name: string, section: 1 | 7, summary: string, version: string, parts: readonly string[]): string {
  const title = `.TH ${quoted(name.toUpperCase())} ${section} "" ${quoted(`imagestream ${version}`)}`;
  return `${[title, heading('Name'), `${literal(name)} \\- ${literal(summary)}`, ...parts].join('\n')}\n`;
}

const quoted = (text: string) => `"${literal(text.replaceAll('"', "''").replaceAll('`', ''))}"`;
