import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  DESCRIBE_TABS,
  GET_TABS,
  IMAGE_INFO_TABS,
  KUBECTL_DESCRIBE_TABS,
  PLAN_TABS,
  SET_LIST_TABS,
  type TabProfile,
  tabWriter,
} from '../../../src/print/text/tab-writer.ts';

/** The rule of oc-cli.md 1.4 said again in the slowest and plainest way: look at the whole run for every single cell. */
function naive(text: string, profile: TabProfile): string {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const terminated = (row: number, column: number) => column < (lines[row]?.length ?? 0) - 1;
  // Of the characters that the texts below are made of, this one alone is wide.
  const length = (cell: string) => Array.from(cell.replaceAll('😀', 'xx')).length;
  const widthAt = (row: number, column: number): number => {
    const sameRun = (from: number, to: number) => {
      for (let r = Math.min(from, to); r <= Math.max(from, to); r++) if (!terminated(r, column)) return false;
      return true;
    };
    const members = lines.map((_, r) => r).filter((r) => sameRun(row, r));
    return Math.max(profile.minWidth, ...members.map((r) => length(lines[r]?.[column] ?? '') + profile.padding));
  };
  return lines
    .map((cells, row) =>
      cells
        .map((cell, column) => {
          if (!terminated(row, column)) return cell;
          let padded = cell;
          let at = length(cell);
          const width = widthAt(row, column);
          if (profile.padChar === ' ') return padded.padEnd(padded.length + width - at);
          const goal = Math.ceil(width / profile.tabWidth) * profile.tabWidth;
          while (at < goal) {
            padded += '\t';
            at = (Math.floor(at / profile.tabWidth) + 1) * profile.tabWidth;
          }
          return padded;
        })
        .join(''),
    )
    .join('\n');
}

describe('the alignment of each user', () => {
  test.each<[string, TabProfile, string, string]>([
    ['describe', DESCRIBE_TABS, 'Name:\tx\nImage Repository:\ty\n', 'Name:\t\t\tx\nImage Repository:\ty\n'],
    ['describe: exactly full', DESCRIBE_TABS, '1234567\ta\n12345678\tb\n', '1234567\t\ta\n12345678\tb\n'],
    ['describe: a lone cell has one TAB', DESCRIBE_TABS, '      51 seconds ago\tsha\n', '      51 seconds ago\tsha\n'],
    ['describe: empty cells', DESCRIBE_TABS, 'Layers:\ta\tb\n\tc\td\n', 'Layers:\ta\tb\n\tc\td\n'],
    ['get', GET_TABS, 'NAME\tTAGS\na\tb\n', 'NAME   TAGS\na      b\n'],
    ['get: least width', GET_TABS, 'a\tb\n', 'a     b\n'],
    ['get: an empty last cell leaves its padding', GET_TABS, 'a\tbcd\tx\ne\tf\t\n', 'a     bcd   x\ne     f     \n'],
    ['set lists', SET_LIST_TABS, 'a\tb\ncc\td\n', 'a   b\ncc  d\n'],
    ['image info', IMAGE_INFO_TABS, 'Exposes Ports:\tx\nOS:\ty\n', 'Exposes Ports: x\nOS:            y\n'],
    ['plan', PLAN_TABS, 'OS\tDIGEST\nlinux/amd64\tx\n', 'OS          DIGEST\nlinux/amd64 x\n'],
    ['kubectl describe', KUBECTL_DESCRIBE_TABS, 'Name:\tx\nLabels:\ty\n', 'Name:    x\nLabels:  y\n'],
  ])('%s', (_, profile, text, expected) => {
    expect(tabWriter(text, profile)).toBe(expected);
  });

  test('a line without TAB, an empty one too, ends every block', () => {
    expect(tabWriter('a\tx\n\nlonger\ty\nnone\nbb\tz\n', PLAN_TABS)).toBe('a x\n\nlonger y\nnone\nbb z\n');
  });

  test('the second column is aligned only within a run of the first', () => {
    expect(tabWriter('a\tlong\t1\na\tb\na\tc\t2\n', PLAN_TABS)).toBe('a long 1\na b\na c 2\n');
  });

  test('widths are columns of a terminal', () => {
    expect(tabWriter('é\t1\n😀😀\t2\nabcde\t3\n', PLAN_TABS)).toBe('é     1\n😀😀  2\nabcde 3\n');
    expect(tabWriter('한국어\t1\nab\t2\n', DESCRIBE_TABS)).toBe('한국어\t1\nab\t2\n');
    expect(tabWriter('한국어한국\t1\nab\t2\n', DESCRIBE_TABS)).toBe('한국어한국\t1\nab\t\t2\n');
  });

  test('text without a last newline keeps none', () => {
    expect(tabWriter('a\tb', PLAN_TABS)).toBe('a b');
    expect(tabWriter('', PLAN_TABS)).toBe('');
  });

  test('remembered widths are kept for the rows that come later', () => {
    const widths: number[] = [];
    expect(tabWriter('NAME\tAGE\nlong-name\t1s\n', GET_TABS, widths)).toBe('NAME        AGE\nlong-name   1s\n');
    expect(tabWriter('x\t2s\n', GET_TABS, widths)).toBe('x           2s\n');
    expect(widths).toEqual([12]);
  });
});

describe('properties', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'ü', '😀'), maxLength: 12 });
  const document = fc
    .array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 12 })
    .map((lines) => lines.map((cells) => cells.join('\t')).join('\n'));
  const profiles = [DESCRIBE_TABS, GET_TABS, SET_LIST_TABS, IMAGE_INFO_TABS, PLAN_TABS, KUBECTL_DESCRIBE_TABS];

  test('is what the plain rule says', () => {
    fc.assert(
      fc.property(document, fc.constantFrom(...profiles), (text, profile) => {
        expect(tabWriter(text, profile)).toBe(naive(text, profile));
      }),
      { numRuns: 300 },
    );
  });

  test('changes only the space between cells', () => {
    const squeezed = (text: string) => text.replace(/[\t ]/g, '');
    fc.assert(
      fc.property(document, fc.constantFrom(...profiles), (text, profile) => {
        expect(squeezed(tabWriter(text, profile))).toBe(squeezed(text));
      }),
    );
  });

  test('a line of very many cells is no deep recursion', () => {
    expect(tabWriter('\t'.repeat(50_000), PLAN_TABS)).toBe(' '.repeat(50_000));
  });
});
