import { displayWidth } from './display-width.ts';

/** How a Go `text/tabwriter` was initialised; oc-cli.md 1.4 lists who uses which. */
export interface TabProfile {
  minWidth: number;
  /** Columns that one TAB stands for; counts only when `padChar` is TAB. */
  tabWidth: number;
  padding: number;
  padChar: '\t' | ' ';
}

/** All `describe` of OpenShift kinds, and the text of `import-image`. */
export const DESCRIBE_TABS: TabProfile = { minWidth: 0, tabWidth: 8, padding: 1, padChar: '\t' };
/** The tables of `get`. */
export const GET_TABS: TabProfile = { minWidth: 6, tabWidth: 4, padding: 3, padChar: ' ' };
/** `describe` of the kinds that kubectl knows. */
export const KUBECTL_DESCRIBE_TABS: TabProfile = { minWidth: 0, tabWidth: 8, padding: 2, padChar: ' ' };
/** The lists of `set image-lookup` and `set triggers`. */
export const SET_LIST_TABS: TabProfile = { minWidth: 0, tabWidth: 2, padding: 2, padChar: ' ' };
/** `image info`. */
export const IMAGE_INFO_TABS: TabProfile = { minWidth: 0, tabWidth: 4, padding: 1, padChar: ' ' };
/** The chooser of a manifest list and the plan of `image mirror`. */
export const PLAN_TABS: TabProfile = { minWidth: 0, tabWidth: 0, padding: 1, padChar: ' ' };

/**
 * Aligns text as Go's `text/tabwriter` does (oc-cli.md 1.4): a cell that ends with TAB is padded to the width of its
 * column block, which is the run of consecutive lines that have such a cell at that place; the last cell of a line
 * never is, and a line without TAB ends every block. Widths are columns of a terminal, where Go
 * counts code points: the same, but for characters that are wide or combine.
 *
 * `remembered` makes widths outlive one text, for rows that come later (`get --watch`): entry k is the least width of
 * column k on the way in and the greatest width seen on the way out.
 */
export function tabWriter(text: string, profile: TabProfile, remembered?: number[]): string {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const widths = columnWidths(lines, profile, remembered);
  return lines.map((cells, row) => alignLine(cells, widths[row] as number[], profile)).join('\n');
}

/** The width of each TAB-terminated cell. A list of ranges to do instead of recursion: a line may have any number of cells. */
function columnWidths(lines: readonly string[][], profile: TabProfile, remembered?: number[]): number[][] {
  const widths: number[][] = lines.map(() => []);
  const ranges: { column: number; start: number; end: number }[] = [{ column: 0, start: 0, end: lines.length }];
  for (let range = ranges.pop(); range !== undefined; range = ranges.pop()) {
    const { column, end } = range;
    for (let start = range.start; start < end; start++) {
      let stop = start;
      let width = profile.minWidth;
      for (; stop < end; stop++) {
        const cells = lines[stop] as string[];
        if (column >= cells.length - 1) break;
        width = Math.max(width, displayWidth(cells[column] as string) + profile.padding);
      }
      if (stop === start) continue;
      if (remembered) {
        width = Math.max(width, remembered[column] ?? 0);
        remembered[column] = width;
      }
      for (let row = start; row < stop; row++) (widths[row] as number[])[column] = width;
      ranges.push({ column: column + 1, start, end: stop });
      start = stop;
    }
  }
  return widths;
}

function alignLine(cells: readonly string[], widths: readonly number[], profile: TabProfile): string {
  let line = '';
  for (const [column, cell] of cells.entries()) {
    line += cell;
    const width = widths[column];
    if (width !== undefined) line += paddingAfter(displayWidth(cell), width, profile);
  }
  return line;
}

function paddingAfter(textWidth: number, cellWidth: number, { padChar, tabWidth }: TabProfile): string {
  if (padChar === ' ') return ' '.repeat(cellWidth - textWidth);
  if (tabWidth === 0) return '';
  const rounded = Math.ceil(cellWidth / tabWidth) * tabWidth;
  return '\t'.repeat(Math.ceil((rounded - textWidth) / tabWidth));
}
