/** What help is set in: the columns that a line may have, and what marks a heading. */
export interface Page {
  width: number;
  heading(text: string): string;
}

/** Longer lines are tiring to read, on however wide a terminal. */
const WIDEST = 100;
/** No text is set in less: what a terminal of fewer columns makes of it is its own. */
const NARROWEST = 32;
/**
 * Where no terminal is: fixed, so that scripts and tests get the same everywhere; 80, as `man` and the topics are set,
 * because what is piped is read in a pager or pasted into something narrower than a screen.
 */
export const PIPE_WIDTH = 80;

/** The columns of help on a terminal of so many, or in a pipe. */
export function helpWidth(columns: number | undefined): number {
  return columns === undefined ? PIPE_WIDTH : Math.max(NARROWEST, Math.min(columns, WIDEST));
}

/** A page without marks, as it goes into a pipe. */
export const plainPage = (width = PIPE_WIDTH): Page => ({ width, heading: (text) => text });

/**
 * Breaks running text between words alone: what is longer than a line has one to itself.
 *
 * @param first what stands before the first line
 * @param others what stands before the others
 */
export function wrapped(text: string, width: number, first = '', others = first): string {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(/\s+/)) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = others;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join('\n');
}

/** Paragraphs: those with an indented line are set in columns and stay, where they fit; the others are running text. */
export function paragraphs(text: string, width: number): string {
  return text
    .split('\n\n')
    .map((part) =>
      /^ /m.test(part)
        ? part
            .split('\n')
            .map((line) => lineOf(line, width))
            .join('\n')
        : wrapped(part, width),
    )
    .join('\n\n');
}

/** A line that is set in columns; one that does not fit goes on below the last of its columns that has room. */
function lineOf(line: string, width: number): string {
  if (line.length <= width) return line;
  const columns = [...line.matchAll(/(?:^ +| {2,})(?=\S)/g)].map(({ index, 0: gap }) => index + gap.length);
  const column = columns.filter((at) => at <= width / 2).at(-1) ?? 0;
  return wrapped(line.slice(column), width, line.slice(0, column), ' '.repeat(column + 2));
}

/** The widest column of what is explained, its margin and the gap included. */
const WIDEST_TERM = 28;
const MARGIN = 2;
/** Below this, explanations beside their terms would be towers of words, and margins take what they need. */
const SIDE_BY_SIDE = 60;
export const isNarrow = (width: number): boolean => width < SIDE_BY_SIDE;
const BELOW = 6;

type Terms = readonly (readonly [term: string, meaning: string])[];

/**
 * A list of terms with what each means beside it; below it where the term is too long for that, or the page too narrow.
 *
 * @param page all lists that are to have the same columns
 */
export function terms(list: Terms, width: number, page: Terms = list): string {
  const lengths = page.map(([term]) => MARGIN + term.length + MARGIN).filter((length) => length <= WIDEST_TERM);
  const longest = Math.max(0, ...lengths);
  const beside = !isNarrow(width) || longest <= width / 3;
  const indent = ' '.repeat(beside && longest > 0 ? longest : BELOW);
  return list
    .map(([term, meaning]) => {
      const head = `${' '.repeat(MARGIN)}${term}`;
      if (beside && head.length + MARGIN <= indent.length)
        return wrapped(meaning, width, head.padEnd(indent.length), indent);
      return `${head}\n${wrapped(meaning, width, indent)}`;
    })
    .join('\n');
}

/** A command line that can be copied: broken, where it is too long, as shells take it for one line. */
export function commandLine(line: string, width: number, margin = MARGIN): string {
  const words = wordsOf(line);
  const lines: string[] = [];
  let current = ' '.repeat(margin);
  let isEmpty = true;
  for (const [at, word] of words.entries()) {
    const end = at < words.length - 1 ? ' \\'.length : 0;
    if (!isEmpty && current.length + 1 + word.length + end > width) {
      lines.push(`${current} \\`);
      current = ' '.repeat(margin + (isNarrow(width) ? 2 : 4));
      isEmpty = true;
    }
    current += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, current].join('\n');
}

/** The words between which a shell may break a line: quotes and what stands in `$( )` hold theirs together. */
const wordsOf = (line: string) => line.match(/(?:'[^']*'|"(?:[^"\\]|\\.)*"|\$\([^)]*\)|[^\s'"])+/g) ?? [line];
